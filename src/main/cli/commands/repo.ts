import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { FolderIndex, PluginProblem } from '../../../shared/contract/repo.ts';
import { EXIT } from '../exit.ts';
import { counted, failureDocument, failureLine } from '../output.ts';
import { megabytes } from '../../../shared/text.ts';
import { type CommandLine, withEngine } from '../program.ts';
import { brokenLines, changeLines, channelLines, newVersionLines, problemLine, sourceLines } from '../repo-lines.ts';

/** Authoring: plugin folders, archives, and channels. */
export function addRepoCommands(program: Command, line: CommandLine): void {
  const repo = program.command('repo').description('author plugins and publish them in plain folders');

  repo
    .command('check <source>')
    .description('validate a plugin folder, or a folder of them; every problem with file and line')
    .action(async (source: string, _flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const { plugins } = await client.repo.check({ source: path.resolve(source) });
        const bad = plugins.filter(({ problems }) => hasErrors(problems)).length;
        line.status = statusOf(plugins.length - bad, bad);
        const lines = plugins.flatMap(({ plugin, problems }) => problems.map((problem) => problemLine(plugin, problem)));
        output.answer({ plugins }, [...lines, `${plugins.length} checked, ${bad} with errors.`]);
      });
    });

  repo
    .command('build <source> <out>')
    .description('pack a plugin folder, or a folder of them, into reproducible archives')
    .action(async (source: string, out: string, _flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const built = await client.repo.build({ source: path.resolve(source), out: path.resolve(out) });
        line.status = statusOf(built.archives.length, built.failed.length);
        const failed = built.failed.map((each) => ({ ...each, failure: failureDocument(each.failure) }));
        const lines = [
          ...built.archives.map((each) => `${each.filename}  ${megabytes(each.size)}  ${each.state}`),
          ...built.failed.flatMap(({ plugin, failure, problems }) => [
            failureLine(plugin, failure),
            ...problems.map((problem) => `  ${problemLine(plugin, problem)}`),
          ]),
        ];
        output.answer({ archives: built.archives, failed, ...first(line.status, failed) }, lines);
      });
    });

  repo
    .command('show <source> <id>')
    .description('packages and files of a plugin folder, which a new version starts from')
    .action(async (source: string, id: string, _flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const shown = await client.repo.show({ source: path.resolve(source), id });
        output.answer(shown, sourceLines(shown));
      });
    });

  repo
    .command('channel <dir>')
    .description('plugins in a channel’s folder: all their versions, and which one the index offers')
    .action(async (dir: string, _flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const channel = await client.repo.channel({ dir: path.resolve(dir) });
        line.status = statusOf(channel.plugins.length, channel.broken.length);
        const broken = channel.broken.map((each) => ({ ...each, failure: failureDocument(each.failure) }));
        output.answer({ ...channel, broken, ...first(line.status, broken) }, channelLines(channel));
      });
    });

  repo
    .command('index <dir>')
    .description('write plugins.db from the archives of a folder')
    .action(async (dir: string, _flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const index = await client.repo.index({ dir: path.resolve(dir) });
        line.status = statusOf(index.plugins.length, index.broken.length);
        output.answer(indexDocument(index), [
          `The index offers ${counted(index.plugins.length, 'plugin')}.`,
          ...brokenLines(index),
        ]);
      });
    });

  repo
    .command('promote <id> <from> <to>')
    .description('copy a plugin’s highest version into another channel and index that anew')
    .option('--dry-run', 'only tell what it would change')
    .action(async (id: string, from: string, to: string, flags: { dryRun?: boolean }, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const promotion = { id, from: path.resolve(from), to: path.resolve(to) };
        const preview = await client.repo.previewPromotion(promotion);
        if (flags.dryRun === true) return output.answer({ promoted: false, change: preview }, changeLines(preview));
        // People see what will change before it does; scripts get one document at the end.
        if (!output.json) output.answer(null, changeLines(preview));
        const { change, copied, index } = await client.repo.promote(promotion);
        line.status = index.broken.length > 0 ? EXIT.partly : EXIT.done;
        const done = copied ? `${id} ${change.after.version} was promoted.` : `${id} ${change.after.version} was there already.`;
        output.answer({ promoted: true, copied, change, index: indexDocument(index) }, [done, ...brokenLines(index)]);
      });
    });

  repo
    .command('new-version <source> <id> <newId>')
    .description('make the folder of a new firmware version from an existing plugin’s')
    .option('--out <dir>', 'where the new folder is made (default: beside the source)')
    .option('--plugin-version <version>', 'the plugin’s own version (default: its last number raised)')
    .option(
      '--package <package=version>',
      'new version of a package, its addresses and file names (repeatable)',
      collectPairs,
      [],
    )
    .option('--replace <old=new>', 'in versions, addresses, file names, descriptions, procedures (repeatable)', collectPairs, [])
    .option('--file <id=path|url>', 'new content or new address of a file (repeatable, both for one file too)', collectPairs, [])
    .option('--fetch', 'download files whose address changed, to learn size and SHA-1')
    .option('--dry-run', 'only tell what it would make and leave open')
    .action(async (source: string, id: string, newId: string, flags: NewVersionFlags, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const wish = {
          source: path.resolve(source),
          id,
          newId,
          out: flags.out === undefined ? undefined : path.resolve(flags.out),
          version: flags.pluginVersion,
          packageVersions: flags.package.map(([name, version]) => ({ package: name, version })),
          replace: flags.replace.map(([old, text]) => ({ from: old, to: text })),
          files: flags.file.map(([file, place]) => ({ file, ...placeOf(place) })),
          fetch: flags.fetch ?? false,
        };
        const made = await (flags.dryRun === true ? client.repo.previewNewVersion(wish) : client.repo.newVersion(wish));
        line.status = made.open.length > 0 ? EXIT.partly : EXIT.done;
        output.answer(made, newVersionLines(made));
      });
    });

  repo
    .command('check-fw <file...>')
    .description('sizes and SHA-1 of firmware files, as pkgs.db declares them')
    .action(async (files: string[], _flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const measured = await client.repo.measure({ paths: files.map((file) => path.resolve(file)) });
        line.status = statusOf(measured.files.length, measured.failed.length);
        const documents = measured.files.map(({ filename, size, sha1sum }) => ({ filename, size, sha1sum }));
        const failed = measured.failed.map(({ path: filePath, failure }) => ({
          path: filePath,
          failure: failureDocument(failure),
        }));
        const lines = [
          ...documents.flatMap((file) => [`filename: ${file.filename}`, `size: ${file.size}`, `sha1sum: ${file.sha1sum}`, '']),
          ...measured.failed.map(({ failure }) => `${failure.message} [${failure.code}]`),
        ];
        output.answer({ files: documents, ...(failed.length > 0 ? { failed } : {}), ...first(line.status, failed) }, lines);
      });
    });
}

