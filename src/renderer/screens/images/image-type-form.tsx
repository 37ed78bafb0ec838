import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ImageType } from '../../../shared/contract/images.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import form from '../../components/form.module.css';
import { useAction } from '../../components/use-action.ts';
import { useWords } from '../../words/words.ts';
import classes from './image-types-dialog.module.css';

interface ImageTypeFormProps {
  /** Undefined: a new one. */
  readonly changed: ImageType | undefined;
  readonly builtIn: readonly ImageType[];
  readonly onKeep: (type: ImageType) => Promise<void>;
  readonly onLeave: () => void;
}

/** One type: what its images are called, and for which boards they are. */
export function ImageTypeForm({ changed, builtIn, onKeep, onLeave }: ImageTypeFormProps) {
  const { t } = useWords();
  const [label, setLabel] = useState(changed?.label ?? '');
  const [type, setType] = useState(changed?.type ?? '');
  const [boardLines, setBoardLines] = useState(changed?.boards.join('\n') ?? '');
  const { run, busy, failure } = useAction();
  const boards = [...new Set(boardLines.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
  const wanted = { type: type.trim(), label: label.trim(), boards };
  const former = builtIn.find((known) => known.type === wanted.type);
  return (
    <form
      className={`${form.form} ${classes.adding}`}
      aria-label={changed ? t('images.typeChangeOne', { label: changed.label }) : t('images.typeNew')}
      onSubmit={(event) => {
        event.preventDefault();
        run(() => onKeep(wanted));
      }}
    >
      <div className={form.pair}>
        <TextInput
          label={t('images.typeLabel')}
          description={t('images.typeLabelHint')}
          maxLength={100}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <TextInput
          label={t('images.type')}
          description={t('images.typeHint')}
          placeholder="ath79-generic-…-sysupgrade.bin"
          maxLength={128}
          spellCheck={false}
          value={type}
          onChange={(event) => setType(event.currentTarget.value)}
        />
      </div>
      {former && <p className={form.hint}>{t('images.typeBefore', { label: former.label })}</p>}
      <Textarea
        size="xs"
        rows={3}
        label={t('images.typeBoards')}
        description={t('images.typeBoardsHint')}
        spellCheck={false}
        value={boardLines}
        onChange={(event) => setBoardLines(event.currentTarget.value)}
      />
      {failure && <FailureNote failure={failure} />}
      <div className={form.buttons}>
        {changed && (
          <Button variant="default" onClick={onLeave}>
            {t('common.cancel')}
          </Button>
        )}
        <Button type="submit" loading={busy} disabled={wanted.label === '' || wanted.type === '' || boards.length === 0}>
          {t('images.typeKeep')}
        </Button>
      </div>
    </form>
  );
}
