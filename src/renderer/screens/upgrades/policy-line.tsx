import { useEffect, useState } from 'react';
import type { UpgradePolicy } from '../../../shared/contract/upgrade-policy.ts';
import { engine } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { SettingLine } from '../../components/setting-line.tsx';
import { useAction } from '../../components/use-action.ts';
import { useWords } from '../../words/words.ts';
import { PolicyDialog } from './policy-dialog.tsx';

/** How many at once, how many tries: as it holds for all upgrades from here, and the way to change it. */
export function PolicyLine() {
  const { t } = useWords();
  const [policy, setPolicy] = useState<UpgradePolicy>();
  const [opened, setOpened] = useState(false);
  const { run, failure } = useAction();
  useEffect(() => run(async () => setPolicy(await engine.upgrades.policy())), [run]);
  if (failure) return <FailureNote failure={failure} />;
  if (!policy) return null;
  return (
    <>
      <SettingLine
        label={t('flash.policy')}
        value={t('flash.policySays', { count: policy.retries, atOnce: policy.atOnce })}
        change={t('images.limitChange')}
        onChange={() => setOpened(true)}
      />
      {opened && <PolicyDialog policy={policy} onSaved={setPolicy} onClose={() => setOpened(false)} />}
    </>
  );
}
