import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ProvdeskClient } from '../../src/shared/contract/client.ts';
import type { seeded } from '../builders/seeded.ts';
import { bootPhone, type FetchedFile } from '../fakes/phone/boot-phone.ts';
import { openPeer } from '../fakes/phone/datagram-peer.ts';
import { tftpGet } from '../fakes/phone/tftp-get.ts';
import { request, RRQ } from '../fakes/phone/tftp-wire.ts';
import { yealink } from '../fakes/phone/yealink.ts';
import { openRaw } from '../fakes/raw-http.ts';

export interface Served {
  readonly http: string;
  readonly tftp: { readonly address: string; readonly port: number };
}

export type Chance = ReturnType<typeof seeded>;

export const PHONES = 200;
export const FIRMWARE = '/T46U(T43U)-108.99.0.10.rom';
export const COMMON = 'y000000000108.cfg';
const FIRMWARE_EVERY = 20;

export function macOf(phone: number): string {
  return `80:5e:c0:00:00:${phone.toString(16).padStart(2, '0')}`;
}

/** A phone's morning: its files in the vendor's order, now and then the firmware. What it did not get as it should is returned. */
export async function boot(phone: number, hour: number, server: Served): Promise<FetchedFile[]> {
  const transport = (['http', 'http', 'tftp', 'tftp-options'] as const)[phone % 4] ?? 'http';
  const files = await bootPhone({
    profile: yealink('T46U', { mac: macOf(phone), version: '108.86.0.20' }),
    server,
    transport,
    ...((phone + hour) % FIRMWARE_EVERY === 0 ? { firmwarePath: FIRMWARE } : {}),
    // On Linux every 127.x.x.x is this machine: each phone has an address of its own.
    ...(process.platform === 'linux' ? { localAddress: `127.0.1.${phone + 1}` } : {}),
  });
  return files.filter(({ path: name, outcome }) => outcome !== (name.endsWith('.boot') ? 'missing' : 'received'));
}

/** One of the ways in which a client fails. None of them is told of: the server has to bear it. */
export async function misbehave(server: Served, chance: Chance): Promise<void> {
  const port = Number(new URL(server.http).port);
  const firmware = FIRMWARE.slice(1);
  switch (chance.below(6)) {
    case 0: {
      const socket = await openRaw(port, `GET ${FIRMWARE} HTTP/1.1\r\n\r\n`);
      await new Promise((resolve) => socket.once('data', resolve).once('close', resolve));
      return void socket.resetAndDestroy();
    }
    case 1: {
      const socket = await openRaw(port, 'GET /a.cfg HTTP/1.1\r\nX: never ending');
      return void setTimeout(() => socket.destroy(), 2000);
    }
    case 2: {
      const text = Array.from({ length: 40 }, () => String.fromCharCode(chance.below(256))).join('');
      const socket = await openRaw(port, `GET /${text}\r\n\r\n`);
      return void socket.resume().end();
    }
    case 3: {
      const stop = new AbortController();
      const blocks = chance.below(200);
      await tftpGet({
        ...server.tftp,
        name: firmware,
        signal: stop.signal,
        beforeAck: async (block) => {
          if (block > blocks) stop.abort();
          return undefined;
        },
      });
      return;
    }
    case 4: {
      const peer = await openPeer(server.tftp.address);
      await peer.send(request(RRQ, firmware), server.tftp.port);
      return peer.close();
    }
    default: {
      const peer = await openPeer(server.tftp.address);
      await peer.send(Buffer.from(Array.from({ length: chance.below(30) }, () => chance.below(256))), server.tftp.port);
      return peer.close();
    }
  }
}

/** What a technician does in between: a plugin comes with its packages and goes again, a file changes. */
export async function work(client: ProvdeskClient, filesDir: string, hour: number): Promise<void> {
  writeFileSync(path.join(filesDir, COMMON), `#!version:1.0.0.1\nhour = ${hour}\n`);
  const [plugin] = await client.plugins.catalogue(undefined);
  if (!plugin) throw new Error('the plugin server has no plugin');
  await ended(client, await client.plugins.install({ ids: [plugin.id] }));
  await ended(client, await client.packages.installAll({ plugin: plugin.id }));
  await client.plugins.uninstall({ id: plugin.id, clean: true });
}

async function ended(client: ProvdeskClient, { operation }: { operation: string }): Promise<void> {
  for (let left = 600; left > 0; left -= 1) {
    const { state } = await client.operations.get({ id: operation });
    if (state === 'success') return;
    if (state !== 'running') throw new Error(`an operation ended as ${state}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('an operation did not end within half a minute');
}
