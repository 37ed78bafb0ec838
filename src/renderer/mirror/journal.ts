import { create } from 'zustand';
import type { JournalEntry } from '../../shared/contract/journal.ts';
import { engine, onNews } from '../client.ts';
import { failed, loading, type Phase, ready } from './phase.ts';

interface JournalMirror {
  readonly phase: Phase;
  /** Newest first. */
  readonly entries: readonly JournalEntry[];
  /** No older entry exists in the engine. */
  readonly complete: boolean;
}

const PAGE = 500;
/** Live entries push the oldest out; paging back may go further. */
const MOST_LIVE = 5000;

export const useJournal = create<JournalMirror>(() => ({ phase: loading, entries: [], complete: false }));

/** `appended` is oldest first, as news brings it. What is known already is not taken twice. */
export function prepend(entries: readonly JournalEntry[], appended: readonly JournalEntry[]): readonly JournalEntry[] {
  const last = entries[0]?.seq ?? 0;
  const fresh = appended.filter((entry) => entry.seq > last).reverse();
  return fresh.length === 0 ? entries : [...fresh, ...entries];
}

export function listenToJournal(): void {
  onNews('journal.appended', (appended) => {
    useJournal.setState((mirror) => {
      const entries = prepend(mirror.entries, appended);
      return entries.length > MOST_LIVE ? { entries: entries.slice(0, MOST_LIVE), complete: false } : { entries };
    });
  });
}

export async function loadJournal(): Promise<void> {
  try {
    const entries = await engine.journal.list({ limit: PAGE });
    // What was appended while the answer was on its way is newer than its first entry.
    useJournal.setState((mirror) => {
      const heardSince = mirror.phase.kind === 'ready' ? [] : [...mirror.entries].reverse();
      return { phase: ready, entries: prepend(entries, heardSince), complete: entries.length < PAGE };
    });
  } catch (error) {
    useJournal.setState({ phase: failed(error) });
  }
}

export async function loadOlder(): Promise<void> {
  const before = useJournal.getState().entries.at(-1)?.seq;
  if (before === undefined) return;
  const older = await engine.journal.list({ before, limit: PAGE });
  useJournal.setState(({ entries }) => ({ entries: [...entries, ...older], complete: older.length < PAGE }));
}

/** The whole story of one device, newest first, followed live. Returns the function that ends it. */
export function followDevice(
  device: string,
  show: (entries: readonly JournalEntry[]) => void,
  fail: (error: unknown) => void,
): () => void {
  let entries: readonly JournalEntry[] | undefined;
  let heard: readonly JournalEntry[] = [];
  let ended = false;
  const unsubscribe = onNews('journal.appended', (appended) => {
    const own = appended.filter((entry) => 'device' in entry && entry.device === device);
    if (own.length === 0) return;
    if (!entries) heard = [...heard, ...own];
    else show((entries = prepend(entries, own)));
  });
  engine.journal.list({ device, limit: PAGE }).then(
    (found) => {
      entries = prepend(found, heard);
      if (!ended) show(entries);
    },
    (error: unknown) => {
      if (!ended) fail(error);
    },
  );
  return () => {
    ended = true;
    unsubscribe();
  };
}
