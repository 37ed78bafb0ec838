import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { UpgradePolicy } from '../../../shared/contract/upgrade-policy.ts';
import { USUAL_POLICY } from '../../../shared/values/usual-policy.ts';
import { engine } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import form from '../../components/form.module.css';
import { useAction } from '../../components/use-action.ts';
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
  const { run, busy, failure } = useAction();
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
    <Modal
      opened
      onClose={onClose}
      title={t('flash.policyTitle')}
      size={620}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          run(save);
        }}
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
        {failure && <FailureNote failure={failure} />}
        <div className={form.buttons}>
          <Button variant="subtle" onClick={() => setDraft(draftOf(USUAL_POLICY))}>
            {t('flash.policyUsual')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={read.kind === 'wrong'}>
            {t('flash.policySave')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
