import type { Failure } from '../../shared/failures.ts';
import { useWords } from '../words/words.ts';
import classes from './failure-words.module.css';

/** A coded no within a line of its own: the sentence, and the code that can be read out on the phone. */
export function FailureWords({ failure }: { readonly failure: Failure }) {
  const words = useWords();
  return (
    <>
      {words.failure(failure)} <span className={classes.code}>{failure.code}</span>
    </>
  );
}
