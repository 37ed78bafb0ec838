import type { ReactNode } from 'react';
import classes from './fact-list.module.css';

/** A name and what it is. */
export type Fact = readonly [name: string, value: ReactNode];

interface FactListProps {
  /** Those without a value are left out. */
  readonly facts: readonly Fact[];
  /** `lines`: one below the other, names in a column. `pairs`: two beside each other. `figures`: all in a row, in a frame. */
  readonly way: 'lines' | 'pairs' | 'figures';
  readonly className?: string | undefined;
}

/** What is known of one thing, by name. */
export function FactList({ facts, way, className }: FactListProps) {
  return (
    <dl className={[classes.facts, classes[way], className].filter(Boolean).join(' ')}>
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
