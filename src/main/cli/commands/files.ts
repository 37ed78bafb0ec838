import path from 'node:path';
import type { Command } from 'commander';
import type { StoreUsage } from '../../../shared/contract/files.ts';
import { parseSize } from '../../../shared/values/size.ts';
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
        output.answer(usage, usageLines(usage));
      });
    });

  files
    .command('limit [size]')
    .description('get or set what stored files and begun downloads may take together: 20GB, 500MB, none')
    .action(async (size: string | undefined, _flags: object, command: Command) => {
      const bytes = size === undefined || size === 'none' ? null : (parseSize(size) ?? 0);
      if (bytes === 0) command.error(`error: “${size ?? ''}” is not a size: give one like 20GB, or none`);
      await withEngine(command, line, async ({ client, output }) => {
        const usage = await (size === undefined ? client.files.usage(undefined) : client.files.setLimit({ bytes }));
        output.answer(usage, usageLines(usage));
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

function usageLines({ content, unused, partial, diskFree, limit }: StoreUsage): string[] {
  const over = limit === null ? 0 : content + partial - limit;
  return [
    `Stored: ${megabytes(content)}, of it unused: ${megabytes(unused)}`,
    `Downloads begun: ${megabytes(partial)}`,
    `Free on this disk: ${megabytes(diskFree)}`,
    `Limit: ${limit === null ? 'none' : megabytes(limit)}`,
    ...(over > 0
      ? [`The limit is ${megabytes(over)} below what is there. Nothing was removed; the next installation makes room first.`]
      : []),
  ];
}
