import { Button } from '@mantine/core';
import type { Operation, OperationItem } from '../../../shared/contract/operations.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { FailureWords } from '../../components/failure-words.tsx';
import { FileRow, FileRows, NamedRow } from '../../components/file-rows.tsx';
import { NetworkRemedy } from '../../components/network-remedy.tsx';
import { progressOf } from '../../components/operation-progress.ts';
import { operationTitle, operationTones } from '../../components/operation-words.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { StatusMark, waitingIcon } from '../../components/status-mark.tsx';
import { useAction } from '../../components/use-action.ts';
import { formatRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { OperationActions } from '../queue/operation-actions.tsx';
import { OperationSummary } from '../queue/operation-summary.tsx';
import classes from './operation-panel.module.css';

interface OperationPanelProps {
  readonly operation: Operation;
  readonly onHide: () => void;
}

/** Progress file by file while it runs; afterwards what came of it, what failed and why. */
export function OperationPanel({ operation, onHide }: OperationPanelProps) {
  const words = useWords();
  const { t } = words;
  const action = useAction();
  const progress = progressOf(operation);
  const running = operation.state === 'running';
  const title = operationTitle(operation, words);
  return (
    <section className={classes.panel} aria-label={title}>
      <header className={classes.header}>
        <StatusMark tone={operationTones[operation.state]} word={t(`operation.${operation.state}`)} />
        <p className={classes.title}>{title}</p>
        <a href={formatRoute({ screen: 'queue', subject: operation.id })}>{t('queue.open')}</a>
        <OperationActions operation={operation} action={action} />
        {!running && (
          <Button variant="subtle" onClick={onHide}>
            {t('operation.hide')}
          </Button>
        )}
      </header>
      <ProgressBar label={title} done={progress.share} total={1} tone={operationTones[operation.state]} />
      <p className={classes.summary} aria-live="polite">
        <OperationSummary operation={operation} />
      </p>
      {action.failure && <FailureNote failure={action.failure} />}
      {running && <Files items={operation.items} waiting={progress.waitingFiles} />}
      {operation.state === 'cancelled' && <p className="quiet">{t('operation.cancelledHint')}</p>}
      {operation.state === 'interrupted' && <p className="quiet">{t('operation.interruptedHint')}</p>}
      {progress.failed.length > 0 && <Failures items={progress.failed} />}
    </section>
  );
}

/** What moves now; what waits is counted. */
function Files({ items, waiting }: { readonly items: readonly OperationItem[]; readonly waiting: number }) {
  const { t } = useWords();
  const active = items.filter((item) => item.state === 'downloading' || item.state === 'installing');
  return (
    <FileRows>
      {active.flatMap((item) =>
        item.state === 'installing'
          ? [
              <NamedRow key={item.id} name={item.id}>
                <StatusMark tone="busy" word={t('operation.installingItem')} plain />
              </NamedRow>,
            ]
          : item.files
              .filter((file) => file.state === 'downloading')
              .map((file) => <FileRow key={`${item.id}/${file.name}`} file={file} />),
      )}
      {waiting > 0 && (
        <li className={classes.waiting}>
          <StatusMark tone="neutral" word={t('operation.filesLeft', { count: waiting })} icon={waitingIcon} plain />
        </li>
      )}
    </FileRows>
  );
}

function Failures({ items }: { readonly items: readonly OperationItem[] }) {
  const { t } = useWords();
  return (
    // It may scroll, and holds nothing else that the keyboard could lead to.
    <ul className={classes.failures} tabIndex={0} aria-label={t('operation.failedCount', { count: items.length })}>
      {items.map((item) => (
        <li key={item.id}>
          <p className={classes.failedId}>{item.id}</p>
          {item.failure && (
            <p>
              <FailureWords failure={item.failure} />
            </p>
          )}
          {item.failure && <NetworkRemedy failure={item.failure} />}
        </li>
      ))}
    </ul>
  );
}
