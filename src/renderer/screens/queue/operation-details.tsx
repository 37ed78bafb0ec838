import { useState } from 'react';
import type { Operation } from '../../../shared/contract/operations.ts';
import details from '../../components/details.module.css';
import { FailureNote } from '../../components/failure-note.tsx';
import { progressOf } from '../../components/operation-progress.ts';
import { operationTitle, operationTones } from '../../components/operation-words.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useAction } from '../../components/use-action.ts';
import { formatRoute, goTo } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { ItemDetails } from './item-details.tsx';
import { itemKey } from './item-key.ts';
import { ItemsGrid } from './items-grid.tsx';
import { OperationActions } from './operation-actions.tsx';
import classes from './operation-details.module.css';
import { OperationSummary } from './operation-summary.tsx';

/** One operation whole: how far it is, each of its packages, and what can be done about it. */
export function OperationDetails({ operation }: { readonly operation: Operation }) {
  const words = useWords();
  const { t, format } = words;
  const action = useAction();
  const [openKey, setOpenKey] = useState<string>();
  const { state, items, plugin } = operation;
  const title = operationTitle(operation, words);
  const open = items.find((item, index) => itemKey(item, index) === openKey);
  return (
    <article className={details.details} aria-label={title}>
      <header className={details.heading}>
        <div className={details.top}>
          <h1 className={details.title}>{title}</h1>
          <StatusMark tone={operationTones[state]} word={t(`operation.${state}`)} />
          <span className={details.space} />
          <OperationActions operation={operation} action={action} onGoneOn={(id) => goTo('queue', id)} />
        </div>
        <ProgressBar label={title} done={progressOf(operation).share} total={1} tone={operationTones[state]} />
        <div className={classes.summary}>
          <p aria-live="polite">
            {t('queue.started', { when: format.moment(operation.startedAt) })} · <OperationSummary operation={operation} />
          </p>
          {operation.kind === 'links.check' ? (
            <a href={formatRoute({ screen: 'links', subject: plugin })}>{t('queue.openLinks')}</a>
          ) : (
            plugin !== undefined && (
              <a href={formatRoute({ screen: 'plugins', subject: plugin })}>{t('queue.openPlugin', { plugin })}</a>
            )
          )}
        </div>
        {action.failure && <FailureNote failure={action.failure} />}
        {state === 'cancelled' && <p className="quiet">{t('operation.cancelledHint')}</p>}
        {state === 'interrupted' && <p className="quiet">{t('operation.interruptedHint')}</p>}
      </header>
      <div className={classes.grid}>
        <ItemsGrid operation={operation} openKey={openKey} onOpen={setOpenKey} />
      </div>
      {open && <ItemDetails item={open} plugin={plugin} onClose={() => setOpenKey(undefined)} />}
    </article>
  );
}
