import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { ProvdeskError } from '../../../shared/failures.ts';
import { LANGUAGES, type Language, languageOf } from '../../../shared/values/language.ts';
import { type CommandLine, withEngine } from '../program.ts';

/** What an upgrade leaves to be kept: the configuration from before it, and the report. */
export function addUpgradeFiles(upgrade: Command, line: CommandLine): void {
  upgrade
    .command('backup <operation>')
    .description('write the configuration that was fetched before a flash into a file; it holds the device’s secrets')
    .requiredOption('--to <file>', 'where it is written: .tar.gz')
    .action(async (id: string, { to }: { to: string }, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const { sha256, size, base64 } = await client.upgrades.backup({ id });
        const filePath = path.resolve(to);
        await writeFor(filePath, Buffer.from(base64, 'base64'), { mode: 0o600 });
        output.answer({ path: filePath, bytes: size, sha256 }, [`The configuration is in ${filePath}.`]);
      });
    });

  upgrade
    .command('report <batch>')
    .description('who, what, from, to, when, with which evidence: .html or .csv')
    .requiredOption('-o, --out <file>', 'where it is written')
    .option(
      '--language <language>',
      `of the page: ${LANGUAGES.join(', ')}; without it, the window’s or this terminal’s`,
      parseLanguage,
    )
    .action(async (id: string, { out, language }: { out: string; language?: Language }, command: Command) => {
      const kind = ['html', 'csv'].find((known) => out.toLowerCase().endsWith(`.${known}`)) as 'html' | 'csv' | undefined;
      if (!kind) throw new InvalidArgumentError('The report is a .html or a .csv file.');
      await withEngine(command, line, async ({ client, output }) => {
        const chosen = languageOf((await client.app.settings(undefined)).language);
        const report = await client.upgrades.report({ id, language: language ?? chosen ?? terminalLanguage(process.env) });
        const filePath = path.resolve(out);
        await writeFor(filePath, report[kind]);
        output.answer({ path: filePath, bytes: Buffer.byteLength(report[kind]) }, [`The report is in ${filePath}.`]);
      });
    });
}

/** @throws ProvdeskError `store.unreadable` */
async function writeFor(filePath: string, content: string | Buffer, options: { readonly mode?: number } = {}): Promise<void> {
  await writeFile(filePath, content, options).catch((error: unknown) => {
    throw new ProvdeskError('store.unreadable', { path: filePath, reason: String(error) }, { cause: error });
  });
}

function parseLanguage(text: string): Language {
  const language = languageOf(text);
  if (!language) throw new InvalidArgumentError(`One of ${LANGUAGES.join(', ')}.`);
  return language;
}

/** @see POSIX 8.2: LC_ALL goes before LC_MESSAGES, and that before LANG */
function terminalLanguage(environment: Readonly<Record<string, string | undefined>>): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  return languageOf([LC_ALL, LC_MESSAGES, LANG].find((locale) => locale) ?? '') ?? 'en';
}
