import type { ReactNode } from 'react';
import classes from './page-columns.module.css';

interface PageColumnsProps {
  /** The narrow column; below the other one where there is no room. */
  readonly side: ReactNode;
  readonly children: ReactNode;
}

/** A screen of panels in two columns. */
export function PageColumns({ side, children }: PageColumnsProps) {
  return (
    <div className={classes.page}>
      <div className={classes.main}>{children}</div>
      <div className={classes.side}>{side}</div>
    </div>
  );
}
