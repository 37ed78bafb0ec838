import { homedir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { connect, type ProvdeskClient } from '../../shared/contract/client.ts';
import { type Backend, openBackend } from '../engine/backend.ts';
import { openLogFile } from '../engine/log-file.ts';
import type { WorkerEntries } from '../engine/host.ts';
import { openKeySecrets } from '../engine/secrets.ts';
import type { Output } from './output.ts';

/** Where the parts of Provdesk lie that the command line hands to the engine. */
export interface CliPaths {
  readonly version: string;
  readonly workers: WorkerEntries;
  readonly rendererDir: string;
}

/** One run of the command line. A command sets `status` where it is not `done`. */
export interface CommandLine {
  readonly paths: CliPaths;
  readonly output: Output;
  status: number;
}

export interface Session {
  readonly client: ProvdeskClient;
  readonly backend: Backend;
  readonly output: Output;
}

export function createProgram({ paths }: CommandLine): Command {
  return new Command('provdesk')
    .description('Provision and flash devices on a customer’s LAN.')
    .version(paths.version)
    .option('--data <dir>', 'data folder', defaultDataDir())
    .option('--json', 'answer with one JSON document; progress as JSON lines on standard error')
    .exitOverride()
    .enablePositionalOptions(false);
}

/** The user's application data, where the window keeps it too. */
export function defaultDataDir(): string {
  if (process.platform === 'win32')
    return path.join(process.env.APPDATA ?? path.join(homedir(), 'AppData', 'Roaming'), 'provdesk');
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Application Support', 'provdesk');
  return path.join(process.env.XDG_CONFIG_HOME ?? path.join(homedir(), '.config'), 'provdesk');
}

export function dataDirOf(command: Command): string {
  return path.resolve(String(command.optsWithGlobals().data));
}

/** Does `work` with the engine that runs on the data folder, or with one of its own that opens no socket. */
export async function withEngine<T>(command: Command, line: CommandLine, work: (session: Session) => Promise<T>): Promise<T> {
  const dataDir = dataDirOf(command);
  const { version, workers } = line.paths;
  const log = openLogFile(dataDir);
  const backend = await openBackend({
    kind: 'cli',
    version,
    dataDir,
    workers,
    resumeServing: false,
    secrets: openKeySecrets(dataDir, process.env.PROVDESK_PASSPHRASE),
    environment: process.env,
    log,
    now: Date.now,
  });
  try {
    return await work({ client: connect(backend), backend, output: line.output });
  } finally {
    if (backend.owned) await othersEnd(connect(backend), line.output);
    await backend.close();
  }
}

/** Milliseconds between two looks. */
const LOOK_AGAIN = 250;

/**
 * Another command on the same data folder works with our engine: what it has begun is not cut short because we are
 * done first. Our own operations have ended by now; an interrupt ends the wait with the process.
 */
async function othersEnd(client: ProvdeskClient, output: Output): Promise<void> {
  for (let told = false; ; told = true) {
    const running = (await client.operations.list(undefined)).some(({ state }) => state === 'running');
    if (!running) return;
    if (!told) output.remark('Done. Waiting for what another command still does on this data folder.');
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
  }
}
