import { Button } from '@mantine/core';
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
  return (
    <p className={classes.line}>
      <span>
        {label}: {value}
      </span>
      <Button variant="subtle" size="compact-xs" aria-label={`${label}: ${change}`} onClick={onChange}>
        {change}
      </Button>
    </p>
  );
}
