import { Button } from '@mantine/core';
import { IconListDetails, IconSearchOff } from '@tabler/icons-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { entryText } from '../../components/entry-words.ts';
import { FailedState } from '../../components/failed-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { useAction } from '../../components/use-action.ts';
import { type GridColumn, VirtualGrid } from '../../components/virtual-grid.tsx';
import { useDevice } from '../../mirror/devices.ts';
import { loadJournal, loadOlder } from '../../mirror/journal.ts';
import { goTo, useRoute } from '../../route.ts';
import { type Speech, useWords } from '../../words/words.ts';
import { filterEntries, type OutcomeFilter } from './filter-entries.ts';
import { JournalRow } from './journal-row.tsx';
import { JournalTools } from './journal-tools.tsx';
import { useEntries } from './use-entries.ts';
import classes from './journal-screen.module.css';

export function JournalScreen() {
  const words = useWords();
  const { t } = words;
  const device = useRoute((route) => route.subject);
  const known = useDevice(device);
  const { phase, entries, complete } = useEntries(device);
  const [query, setQuery] = useState('');
  const [outcome, setOutcome] = useState<OutcomeFilter>('all');
  const [pausedAt, setPausedAt] = useState<number>();
  const grid = useRef<HTMLDivElement>(null);
  const shown = useMemo(
    () =>
      filterEntries(entries, { query, outcome, upTo: pausedAt }, (entry) =>
        entryText(entry, { t: words.t, format: words.format }),
      ),
    [entries, query, outcome, pausedAt, words.t, words.format],
  );
  const bySeq = useMemo(() => new Map(shown.map((entry) => [String(entry.seq), entry])), [shown]);
  const ids = useMemo(() => [...bySeq.keys()], [bySeq]);
  const renderRow = useCallback(
    (seq: string) => {
      const entry = bySeq.get(seq);
      return entry && <JournalRow entry={entry} />;
    },
    [bySeq],
  );
  const clear = () => {
    setQuery('');
    setOutcome('all');
    if (device !== undefined) goTo('journal');
  };

  if (phase.kind === 'failed') {
    return <FailedState failure={phase.failure} onRetry={() => void loadJournal()} />;
  }
  if (phase.kind === 'loading' && entries.length === 0) return <LoadingState />;
  if (entries.length === 0 && device === undefined) {
    return <EmptyState icon={IconListDetails} title={t('journal.empty')} hint={t('journal.emptyHint')} />;
  }
  return (
    <div className={classes.screen}>
      <JournalTools
        query={query}
        onQuery={setQuery}
        outcome={outcome}
        onOutcome={setOutcome}
        device={device === undefined ? undefined : (known?.mac ?? known?.ip ?? device)}
        onAllDevices={() => goTo('journal')}
        paused={pausedAt !== undefined}
        newer={pausedAt === undefined ? 0 : entries.findIndex((entry) => entry.seq <= pausedAt)}
        onPause={(paused) => setPausedAt(paused ? (entries[0]?.seq ?? 0) : undefined)}
        onLeave={() => grid.current?.focus()}
      />
      <div className={classes.grid}>
        {ids.length === 0 ? (
          <EmptyState icon={IconSearchOff} title={t('journal.noMatch')} hint={t('journal.noMatchHint')}>
            <Button variant="default" onClick={clear}>
              {t('common.clear')}
            </Button>
            {!complete && <LoadOlder />}
          </EmptyState>
        ) : (
          <VirtualGrid
            label={t('app.journal')}
            columns={columnsFor(t)}
            ids={ids}
            renderRow={renderRow}
            onOpen={(seq) => {
              const entry = bySeq.get(seq);
              if (entry && 'device' in entry && entry.device !== null) goTo('journal', entry.device);
            }}
            gridRef={grid}
            keepPlace
            footer={complete ? undefined : <LoadOlder />}
          />
        )}
      </div>
    </div>
  );
}

function LoadOlder() {
  const words = useWords();
  const { t } = words;
  const { run, busy, failure } = useAction();
  return (
    <div className={classes.older}>
      <Button variant="default" loading={busy} onClick={() => run(loadOlder)}>
        {t('journal.older')}
      </Button>
      {failure && <span role="alert">{words.failure(failure)}</span>}
    </div>
  );
}

function columnsFor(t: Speech['t']): GridColumn[] {
  return [
    { id: 'time', title: t('journal.time'), width: '84px' },
    { id: 'who', title: t('journal.who'), width: '140px' },
    { id: 'what', title: t('journal.what'), width: 'minmax(200px, 1fr)' },
    { id: 'result', title: t('journal.result'), width: '136px' },
    { id: 'size', title: t('journal.size'), width: '84px', alignEnd: true },
    { id: 'duration', title: t('journal.duration'), width: '80px', alignEnd: true },
  ];
}
