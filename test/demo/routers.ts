import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ProvdeskClient } from '../../src/shared/contract/client.ts';
import { anOpenWrtImage } from '../builders/openwrt-image.ts';
import { SimulatedDevice } from '../fakes/openwrt/simulated-device.ts';

const PASSWORD = 'provdesk-demo';
const CREDENTIAL = 'Demo routers';
const CATEGORY = 'Demo access points';
const OLD = { version: '22.03.5', revision: 'r20134-5f15225c1e' };
const NEW = { version: '23.05.5', revision: 'r24106-10cc5fcd00' };
const IMAGE = 'openwrt-ramips-mt7621-example_ap-1-v2-squashfs-sysupgrade.bin';
const IMAGE_SIZE = 6 * 1024 * 1024;

/** The last one shows what a failure looks like: it starts its old system again. */
const ROUTERS = [
  { name: 'Demo AP lobby', location: 'Lobby', flash: 'ok' },
  { name: 'Demo AP hall', location: 'Hall', flash: 'ok' },
  { name: 'Demo AP cellar', location: 'Cellar', flash: 'old-again' },
] as const;

/**
 * Three access points that can be flashed over SSH, known to the app with a credential, and an image for them.
 *
 * @param downFor milliseconds for which they are away while they restart
 * @returns what ends them
 */
export async function startDemoRouters(client: ProvdeskClient, dataDir: string, downFor: number): Promise<() => Promise<void>> {
  const credentials = await client.credentials.list(undefined);
  if (!credentials.some(({ name }) => name === CREDENTIAL))
    await client.credentials.add({ kind: 'password', name: CREDENTIAL, username: 'root', password: PASSWORD });
  const { devices } = await client.devices.list(undefined);
  const routers: SimulatedDevice[] = [];
  for (const { name, location, flash } of ROUTERS) {
    const router = await SimulatedDevice.start({ password: PASSWORD, release: OLD, flash, downFor });
    routers.push(router);
    // Of a former demo on this folder: it had another port and another key.
    const former = devices.find((device) => device.name === name);
    if (former) await client.devices.remove({ id: former.id });
    const ssh = { host: router.host, port: router.port, credentials: [CREDENTIAL] };
    const { id } = await client.devices.add({ name, group: 'Demo', location, ssh });
    await client.upgrades.probe({ device: id }); // So that it is shown with its board, and is in the plan of a build.
  }
  await addImage(client, dataDir);
  return async () => {
    await Promise.all(routers.map((router) => router.stop()));
  };
}

async function addImage(client: ProvdeskClient, dataDir: string): Promise<void> {
  const file = path.join(dataDir, 'demo-images', IMAGE);
  mkdirSync(path.dirname(file), { recursive: true });
  if (!existsSync(file)) writeFileSync(file, anOpenWrtImage({ ...NEW, size: IMAGE_SIZE }));
  const images = await client.images.list(undefined);
  if (images.some(({ name }) => name === IMAGE)) return;
  await client.images.add({ path: file, category: CATEGORY, version: NEW.version });
}
