import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../words/words.ts';
import { FailureNote } from './failure-note.tsx';
import form from './form.module.css';
import { useAction } from './use-action.ts';

interface FormDialogProps {
  readonly title: string;
  /** Pixels. */
  readonly width: number;
  /** On the button that does it. */
  readonly word: string;
  /** Something is missing or wrong: it cannot be done yet. */
  readonly disabled: boolean;
  readonly onSubmit: () => Promise<unknown>;
  readonly onClose: () => void;
  /** Beside the buttons that every form has. */
  readonly more?: ReactNode;
  readonly children: ReactNode;
}

/** Something that is filled in and then done, or left. */
export function FormDialog({ title, width, word, disabled, onSubmit, onClose, more, children }: FormDialogProps) {
  const { t } = useWords();
  const { run, busy, failure } = useAction();
  return (
    <Modal opened onClose={onClose} title={title} size={width} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          run(onSubmit);
        }}
      >
        {children}
        {failure && <FailureNote failure={failure} />}
        <div className={form.buttons}>
          {more}
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={disabled}>
            {word}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
