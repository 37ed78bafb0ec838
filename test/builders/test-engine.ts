import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { connect, listen, type ProvdeskClient } from '../../src/shared/contract/client.ts';
import type { Operation } from '../../src/shared/contract/operations.ts';
import { type Backend, openBackend } from '../../src/main/engine/backend.ts';
import type { EngineHost, Log, WorkerEntries } from '../../src/main/engine/host.ts';
import { openKeySecrets } from '../../src/main/engine/secrets.ts';

export const PROJECT_DIR = path.join(import.meta.dirname, '../..');
const entry = (source: string) => pathToFileURL(path.join(PROJECT_DIR, 'src/main/engine', source));
export const WORKERS: WorkerEntries = {
  dataPlane: entry('serving/worker.ts'),
  sevenZip: entry('plugins/seven-zip-worker.ts'),
  rowWriter: entry('store/row-writer-worker.ts'),
  digest: entry('store/digest-worker.ts'),
  testFetch: entry('diagnosis/fetch-worker.ts'),
};

const silent = () => {};
export const silentLog: Log = { debug: silent, info: silent, warn: silent, error: silent };

export interface TestEngine {
  readonly client: ProvdeskClient;
  readonly backend: Backend;
  readonly dataDir: string;
  /** Waits until an operation has ended. */
  finished(started: Promise<{ operation: string }>): Promise<Operation>;
  /** Opens HTTP and TFTP on any free port of loopback. */
  serve(): Promise<{ http: string; tftp: { address: string; port: number } }>;
  stop(): Promise<void>;
}

/** The whole engine in this process, on real sockets and a folder of its own. */
export async function startTestEngine(overrides: Partial<EngineHost> = {}): Promise<TestEngine> {
  const dataDir = overrides.dataDir ?? temporaryFolder('data');
  const backend = await openBackend({
    kind: 'headless',
    version: '0.0.0-test',
    dataDir,
    workers: WORKERS,
    resumeServing: false,
    // Tests of failures should not wait for a server to come back.
    network: { backOffMs: 5, stallMs: 1500 },
    secrets: openKeySecrets(dataDir, undefined),
    log: silentLog,
    now: Date.now,
    ...overrides,
  });
  const client = connect(backend);
  return {
    client,
    backend,
    dataDir,
    finished: async (started) => await finished(backend, client, (await started).operation),
    async serve() {
      const listeners = (['http', 'tftp'] as const).map((protocol) => ({ protocol, address: '127.0.0.1', port: 0 }));
      const status = await client.serving.start({ listeners });
      const port = (protocol: string) => status.listeners.find((listener) => listener.protocol === protocol)?.port ?? 0;
      return { http: `http://127.0.0.1:${port('http')}`, tftp: { address: '127.0.0.1', port: port('tftp') } };
    },
    stop: () => backend.close(),
  };
}

export async function finished(backend: Backend, client: ProvdeskClient, id: string): Promise<Operation> {
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`operation ${id} did not end`)), 45_000);
    const hear = (operation: Operation) => {
      if (operation.id !== id || operation.state === 'running') return;
      clearTimeout(timer);
      unsubscribe();
      resolve(operation);
    };
    const unsubscribe = listen(backend, 'operations.changed', hear);
    client.operations.get({ id }).then(hear, reject);
  });
}

const folders: string[] = [];

export function temporaryFolder(label: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `provdesk-${label}-`));
  folders.push(folder);
  return folder;
}

/** For `afterAll`: removes what `temporaryFolder` made. */
export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
