import { ActionIcon, Popover } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './popover-button.module.css';

interface PopoverButtonProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly variant: 'default' | 'subtle';
  /** Pixels; absent: as its neighbours. */
  readonly size?: number;
  readonly disabled?: boolean;
  readonly opened: boolean;
  readonly onChange: (opened: boolean) => void;
  readonly children: ReactNode;
}

/** A button with a few controls behind it, which have the focus while they are shown. */
export function PopoverButton({ label, icon, variant, size, disabled = false, opened, onChange, children }: PopoverButtonProps) {
  return (
    <Popover
      opened={opened}
      onChange={onChange}
      position="bottom-end"
      width={288}
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <ActionIcon
          variant={variant}
          {...(size === undefined ? {} : { size })}
          disabled={disabled}
          aria-label={label}
          title={label}
          onClick={() => onChange(!opened)}
        >
          {icon}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={label} className={classes.controls}>
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}
