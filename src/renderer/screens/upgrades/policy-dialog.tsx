import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { UpgradePolicy } from '../../../shared/contract/upgrade-policy.ts';
import { USUAL_POLICY } from '../../../shared/values/usual-policy.ts';
import { engine } from '../../client.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import form from '../../components/form.module.css';
import { useWords } from '../../words/words.ts';
import { draftOf, type PolicyField, type PolicyMistake, readPolicy } from './policy-draft.ts';

interface PolicyDialogProps {
  readonly policy: UpgradePolicy;
  readonly onSaved: (policy: UpgradePolicy) => void;
  readonly onClose: () => void;
}

const PAIRS: readonly (readonly PolicyField[])[] = [
  ['atOnce', 'retries'],
  ['firstWait', 'longestWait'],
  ['prepareWithin', 'backWithin'],
];

/** How upgrades are carried out here: how many at once, how often again, how long it is waited. */
export function PolicyDialog({ policy, onSaved, onClose }: PolicyDialogProps) {
  const { t } = useWords();
  const [draft, setDraft] = useState(() => draftOf(policy));
  const read = readPolicy(draft);
  const save = async () => {
    if (read.kind === 'wrong') return;
    onSaved(await engine.upgrades.setPolicy(read.policy));
    onClose();
  };
  const told = (mistake: PolicyMistake | undefined) => {
    if (!mistake) return false;
    return mistake.kind === 'count' ? t('flash.policyWrongCount', mistake) : t(`flash.policyWrong_${mistake.kind}`);
  };
  return (
    <FormDialog
      title={t('flash.policyTitle')}
      width={620}
      word={t('flash.policySave')}
      disabled={read.kind === 'wrong'}
      onSubmit={save}
      onClose={onClose}
      more={
        <Button variant="subtle" onClick={() => setDraft(draftOf(USUAL_POLICY))}>
          {t('flash.policyUsual')}
        </Button>
      }
    >
      <p className={form.hint}>{t('flash.policyHint')}</p>
      {PAIRS.map((pair) => (
        <div key={pair[0]} className={form.pair}>
          {pair.map((field) => (
            <TextInput
              key={field}
              label={t(`flash.${field}`)}
              description={t(`flash.${field}Hint`)}
              spellCheck={false}
              data-autofocus={field === 'atOnce' || undefined}
              value={draft[field]}
              error={read.kind === 'wrong' && told(read.mistakes[field])}
              onChange={(event) => setDraft({ ...draft, [field]: event.currentTarget.value })}
            />
          ))}
        </div>
      ))}
    </FormDialog>
  );
}