type Pair = readonly [left: string, right: string];

interface NewVersionFlags {
  readonly out?: string;
  readonly pluginVersion?: string;
  readonly package: readonly Pair[];
  readonly replace: readonly Pair[];
  readonly file: readonly Pair[];
  readonly fetch?: boolean;
  readonly dryRun?: boolean;
}

function collectPairs(text: string, former: readonly Pair[]): Pair[] {
  const at = text.indexOf('=');
  if (at <= 0) throw new InvalidArgumentError('It must have the form a=b.');
  return [...former, [text.slice(0, at), text.slice(at + 1)]];
}

function placeOf(place: string): { url: string } | { path: string } {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(place) ? { url: place } : { path: path.resolve(place) };
}

function hasErrors(problems: readonly PluginProblem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

function statusOf(good: number, bad: number): number {
  if (bad === 0) return EXIT.done;
  return good === 0 ? EXIT.failed : EXIT.partly;
}

/** The failure of a command that got nothing done, where scripts look for it. */
function first(status: number, failed: readonly { failure: object }[]): { failure?: object } {
  return status === EXIT.failed && failed[0] ? { failure: failed[0].failure } : {};
}

function indexDocument({ plugins, superseded, broken }: FolderIndex): object {
  const documents = broken.map(({ filename, failure }) => ({ filename, failure: failureDocument(failure) }));
  return { plugins, superseded, broken: documents };
}
