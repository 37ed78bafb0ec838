import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { UpgradeBatch } from '../../../shared/contract/upgrades.ts';
import { engine } from '../../client.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import form from '../../components/form.module.css';
import { sameTimeAhead, timeAhead, zoneOf } from '../../local-time.ts';
import { takeUpgrades } from '../../mirror/upgrades.ts';
import { useWords } from '../../words/words.ts';

interface RescheduleDialogProps {
  readonly id: UpgradeBatch['id'];
  /** When it should have begun, or would. */
  readonly former: number;
  readonly onClose: () => void;
}

/** Another time for a batch that missed its own, or that should not begin at it. */
export function RescheduleDialog({ id, former, onClose }: RescheduleDialogProps) {
  const { t, language } = useWords();
  const [{ text, startAt }, setDraft] = useState(() => draftOf(sameTimeAhead(former, Date.now())));
  const save = async () => {
    // A time that has passed since it was typed would begin it at once.
    const draft = draftOf(text);
    if (draft.startAt === undefined) return setDraft(draft);
    takeUpgrades([], [await engine.upgrades.resumeBatch({ id, startAt: draft.startAt })]);
    onClose();
  };
  return (
    <FormDialog
      title={t('flash.rescheduleTitle')}
      width={460}
      word={t('flash.rescheduleDo')}
      disabled={startAt === undefined}
      onSubmit={save}
      onClose={onClose}
    >
      <TextInput
        type="datetime-local"
        label={t('rollout.atLabel')}
        description={t('flash.zone', { zone: zoneOf(language, startAt ?? former) })}
        data-autofocus
        value={text}
        error={startAt === undefined && t('rollout.atWrong')}
        onChange={(event) => setDraft(draftOf(event.currentTarget.value))}
      />
      <p className={form.hint}>{t('flash.rescheduleHint')}</p>
    </FormDialog>
  );
}

/** As it was typed, and the time that it stands for where that lies ahead. */
function draftOf(text: string): { readonly text: string; readonly startAt: number | undefined } {
  return { text, startAt: timeAhead(text, Date.now()) };
}
