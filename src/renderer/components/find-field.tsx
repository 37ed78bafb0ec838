import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useWords } from '../words/words.ts';
import classes from './find-field.module.css';

interface FindFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  /** Leads on to what was found: arrow down. */
  readonly onLeave?: () => void;
}

/** The one field of a screen that `/` leads to. Escape clears it, then leaves it. */
export function FindField({ label, value, onChange, placeholder, onLeave }: FindFieldProps) {
  const { t } = useWords();
  return (
    <TextInput
      className={classes.field}
      data-find
      type="search"
      aria-label={label}
      placeholder={placeholder ?? label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown' && onLeave) {
          event.preventDefault();
          onLeave();
        }
        if (event.key !== 'Escape') return;
        event.preventDefault();
        if (value === '') event.currentTarget.blur();
        else onChange('');
      }}
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={
        value === '' ? (
          <kbd className={classes.key}>/</kbd>
        ) : (
          <CloseButton size={22} aria-label={t('common.clear')} onClick={() => onChange('')} />
        )
      }
    />
  );
}
