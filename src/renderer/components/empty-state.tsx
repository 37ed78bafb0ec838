import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './empty-state.module.css';

interface EmptyStateProps {
  readonly icon: TablerIcon;
  readonly title: string;
  /** What to do next. */
  readonly hint: string;
  readonly children?: ReactNode;
}

export function EmptyState({ icon: Icon, title, hint, children }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <Icon size={32} stroke={1.4} aria-hidden className={classes.icon} />
      <p className={classes.title}>{title}</p>
      <p className={classes.hint}>{hint}</p>
      {children && <div className={classes.actions}>{children}</div>}
    </div>
  );
}
