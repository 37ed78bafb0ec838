import type { Transport } from '../../shared/contract/kit.ts';
import { ProvdeskError } from '../../shared/failures.ts';
import { connectControl, controlAddress, newControlKey, serveControl } from './control.ts';
import { createEngine, type Engine } from './engine.ts';
import type { EngineHost } from './host.ts';
import { openDataFolder } from './store/data-folder.ts';
import { readOwner } from './store/lock.ts';

/** The engine as a host sees it: its own, or the one that already runs on the same data folder. */
export interface Backend extends Transport {
  /** True where this process runs the engine; false where another does and we speak to its control socket. */
  readonly owned: boolean;
  /** Stops our own engine, or only hangs up on another's. */
  close(): Promise<void>;
}

/** An engine that is just starting holds the lock before it listens. */
const TRIES = 10;
const TRY_AGAIN_MS = 200;

/**
 * Starts the engine on `host.dataDir`, or reaches the one that runs there.
 *
 * @throws ProvdeskError `engine.data-folder-in-use` where one runs there that does not answer, and what `createEngine` throws
 */
export async function openBackend(host: EngineHost): Promise<Backend> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ownBackend(host);
    } catch (error) {
      if (!(error instanceof ProvdeskError) || error.code !== 'engine.data-folder-in-use') throw error;
      const remote = await remoteBackend(host);
      if (remote) return remote;
      if (attempt >= TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    }
  }
}

async function ownBackend(host: EngineHost): Promise<Backend> {
  const address = controlAddress(host.dataDir);
  const key = newControlKey();
  const engine = await createEngine(host, { pid: process.pid, control: address, key });
  const control = await orStop(engine, () => serveControl(address, key, engine));
  return {
    owned: true,
    request: (name, input) => engine.request(name, input),
    subscribe: (listener) => engine.subscribe(listener),
    async close() {
      await control.stop();
      await engine.stop();
    },
  };
}

async function remoteBackend(host: EngineHost): Promise<Backend | undefined> {
  const owner = readOwner(openDataFolder(host.dataDir));
  const connection = owner && (await connectControl(owner.control, owner.key));
  if (!connection) return undefined;
  const { transport, close } = connection;
  return {
    owned: false,
    request: (name, input) => transport.request(name, input),
    subscribe: (listener) => transport.subscribe(listener),
    close: async () => close(),
  };
}

async function orStop<T>(engine: Engine, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await engine.stop();
    throw error;
  }
}
