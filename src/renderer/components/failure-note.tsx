import { IconAlertCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Failure } from '../../shared/failures.ts';
import { NetworkRemedy } from './network-remedy.tsx';
import { useWords } from '../words/words.ts';
import classes from './failure-note.module.css';

interface FailureNoteProps {
  readonly failure: Failure;
  /** Buttons that do what the sentence advises. */
  readonly children?: ReactNode;
}

/** A coded no: cause and next action in one sentence, and the code that can be read out on the phone. */
export function FailureNote({ failure, children }: FailureNoteProps) {
  const words = useWords();
  return (
    <div className={classes.note} role="alert">
      <IconAlertCircle size={18} aria-hidden className={classes.icon} />
      <div className={classes.text}>
        <p className={classes.sentence}>{words.failure(failure)}</p>
        <p className={classes.code}>{failure.code}</p>
        <div className={classes.actions}>
          {children}
          <NetworkRemedy failure={failure} />
        </div>
      </div>
    </div>
  );
}
