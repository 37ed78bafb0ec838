import { type Command, InvalidArgumentError } from 'commander';
import { listen } from '../../../shared/contract/client.ts';
import type { JournalEntry } from '../../../shared/contract/journal.ts';
import { sentence } from '../../../shared/journal-line.ts';
import { type CommandLine, type Session, withEngine } from '../program.ts';
import { findDevice } from '../device-lines.ts';

/** Entries that one question brings; more are paged. */
const PAGE = 1000;

export function addJournalCommand(program: Command, line: CommandLine): void {
  program
    .command('journal')
    .description('what happened, a line each, oldest first')
    .option('--since <time>', 'from this time on: ISO 8601, or a number of minutes back like 15m', parseSince)
    .option('--device <mac>', 'only this device')
    .option('--follow', 'go on until interrupted')
    .action(async (flags: { since?: number; device?: string; follow?: boolean }, command: Command) => {
      await withEngine(command, line, async (session) => {
        const device = flags.device === undefined ? undefined : (await findDevice(session, flags.device)).id;
        const print = (entry: JournalEntry) => session.output.item(entry, sentence(entry));
        for (const entry of await readAll(session, device, flags.since)) print(entry);
        if (flags.follow === true) await follow(session, device, print);
      });
    });
}

async function readAll({ client }: Session, device: string | undefined, since: number | undefined): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for (;;) {
    const before = entries.at(-1)?.seq;
    const page = await client.journal.list({ limit: PAGE, device, since, before });
    entries.push(...page);
    if (page.length < PAGE) return entries.reverse();
  }
}

async function follow({ backend }: Session, device: string | undefined, print: (entry: JournalEntry) => void): Promise<void> {
  const unsubscribe = listen(backend, 'journal.appended', (entries) => {
    for (const entry of entries) {
      if (device === undefined || ('device' in entry && entry.device === device)) print(entry);
    }
  });
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  unsubscribe();
}

function parseSince(text: string): number {
  const [, minutes] = /^(\d{1,6})m$/.exec(text) ?? [];
  const time = minutes === undefined ? Date.parse(text) : Date.now() - Number(minutes) * 60_000;
  if (Number.isNaN(time)) throw new InvalidArgumentError('Write it as 2026-05-01T08:00 or 15m.');
  return time;
}
