import type { JournalEntry, Outcome } from '../../../shared/contract/journal.ts';

export const outcomes = [
  'sent',
  'not-modified',
  'missing',
  'refused',
  'aborted',
  'timed-out',
  'failed',
] as const satisfies Outcome[];

/** An outcome of requests, or `events`: everything that is no request. */
export type OutcomeFilter = 'all' | Outcome | 'events';

export interface EntryFilter {
  readonly query: string;
  readonly outcome: OutcomeFilter;
  /** Where the journal is paused: only entries up to this one. */
  readonly upTo: number | undefined;
}

/** Keeps the order. `textOf` is what the line says, in the reader's language. */
export function filterEntries(
  entries: readonly JournalEntry[],
  filter: EntryFilter,
  textOf: (entry: JournalEntry) => string,
): readonly JournalEntry[] {
  const { outcome, upTo } = filter;
  const words = filter.query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && outcome === 'all' && upTo === undefined) return entries;
  return entries.filter((entry) => {
    if (upTo !== undefined && entry.seq > upTo) return false;
    if (outcome !== 'all' && outcome !== (entry.kind === 'request' ? entry.outcome : 'events')) return false;
    if (words.length === 0) return true;
    const text = searched(entry, textOf);
    return words.every((word) => text.includes(word));
  });
}

function searched(entry: JournalEntry, textOf: (entry: JournalEntry) => string): string {
  const about = 'device' in entry ? [entry.device, entry.mac, entry.ip] : [];
  const request = entry.kind === 'request' ? [entry.protocol, entry.from, entry.served, entry.userAgent, entry.reason] : [];
  return [textOf(entry), ...about, ...request].join(' ').toLowerCase();
}
