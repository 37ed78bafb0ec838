import type { Operation } from '../../../shared/contract/operations.ts';
import { operationTitle } from '../../components/operation-words.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { useAction } from '../../components/use-action.ts';
import { formatRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { OperationActions } from '../queue/operation-actions.tsx';
import classes from './links-screen.module.css';

/** How far the running check is: addresses that have answered, of all. */
export function CheckProgress({ operation }: { readonly operation: Operation }) {
  const words = useWords();
  const { t, format } = words;
  const action = useAction();
  const total = operation.items.length;
  const done = operation.items.filter(({ state }) => state === 'success' || state === 'failed').length;
  return (
    <>
      <a className={classes.count} href={formatRoute({ screen: 'queue', subject: operation.id })}>
        {t('links.asked', { done: format.count(done), total: format.count(total) })}
      </a>
      <div className={classes.progress}>
        <ProgressBar label={operationTitle(operation, words)} done={done} total={total} />
      </div>
      <OperationActions operation={operation} action={action} />
    </>
  );
}
