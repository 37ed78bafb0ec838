import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { connectControl } from '../../src/main/engine/control.ts';
import { readOwner } from '../../src/main/engine/store/lock.ts';
import { connect, type ProvdeskClient } from '../../src/shared/contract/client.ts';
import { buildPluginServer } from '../builders/plugin-server.ts';
import { bootPhone, type FetchedFile } from '../fakes/phone/boot-phone.ts';
import { yealink } from '../fakes/phone/yealink.ts';
import { type StaticServer, startStaticServer } from '../fakes/static-server.ts';
import { startDemoRouters } from './routers.ts';

export interface Demo {
  /** The plugin server, for the curious. */
  readonly pluginServer: string;
  stop(): Promise<void>;
}

const DEMO_PLUGIN = path.join(import.meta.dirname, '../../resources/demo/plugins/provdesk-demo-yealink');
const ENGINE_WITHIN_MS = 60_000;
const ASK_AGAIN_MS = 6_000;

/** Phones on the demo's desk: what they are, what they run, and the firmware that their configuration names. */
const PHONES = [
  {
    model: 'T46U',
    mac: '80:5e:c0:10:00:46',
    from: '108.86.0.20',
    to: '108.99.0.10',
    firmware: '/firmware/T46U(T43U)-108.99.0.10.rom',
    transport: 'http',
  },
  {
    model: 'T54W',
    mac: '80:5e:c0:10:00:54',
    from: '96.86.0.45',
    to: '96.99.0.12',
    firmware: '/firmware/T54W(T54)-96.99.0.12.rom',
    transport: 'http',
  },
  {
    model: 'T43U',
    mac: '80:5e:c0:10:00:43',
    from: '108.85.0.39',
    to: '108.99.0.10',
    firmware: '/firmware/T46U(T43U)-108.99.0.10.rom',
    transport: 'tftp-options',
  },
] as const;

/**
 * Everything around a running app that a newcomer's desk lacks: a plugin server with firmware made on the spot,
 * three phones that ask for it until it is there, then restart with the new version as real ones do, and three access
 * points to be flashed over SSH.
 */
export async function startDemo(dataDir: string, signal: AbortSignal, askAgainMs = ASK_AGAIN_MS): Promise<Demo> {
  const root = path.join(dataDir, 'demo-plugin-server');
  mkdirSync(root, { recursive: true });
  const server = await startStaticServer(root);
  await buildPluginServer({
    sources: [DEMO_PLUGIN],
    root,
    url: server.url,
    firmwareBytes: (name) => (name.startsWith('T') ? 6_000_000 : 3_000_000),
  });
  const engine = await reachEngine(dataDir, signal);
  const ended = new AbortController();
  signal.addEventListener('abort', () => ended.abort(), { once: true });
  await prepare(engine.client, server);
  const stopRouters = await startDemoRouters(engine.client, dataDir, 2 * askAgainMs);
  const phones = PHONES.map((_, index) => livePhone(engine.client, index, askAgainMs, ended.signal));
  return {
    pluginServer: server.url,
    async stop() {
      ended.abort();
      engine.close();
      await Promise.allSettled(phones);
      await stopRouters();
      await server.stop();
    },
  };
}

/** Points the app at the demo's plugin server, and serves on loopback where nothing is served yet. */
async function prepare(client: ProvdeskClient, server: StaticServer): Promise<void> {
  const { url } = await client.plugins.server(undefined);
  // On a data folder that is in use for real, the technician's own server stays.
  if (url === null) await client.plugins.setServer({ url: server.url });
  await client.plugins.update(undefined);
  const { listeners } = await client.serving.status(undefined);
  if (listeners.length > 0) return;
  const everyProtocol = (['http', 'tftp'] as const).map((protocol) => ({ protocol, address: '127.0.0.1', port: 0 }));
  await client.serving.start({ listeners: everyProtocol, remember: false });
}

/** One phone's life: boots, asks, and once it has its firmware comes back with the new version. */
async function livePhone(client: ProvdeskClient, index: number, askAgainMs: number, signal: AbortSignal): Promise<void> {
  const phone = PHONES[index];
  if (!phone) return;
  let version: string = phone.from;
  let settled = false;
  await pause((askAgainMs / 4) * (index + 1), signal);
  while (!signal.aborted) {
    const at = await addresses(client).catch(() => undefined); // The app is closing: the loop ends with the signal.
    if (at) {
      const files: FetchedFile[] = await bootPhone({
        profile: yealink(phone.model, { mac: phone.mac, version }),
        server: at,
        transport: phone.transport,
        signal,
        // On Linux every 127.x.x.x is this machine: each phone has an address of its own, as on a real desk.
        ...(process.platform === 'linux' ? { localAddress: `127.0.0.${11 + index}` } : {}),
        ...(version === phone.to ? {} : { firmwarePath: phone.firmware }),
      }).catch(() => []); // Nobody answers now: a real phone tries again later, too.
      // One more start soon after, with the new version; then it only looks for news now and then.
      settled = version === phone.to && files.length > 0;
      if (files.at(-1)?.path === phone.firmware && files.at(-1)?.outcome === 'received') version = phone.to;
    }
    await pause(settled ? 10 * askAgainMs : askAgainMs, signal);
  }
}

async function addresses(client: ProvdeskClient) {
  const { listeners } = await client.serving.status(undefined);
  const http = listeners.find((listener) => listener.protocol === 'http');
  const tftp = listeners.find((listener) => listener.protocol === 'tftp');
  if (!http || !tftp) return undefined;
  return { http: `http://${http.address}:${http.port}`, tftp: { address: tftp.address, port: tftp.port } };
}

async function reachEngine(dataDir: string, signal: AbortSignal): Promise<{ client: ProvdeskClient; close(): void }> {
  const deadline = Date.now() + ENGINE_WITHIN_MS;
  while (Date.now() < deadline && !signal.aborted) {
    const owner = readOwner({ owner: path.join(dataDir, 'engine.json') });
    const connection = owner && (await connectControl(owner.control, owner.key));
    if (connection) return { client: connect(connection.transport), close: connection.close };
    await pause(200, signal);
  }
  throw new Error(`No Provdesk came up on ${dataDir}`);
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
