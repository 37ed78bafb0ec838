import { type ReactNode, useId } from 'react';
import classes from './panel.module.css';

interface PanelProps {
  readonly title: string;
  /** The title is a name of letters and digits that are compared one by one: a file's. */
  readonly exact?: boolean;
  /** Beside the title: a count, buttons. */
  readonly actions?: ReactNode;
  /** Contents that reach the edges: tables. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}

export function Panel({ title, exact = false, actions, flush = false, children }: PanelProps) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <header className={classes.header}>
        <h2 id={id} className={classes.title} data-exact={exact || undefined}>
          {title}
        </h2>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}
