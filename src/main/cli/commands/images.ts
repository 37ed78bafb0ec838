import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { FirmwareImage, ImageFacts, ImageType } from '../../../shared/contract/images.ts';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { megabytes, table } from '../../../shared/text.ts';
import { parseSize } from '../../../shared/values/size.ts';
import { type CommandLine, withEngine } from '../program.ts';

/** `provdesk images …`: firmware images for devices that are flashed over SSH. */
export function addImageCommands(program: Command, line: CommandLine): void {
  const images = program.command('images').description('firmware images for devices that are flashed over SSH');

  images
    .command('add <file>')
    .description('take an image in; category and build are made where they are missing')
    .requiredOption('--category <name>', 'what it is for: “Access points”')
    .requiredOption('--build <version>', 'its version')
    .option('--type <type>', 'its type, where its file name does not say it')
    .action(async (file: string, flags: { category: string; build: string; type?: string }, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const { category, build: version, type } = flags;
        const wish = { path: path.resolve(file), category, version, ...(type === undefined ? {} : { type }) };
        const image = await client.images.add(wish);
        output.answer(image, [
          `${image.name} is in ${image.categoryName} ${image.buildVersion}, ${megabytes(image.size)}.`,
          ...told(image.facts),
        ]);
      });
    });

  images
    .command('inspect <file>')
    .description('what an image says of itself; nothing is kept')
    .action(async (file: string, _flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const seen = await client.images.inspect({ path: path.resolve(file) });
        output.answer(seen, [`${seen.name}, ${megabytes(seen.size)}, SHA-256 ${seen.sha256}`, ...told(seen.facts)]);
      });
    });

  images
    .command('list')
    .description('every image, the newest first')
    .action(async (_flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const known = await client.images.list(undefined);
        output.answer({ images: known }, known.length === 0 ? ['There is no image yet.'] : table(HEADER, known.map(row)));
      });
    });

  images
    .command('remove <image>')
    .description('remove an image, by id or file name; what was flashed with it is still told')
    .action(async (name: string, _flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const removed = await client.images.remove({ id: name });
        output.answer(removed, [`${removed.name} was removed.`]);
      });
    });

  images
    .command('types [file]')
    .description('get or set the types of this site: a JSON list of {type, label, boards}; they go before the built-in ones')
    .action(async (file: string | undefined, _flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        if (file !== undefined) await client.images.setTypes({ custom: await readTypes(path.resolve(file)) });
        const { custom, builtIn } = await client.images.types(undefined);
        output.answer({ custom, builtIn }, [
          ...table(
            ['TYPE', 'NAME', 'BOARDS'],
            custom.map(({ type, label, boards }) => [type, label, boards.join(', ')]),
          ),
          `${custom.length} of this site, ${builtIn.length} built in.`,
        ]);
      });
    });

  images
    .command('limit [size]')
    .description('get or set how large an image may be: 30MB, 64MB, none')
    .action(async (text: string | undefined, _flags: object, command: Command) => {
      const bytes = text === undefined || text === 'none' ? null : parseSize(text);
      if (bytes === undefined) throw new InvalidArgumentError(`“${text ?? ''}” is not a size: give one like 64MB, or none`);
      await withEngine(command, line, async ({ client, output }) => {
        const limit = await (text === undefined ? client.images.limit(undefined) : client.images.setLimit({ bytes }));
        output.answer(limit, [
          limit.bytes === null ? 'Images may be as large as they are.' : `Images may have ${megabytes(limit.bytes)}.`,
        ]);
      });
    });
}

/** What it holds is judged at the engine's door. @throws ProvdeskError `store.unreadable`, `contract.invalid-input` */
async function readTypes(filePath: string): Promise<ImageType[]> {
  const text = await readFile(filePath, 'utf8').catch((error: unknown) => {
    throw new ProvdeskError('store.unreadable', { path: filePath, reason: reasonOf(error) }, { cause: error });
  });
  try {
    return JSON.parse(text) as ImageType[];
  } catch (error) {
    throw new ProvdeskError(
      'contract.invalid-input',
      { name: 'images.setTypes', field: filePath, reason: reasonOf(error) },
      { cause: error },
    );
  }
}

const HEADER = ['CATEGORY', 'BUILD', 'NAME', 'SIZE', 'BOARDS', 'ID'];

function row({ id, categoryName, buildVersion, name, size, facts }: FirmwareImage): string[] {
  return [categoryName, buildVersion, name, megabytes(size), facts.boards.slice(0, 2).join(', ') || '–', id];
}

function told({ boards, boardsFrom, version, revision, compatVersion, compatMessage, signed }: ImageFacts): string[] {
  const from = { image: 'it says so itself', table: 'by its type', nothing: '' }[boardsFrom];
  return [
    boards.length === 0 ? 'It names no board: the device’s own test is the only judge.' : `For ${boards.join(', ')} (${from}).`,
    `Version ${version ?? 'not told'}${revision === null ? '' : ` ${revision}`}, compatibility ${compatVersion}${compatMessage === null ? '' : `: ${compatMessage}`}.`,
    signed ? 'It carries a signature.' : 'It carries no signature.',
  ];
}
