import type { Command } from 'commander';
import type { Link } from '../../../shared/contract/links.ts';
import { EXIT } from '../exit.ts';
import { followOperation } from '../follow-operation.ts';
import { failureDocument } from '../output.ts';
import { type CommandLine, withEngine } from '../program.ts';

/** `provdesk links [plugin]`: which download addresses still have their file. */
export function addLinksCommand(program: Command, line: CommandLine): void {
  program
    .command('links [plugin]')
    .description('ask every download address of a plugin, or of all, whether it still has its file')
    .option('--known', 'only tell what the last check found')
    .option('--csv', 'the dead ones as comma-separated values')
    .action(async (plugin: string | undefined, flags: { known?: boolean; csv?: boolean }, command: Command) => {
      await withEngine(command, line, async (session) => {
        const of = plugin === undefined ? {} : { plugin };
        if (flags.known !== true) await followOperation(session, (await session.client.links.check(of)).operation);
        const links = await session.client.links.list(of);
        const dead = links.filter((link) => link.state === 'dead');
        line.status = dead.length > 0 ? EXIT.partly : EXIT.done;
        const documents = links.map(({ failure, ...link }) => ({
          ...link,
          ...(failure ? { failure: failureDocument(failure) } : {}),
        }));
        session.output.answer({ links: documents, dead: dead.length }, flags.csv === true ? csv(dead) : summary(links, dead));
      });
    });
}

function summary(links: readonly Link[], dead: readonly Link[]): string[] {
  const lines = dead.map(
    (link) => `${link.plugin} ${link.package} ${link.file}: ${link.failure?.message ?? ''} [${link.failure?.code ?? ''}]`,
  );
  const unchecked = links.filter((link) => link.state === 'unchecked').length;
  return [...lines, `${links.length} addresses, ${dead.length} dead${unchecked > 0 ? `, ${unchecked} not asked` : ''}.`];
}

/** @see RFC 4180 */
function csv(dead: readonly Link[]): string[] {
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = dead.map((link) => [
    link.plugin,
    link.package,
    link.file,
    link.url,
    link.failure?.code ?? '',
    link.failure?.message ?? '',
  ]);
  return [['plugin', 'package', 'file', 'url', 'code', 'reason'], ...rows].map((row) => row.map(cell).join(','));
}
