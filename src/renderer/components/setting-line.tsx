import { Button } from '@mantine/core';
import { useWords } from '../words/words.ts';
import classes from './setting-line.module.css';

interface SettingLineProps {
  readonly label: string;
  /** As it is now. */
  readonly value: string;
  readonly change: string;
  readonly onChange: () => void;
}

/** A setting that is seldom changed: what holds, and the way to change it. */
export function SettingLine({ label, value, change, onChange }: SettingLineProps) {
  const { t } = useWords();
  return (
    <p className={classes.line}>
      <span>{t('common.named', { what: label, value })}</span>
      <Button
        variant="subtle"
        size="compact-xs"
        aria-label={t('common.named', { what: label, value: change })}
        onClick={onChange}
      >
        {change}
      </Button>
    </p>
  );
}
