import { Button, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../words/words.ts';
import { FailureNote } from './failure-note.tsx';
import { focusNow } from './focus-now.ts';
import classes from './size-limit-form.module.css';
import { useAction } from './use-action.ts';

interface SizeLimitFormProps {
  readonly label: string;
  readonly hint: ReactNode;
  /** What an empty field means. */
  readonly none: string;
  /** Shown while what is typed is no size. */
  readonly wrong: string;
  readonly save: string;
  /** Bytes, as it is now; null: no limit. */
  readonly limit: number | null;
  readonly text: string;
  /** What the text says; undefined: no size. */
  readonly bytes: number | null | undefined;
  /** Whether somebody changes it, so that it can be saved or left. */
  readonly changing: boolean;
  /** Takes the focus as soon as it is there. */
  readonly focused?: boolean;
  readonly onType: (text: string) => void;
  readonly onSave: (bytes: number | null) => Promise<void>;
  readonly onLeave: () => void;
}

/** A field for the most that something may take, in the words of whoever asks. */
export function SizeLimitForm(props: SizeLimitFormProps) {
  const { label, hint, none, wrong, save, limit, text, bytes, changing, focused = false, onType, onSave, onLeave } = props;
  const { t } = useWords();
  const { run, busy, failure } = useAction();
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (bytes !== undefined) run(() => onSave(bytes));
      }}
    >
      <TextInput
        ref={focused ? focusNow : null}
        label={label}
        description={hint}
        placeholder={none}
        value={text}
        error={bytes === undefined && wrong}
        onChange={(event) => onType(event.currentTarget.value)}
      />
      {changing && (
        <div className={classes.buttons}>
          <Button type="submit" loading={busy} disabled={bytes === undefined || bytes === limit}>
            {save}
          </Button>
          <Button variant="subtle" onClick={onLeave}>
            {t('common.cancel')}
          </Button>
        </div>
      )}
      {failure && <FailureNote failure={failure} />}
    </form>
  );
}
