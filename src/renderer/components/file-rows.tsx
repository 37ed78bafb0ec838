import type { ReactNode } from 'react';
import type { FileProgress } from '../../shared/contract/operations.ts';
import { useWords } from '../words/words.ts';
import classes from './file-rows.module.css';
import { ProgressBar } from './progress-bar.tsx';

/** What an operation works on, one below the other. */
export function FileRows({ children }: { readonly children: ReactNode }) {
  return <ul className={classes.rows}>{children}</ul>;
}

/** One of them by its name, and how it is. */
export function NamedRow({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <li className={classes.row}>
      <span className={classes.name} title={name}>
        {name}
      </span>
      {children}
    </li>
  );
}

/** How much of a file is here. */
export function FileRow({ file: { name, done, total, state } }: { readonly file: FileProgress }) {
  const { t, format } = useWords();
  const here = state === 'here';
  return (
    <NamedRow name={name}>
      <ProgressBar
        label={name}
        done={here ? 1 : done}
        total={here ? 1 : total}
        tone={state === 'failed' ? 'bad' : here ? 'good' : 'busy'}
      />
      <span className={classes.bytes}>
        {here || done === 0 ? format.bytes(total) : t('common.ofBytes', { done: format.bytes(done), total: format.bytes(total) })}
      </span>
    </NamedRow>
  );
}
