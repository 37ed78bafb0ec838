import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { PROJECT_DIR } from './test-engine.ts';

export interface CliRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const CLI_ENTRY = path.join(PROJECT_DIR, 'src/main/cli/main.ts');

/** Starts the command line from its sources, as a process of its own. */
export function spawnCli(dataDir: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [CLI_ENTRY, '--data', dataDir, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

export async function runCli(dataDir: string, ...args: string[]): Promise<CliRun> {
  const child = spawnCli(dataDir, args);
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { status, stdout, stderr };
}

/** Runs with this text on standard input. */
export async function runCliOn(input: string, dataDir: string, ...args: string[]): Promise<CliRun> {
  const child = spawn(process.execPath, [CLI_ENTRY, '--data', dataDir, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdin.end(input);
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { status, stdout, stderr };
}

/** Runs with `--json` and parses the one document. */
export async function runCliJson(
  dataDir: string,
  ...args: string[]
): Promise<{ status: number | null; document: Record<string, unknown>; stderr: string }> {
  const { status, stdout, stderr } = await runCli(dataDir, ...args, '--json');
  return { status, document: JSON.parse(stdout) as Record<string, unknown>, stderr };
}

/** Starts `serve` and waits for its ready line. */
export async function startServe(
  dataDir: string,
  ...args: string[]
): Promise<{ child: ChildProcess; ready: Ready; stop(): Promise<number | null> }> {
  const child = spawnCli(dataDir, ['serve', '--json', ...args]);
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  let text = '';
  const ready = await new Promise<Ready>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`serve is not ready: ${text}`)), 15_000);
    const hear = (chunk: Buffer) => {
      text += chunk.toString();
      const line = text.split('\n').find((each) => each.startsWith('{"ready"'));
      if (line === undefined) return;
      clearTimeout(timer);
      resolve(JSON.parse(line) as Ready);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.on('close', (code) => reject(new Error(`serve ended with ${code}: ${text}`)));
  });
  return {
    child,
    ready,
    async stop() {
      child.kill('SIGTERM');
      return await closed;
    },
  };
}

export interface Ready {
  readonly ready: true;
  readonly ui: string | null;
  readonly http: readonly string[];
  readonly tftp: readonly string[];
  readonly dataDir: string;
}
