import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rootDir } from '../app/harness-node.ts';

const execute = promisify(execFile);
const PACK_WITHIN_MS = 120_000;

/** Marks the place of the fuses in Electron's program. @see @electron/fuses, constants.ts */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = 9;

export interface PackedApp {
  /** Folder that holds the program, `resources/` beside it. */
  readonly appDir: string;
  /** The archive's members, `/out/main/index.js`. */
  readonly members: readonly string[];
  /** What electron-fuses reads from the packed program: name → enabled. */
  readonly fuses: Readonly<Record<string, boolean>>;
  /** The archive unpacked, as Electron would see it. */
  readonly extractedDir: string;
}

/** Packs the built app for Linux with the real configuration, around a program that only holds a place for fuses. */
export async function packApp(workDir: string): Promise<PackedApp> {
  const electronDist = await placeholderDist(join(workDir, 'electron'));
  const outputDir = join(workDir, 'dist');
  const args = ['--linux', 'dir', '--publish', 'never', `-c.electronDist=${electronDist}`, `-c.directories.output=${outputDir}`];
  await runBin('electron-builder/cli.js', args);
  const appDir = join(outputDir, 'linux-unpacked');
  const archive = join(appDir, 'resources/app.asar');
  const extractedDir = join(workDir, 'extracted');
  await runBin('@electron/asar/bin/asar.js', ['extract', archive, extractedDir]);
  const members = (await runBin('@electron/asar/bin/asar.js', ['list', archive])).split('\n').filter(Boolean);
  return { appDir, members, fuses: await readFuses(join(appDir, 'provdesk')), extractedDir };
}

async function runBin(program: string, args: readonly string[]): Promise<string> {
  const options = { cwd: rootDir, timeout: PACK_WITHIN_MS, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await execute(process.execPath, [join(rootDir, 'node_modules', program), ...args], options);
  return stdout;
}

async function placeholderDist(dir: string): Promise<string> {
  await mkdir(join(dir, 'locales'), { recursive: true });
  await mkdir(join(dir, 'resources'));
  const { version } = JSON.parse(await readFile(join(rootDir, 'node_modules/electron/package.json'), 'utf8')) as {
    version: string;
  };
  const wire = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, FUSES]), Buffer.from('1'.repeat(FUSES))]);
  await writeFile(join(dir, 'electron'), Buffer.concat([Buffer.alloc(64), wire, Buffer.alloc(64)]), { mode: 0o755 });
  await writeFile(join(dir, 'chrome-sandbox'), '', { mode: 0o755 });
  await writeFile(join(dir, 'version'), version);
  for (const name of ['LICENSE', 'LICENSES.chromium.html']) await writeFile(join(dir, name), 'placeholder\n');
  return dir;
}

async function readFuses(program: string): Promise<Record<string, boolean>> {
  const text = await runBin('@electron/fuses/dist/bin.js', ['read', '--app', program]);
  const lines = text.matchAll(/^\s*(\w+) is (Enabled|Disabled)/gm);
  return Object.fromEntries([...lines].map(([, name, state]) => [name, state === 'Enabled']));
}
