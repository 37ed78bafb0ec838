import path from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../exit.ts';
import { failureDocument } from '../output.ts';
import { megabytes } from '../../../shared/text.ts';
import { type CommandLine, withEngine } from '../program.ts';

export function addFileCommands(program: Command, line: CommandLine): void {
  const files = program.command('files').description('files got by other means, and what the store holds');

  files
    .command('add <path...>')
    .description('take files, or folders of them, that packages of installed plugins ask for')
    .action(async (paths: string[], _flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const { matched, unmatched } = await client.files.add({ paths: paths.map((each) => path.resolve(each)) });
        const documents = unmatched.map(({ path: filePath, failure }) => ({ path: filePath, failure: failureDocument(failure) }));
        const [first] = unmatched;
        const nothing = matched.length === 0 && first !== undefined;
        line.status = unmatched.length === 0 ? EXIT.done : nothing ? EXIT.failed : EXIT.partly;
        output.answer({ matched, unmatched: documents, ...(nothing ? { failure: failureDocument(first.failure) } : {}) }, [
          ...matched.map((each) => `${each.path}: ${each.file} of ${each.package} (${each.plugin})`),
          ...unmatched.map(({ failure }) => `${failure.message} [${failure.code}]`),
        ]);
      });
    });

  files
    .command('usage')
    .description('what the store holds, what nothing refers to, and what is free')
    .action(async (_flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const usage = await client.files.usage(undefined);
        output.answer(usage, [
          `Stored: ${megabytes(usage.content)}, of it unused: ${megabytes(usage.unused)}`,
          `Downloads begun: ${megabytes(usage.partial)}`,
          `Free on this disk: ${megabytes(usage.diskFree)}`,
        ]);
      });
    });

  files
    .command('clean')
    .description('drop what nothing installed refers to')
    .action(async (_flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const { freed } = await client.files.clean(undefined);
        output.answer({ freed }, [`${megabytes(freed)} freed.`]);
      });
    });
}
