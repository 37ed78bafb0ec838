import type { JournalEntry } from './contract/journal.ts';
import { instant } from './text.ts';

/** One entry as a line. */
export function sentence(entry: JournalEntry): string {
  const { seq: _, at, kind, ...facts } = entry;
  if (entry.kind === 'request') {
    const who = entry.mac ?? entry.ip ?? '?';
    const from = entry.from === null ? '' : ` from ${entry.from}`;
    return `${instant(at)}  ${who}  ${entry.protocol} ${entry.path}  ${entry.outcome}${from}  ${entry.bytes} B`;
  }
  const words = Object.entries(facts).flatMap(([name, value]) => (value === null ? [] : `${name}=${shown(name, value)}`));
  return `${instant(at)}  ${kind}  ${words.join(' ')}`;
}

/** Instants are written as the one that begins the line. */
function shown(name: string, value: unknown): string {
  if (name === 'until' && typeof value === 'number') return instant(value);
  return Array.isArray(value) ? value.join(',') : String(value);
}
