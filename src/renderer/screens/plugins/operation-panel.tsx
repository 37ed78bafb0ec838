import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Operation, OperationItem } from '../../../shared/contract/operations.ts';
import { engine } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { NetworkRemedy } from '../../components/network-remedy.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { StatusMark, type Tone, waitingIcon } from '../../components/status-mark.tsx';
import { useAction } from '../../components/use-action.ts';
import { useWords } from '../../words/words.ts';
import { progressOf } from './operation-progress.ts';
import classes from './operation-panel.module.css';

const tones: Record<Operation['state'], Tone> = {
  running: 'busy',
  success: 'good',
  partial: 'warn',
  failed: 'bad',
  cancelled: 'neutral',
  interrupted: 'warn',
};

interface OperationPanelProps {
  readonly operation: Operation;
  readonly onHide: () => void;
}

/** Progress file by file while it runs; afterwards what came of it, what failed and why. */
export function OperationPanel({ operation, onHide }: OperationPanelProps) {
  const words = useWords();
  const { t } = words;
  const [asked, setAsked] = useState(false);
  const { run, busy, failure } = useAction();
  const progress = progressOf(operation);
  const running = operation.state === 'running';
  const title =
    operation.kind === 'packages.install-all'
      ? t('operation.installingAll', { plugin: operation.plugin ?? '' })
      : t('operation.installing', { what: operation.items.map(({ id }) => id).join(', ') });
  const cancel = async () => {
    setAsked(true);
    await engine.operations.cancel({ id: operation.id });
  };
  return (
    <section className={classes.panel} aria-label={title}>
      <header className={classes.header}>
        <StatusMark tone={tones[operation.state]} word={t(`operation.${operation.state}`)} />
        <p className={classes.title}>{title}</p>
        {running && (
          <Button variant="default" disabled={asked && !failure} loading={busy} onClick={() => run(cancel)}>
            {t(asked && !failure ? 'operation.cancelling' : 'operation.cancel')}
          </Button>
        )}
        {!running && progress.failed.length > 0 && (
          <Button loading={busy} onClick={() => run(() => engine.operations.retryFailed({ id: operation.id }))}>
            {t('operation.retryFailed')}
          </Button>
        )}
        {!running && (
          <Button variant="subtle" onClick={onHide}>
            {t('operation.hide')}
          </Button>
        )}
      </header>
      <ProgressBar label={title} done={progress.share} total={1} tone={tones[operation.state]} />
      <p className={classes.summary} aria-live="polite">
        <Summary operation={operation} />
      </p>
      {failure && <FailureNote failure={failure} />}
      {running && <Files items={operation.items} waiting={progress.waitingFiles} />}
      {operation.state === 'cancelled' && <p className="quiet">{t('operation.cancelledHint')}</p>}
      {operation.state === 'interrupted' && <p className="quiet">{t('operation.interruptedHint')}</p>}
      {progress.failed.length > 0 && <Failures items={progress.failed} />}
    </section>
  );
}

function Summary({ operation }: { readonly operation: Operation }) {
  const { t, format } = useWords();
  const { done, failed } = progressOf(operation);
  if (operation.items.length === 0 && operation.state === 'success') return t('operation.nothingToDo');
  const parts = [
    t('operation.itemsDone', { done: format.count(done), total: format.count(operation.items.length) }),
    t('operation.fetched', { bytes: format.bytes(operation.bytes) }),
    failed.length > 0 && t('operation.failedCount', { count: failed.length }),
    operation.finishedAt !== undefined &&
      t('operation.took', { duration: format.duration(operation.finishedAt - operation.startedAt) }),
  ];
  return parts.filter(Boolean).join(' · ');
}

/** What moves now; what waits is counted. */
function Files({ items, waiting }: { readonly items: readonly OperationItem[]; readonly waiting: number }) {
  const { t, format } = useWords();
  const active = items.filter((item) => item.state === 'downloading' || item.state === 'installing');
  return (
    <ul className={classes.files}>
      {active.flatMap((item) =>
        item.state === 'installing'
          ? [
              <li key={item.id} className={classes.file}>
                <span className={classes.name}>{item.id}</span>
                <StatusMark tone="busy" word={t('operation.installingItem')} plain />
              </li>,
            ]
          : item.files
              .filter((file) => file.state === 'downloading')
              .map((file) => (
                <li key={`${item.id}/${file.name}`} className={classes.file}>
                  <span className={classes.name} title={file.name}>
                    {file.name}
                  </span>
                  <ProgressBar label={file.name} done={file.done} total={file.total} />
                  <span className={classes.bytes}>
                    {t('common.ofBytes', { done: format.bytes(file.done), total: format.bytes(file.total) })}
                  </span>
                </li>
              )),
      )}
      {waiting > 0 && (
        <li className={classes.waiting}>
          <StatusMark tone="neutral" word={t('operation.filesLeft', { count: waiting })} icon={waitingIcon} plain />
        </li>
      )}
    </ul>
  );
}

function Failures({ items }: { readonly items: readonly OperationItem[] }) {
  const words = useWords();
  return (
    <ul className={classes.failures}>
      {items.map((item) => (
        <li key={item.id}>
          <p className={classes.failedId}>{item.id}</p>
          {item.failure && (
            <p>
              {words.failure(item.failure)} <span className={classes.code}>{item.failure.code}</span>
            </p>
          )}
          {item.failure && <NetworkRemedy failure={item.failure} />}
        </li>
      ))}
    </ul>
  );
}
