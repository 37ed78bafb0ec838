import { Button } from '@mantine/core';
import type { Failure } from '../../shared/failures.ts';
import { useWords } from '../words/words.ts';
import { FailureNote } from './failure-note.tsx';
import classes from './failed-state.module.css';

/** In place of what could not be read: why, and the way to ask for it again. */
export function FailedState({ failure, onRetry }: { readonly failure: Failure; readonly onRetry: () => void }) {
  const { t } = useWords();
  return (
    <div className={classes.failed}>
      <FailureNote failure={failure}>
        <Button variant="default" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      </FailureNote>
    </div>
  );
}
