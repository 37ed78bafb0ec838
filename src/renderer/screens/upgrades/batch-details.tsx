import { Button, NativeSelect } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import type { UpgradeBatch } from '../../../shared/contract/upgrades.ts';
import details from '../../components/details.module.css';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailedState } from '../../components/failed-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { StatusMark, waitingIcon } from '../../components/status-mark.tsx';
import { useAction } from '../../components/use-action.ts';
import { begunAt } from '../../../shared/values/begun-at.ts';
import { endedOf, openBatch, useUpgrades } from '../../mirror/upgrades.ts';
import { goTo } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { BatchActions } from './batch-actions.tsx';
import classes from './batch-details.module.css';
import { batchTitle, batchTones, countsText, pauseText } from './batch-words.ts';
import { inTurn, isShownBy, type OperationFilter } from './operation-state.ts';
import { OperationView } from './operation-view.tsx';
import { OperationsGrid } from './operations-grid.tsx';
import { WaveStrip } from './wave-strip.tsx';

interface BatchDetailsProps {
  readonly batch: UpgradeBatch;
  /** The one that is open. */
  readonly operationId: string | undefined;
}

/** The board of an upgrade: its waves, each device, and what can be done about it. */
export function BatchDetails({ batch, operationId }: BatchDetailsProps) {
  const words = useWords();
  const phase = useUpgrades(({ opened }) => opened.get(batch.id));
  const operations = useOperationsOf(batch.id);
  useEffect(() => void openBatch(batch.id), [batch.id]);
  const open = operationId === undefined ? undefined : operations.find(({ id }) => id === operationId);
  if (open) return <OperationView key={open.id} batch={batch} operation={open} />;
  return (
    <article className={details.details} aria-label={batchTitle(batch, words)}>
      <Heading batch={batch} begun={begunAt(operations)} />
      {operations.length === 0 && phase?.kind === 'failed' ? (
        <FailedState failure={phase.failure} onRetry={() => void openBatch(batch.id)} />
      ) : operations.length === 0 && phase?.kind !== 'ready' ? (
        <LoadingState />
      ) : (
        <Board batch={batch} operations={operations} />
      )}
    </article>
  );
}

function useOperationsOf(batch: string) {
  const byId = useUpgrades((mirror) => mirror.operations);
  return useMemo(() => inTurn([...byId.values()].filter((operation) => operation.batch === batch)), [byId, batch]);
}

function Heading({ batch, begun }: { readonly batch: UpgradeBatch; readonly begun: number | undefined }) {
  const words = useWords();
  const { t, format } = words;
  const action = useAction();
  const { state, total, startAt, finishedAt } = batch;
  const title = batchTitle(batch, words);
  const ended = endedOf(batch);
  const told = [
    state === 'scheduled' && startAt !== null
      ? t('flash.begins', { when: format.moment(startAt) })
      : begun !== undefined && t('flash.begun', { when: format.moment(begun) }),
    finishedAt !== null && t('flash.ended', { when: format.moment(finishedAt) }),
    t('flash.ofTotal', { done: format.count(ended), total: format.count(total) }),
    countsText(batch, words),
  ];
  return (
    <header className={details.heading}>
      <div className={details.top}>
        <h1 className={details.title}>{title}</h1>
        <StatusMark
          tone={batchTones[state]}
          word={t(`flash.${state}`)}
          {...(state === 'scheduled' ? { icon: waitingIcon } : {})}
        />
        <span className={details.space} />
        <BatchActions batch={batch} action={action} />
      </div>
      <ProgressBar label={title} done={ended} total={total} tone={batchTones[state]} />
      <p className={details.told} aria-live="polite">
        {told.filter(Boolean).join(' · ')}
      </p>
      {state === 'paused' && (
        <p className={classes.paused} role="status">
          {pauseText(batch, words)}
        </p>
      )}
      {action.failure && <FailureNote failure={action.failure} />}
    </header>
  );
}

const filters = { all: 'common.all', open: 'flash.onlyOpen', bad: 'flash.onlyBad' } as const;

function Board({ batch, operations }: { readonly batch: UpgradeBatch; readonly operations: ReturnType<typeof useOperationsOf> }) {
  const { t } = useWords();
  const [filter, setFilter] = useState<OperationFilter>('all');
  const shown = useMemo(() => operations.filter((operation) => isShownBy(filter, operation)), [operations, filter]);
  return (
    <>
      <div className={classes.tools}>
        <WaveStrip operations={operations} />
        <NativeSelect
          size="xs"
          aria-label={t('flash.filter')}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value as OperationFilter)}
          data={Object.entries(filters).map(([value, word]) => ({ value, label: t(word) }))}
        />
      </div>
      <div className={classes.grid}>
        {shown.length === 0 ? (
          <EmptyState icon={IconFilterOff} title={t('flash.noMatch')} hint="">
            <Button variant="default" onClick={() => setFilter('all')}>
              {t('common.clear')}
            </Button>
          </EmptyState>
        ) : (
          <OperationsGrid operations={shown} onOpen={(id) => goTo('upgrades', `${batch.id}/${id}`)} />
        )}
      </div>
    </>
  );
}
