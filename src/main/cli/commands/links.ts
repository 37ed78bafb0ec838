import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Link } from '../../../shared/contract/links.ts';
import type { OperationItem } from '../../../shared/contract/operations.ts';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { linkCsv } from '../../../shared/link-csv.ts';
import { EXIT } from '../exit.ts';
import { followOperation } from '../follow-operation.ts';
import { counted, failureDocument, failureLine } from '../output.ts';
import { type CommandLine, type Session, withEngine } from '../program.ts';

interface LinkFlags {
  readonly catalogue?: boolean;
  readonly csv?: string;
}

/** `provdesk links …`: which download addresses still have their file. */
export function addLinksCommand(program: Command, line: CommandLine): void {
  const links = program
    .command('links')
    .description('the download addresses of packages, and whether they still have their file');

  withFlags(links.command('check [plugin]'))
    .description('ask every address, without downloading it')
    .action(async (plugin: string | undefined, flags: LinkFlags, command: Command) => {
      await withEngine(command, line, async (session) => {
        const { operation } = await session.client.links.check(scopeOf(plugin, flags));
        const { items } = await followOperation(session, operation);
        const unreadable = items.filter((item) => item.plugin !== undefined && item.state !== 'success');
        line.status = await answer(session, { plugin, flags, unreadable });
      });
    });

  withFlags(links.command('list [plugin]'))
    .description('tell what the last check found')
    .action(async (plugin: string | undefined, flags: LinkFlags, command: Command) => {
      await withEngine(command, line, async (session) => {
        // A mere reading is done once it is told, whatever it tells.
        await answer(session, { plugin, flags, unreadable: [] });
      });
    });
}

function withFlags(command: Command): Command {
  return command
    .option('--catalogue', 'also what the server offers and is not installed')
    .option('--csv <file>', 'write them as comma-separated values, the dead ones first');
}

function scopeOf(plugin: string | undefined, { catalogue = false }: LinkFlags): { plugin?: string; catalogue: boolean } {
  return { ...(plugin === undefined ? {} : { plugin }), catalogue };
}

interface Asked {
  readonly plugin: string | undefined;
  readonly flags: LinkFlags;
  /** Archives that could not be read, as the check told them. */
  readonly unreadable: readonly OperationItem[];
}

async function answer({ client, output }: Session, { plugin, flags, unreadable }: Asked): Promise<number> {
  const links = await client.links.list(scopeOf(plugin, flags));
  const dead = links.filter((link) => link.state === 'dead');
  if (flags.csv !== undefined) writeCsv(flags.csv, links);
  const failed = unreadable.map(({ id, failure = new ProvdeskError('operations.cancelled').failure }) => ({
    plugin: id,
    failure,
  }));
  output.answer(
    {
      links: links.map(({ failure, ...link }) => ({ ...link, ...(failure ? { failure: failureDocument(failure) } : {}) })),
      dead: dead.length,
      unreadable: failed.map(({ plugin: id, failure }) => ({ plugin: id, failure: failureDocument(failure) })),
    },
    [
      ...failed.map(({ plugin: id, failure }) => failureLine(id, failure)),
      ...summary(links, dead),
      ...(flags.csv === undefined ? [] : [`Written to ${flags.csv}.`]),
    ],
  );
  return dead.length + failed.length > 0 ? EXIT.partly : EXIT.done;
}

/** @throws ProvdeskError `store.unreadable` */
function writeCsv(path: string, links: readonly Link[]): void {
  try {
    writeFileSync(path, linkCsv(links));
  } catch (error) {
    throw new ProvdeskError('store.unreadable', { path, reason: reasonOf(error) }, { cause: error });
  }
}

function summary(links: readonly Link[], dead: readonly Link[]): string[] {
  const lines = dead.map(
    (link) => `${link.plugin} ${link.package} ${link.file}: ${link.failure?.message ?? ''} [${link.failure?.code ?? ''}]`,
  );
  const unchecked = links.filter((link) => link.state === 'unchecked').length;
  return [
    ...lines,
    `${counted(links.length, 'address', 'addresses')}, ${dead.length} dead${unchecked > 0 ? `, ${unchecked} not asked` : ''}.`,
  ];
}
