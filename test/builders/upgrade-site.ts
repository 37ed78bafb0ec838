import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FirmwareImage } from '../../src/shared/contract/images.ts';
import type { UpgradePolicy } from '../../src/shared/contract/upgrade-policy.ts';
import type { LogLine, UpgradeOperation, UpgradeWishes } from '../../src/shared/contract/upgrades.ts';
import { listen } from '../../src/shared/contract/client.ts';
import type { EngineHost } from '../../src/main/engine/host.ts';
import type { DeviceTraits } from '../fakes/openwrt/device-state.ts';
import { RealRouter } from '../fakes/openwrt/rig/real-router.ts';
import type { RealTraits } from '../fakes/openwrt/rig/real-traits.ts';
import type { Router } from '../fakes/openwrt/router.ts';
import { SimulatedDevice } from '../fakes/openwrt/simulated-device.ts';
import { anOpenWrtImage, type ImageWish } from './openwrt-image.ts';
import { startTestEngine, temporaryFolder, type TestEngine } from './test-engine.ts';

/** Fast enough for a test, in the proportions of the field. */
export const QUICK: NonNullable<EngineHost['upgrade']> = {
  ssh: { connect: 3_000, ready: 10_000, keepAlive: 1_000 },
  watch: { first: 60, soon: 60, soonFor: 60_000, later: 60 },
};
export const QUICK_POLICY: Partial<UpgradePolicy> = { firstWait: 40, longestWait: 80, retries: 2, backWithin: 20_000 };

/** An engine with one credential, and devices that it can flash. */
export class UpgradeSite {
  readonly engine: TestEngine;
  readonly devices: Router[] = [];

  static async start(overrides: Partial<EngineHost> = {}, policy: Partial<UpgradePolicy> = {}): Promise<UpgradeSite> {
    const engine = await startTestEngine({ upgrade: QUICK, ...overrides });
    const site = new UpgradeSite(engine);
    await engine.client.upgrades.setPolicy({ ...QUICK_POLICY, ...policy });
    const known = await engine.client.credentials.list(undefined);
    if (known.length === 0)
      await engine.client.credentials.add({ kind: 'password', name: 'site', username: 'root', password: 'secret' });
    return site;
  }

  private constructor(engine: TestEngine) {
    this.engine = engine;
  }

  /** A device on the network, known to the engine by its address. */
  async device(name: string, traits: Partial<DeviceTraits> = {}): Promise<SimulatedDevice> {
    const device = await SimulatedDevice.start(traits);
    this.devices.push(device);
    await this.know(name, device);
    return device;
  }

  /** The same on real servers in a chroot. */
  async realDevice(name: string, traits: RealTraits = {}): Promise<RealRouter> {
    const device = await RealRouter.start(traits);
    this.devices.push(device);
    await this.know(name, device);
    return device;
  }

  async know(
    name: string,
    device: Pick<Router, 'host' | 'port'>,
    more: { uuid?: string; group?: string; location?: string } = {},
  ): Promise<void> {
    const { uuid, ...rest } = more;
    await this.engine.client.devices.add({
      name,
      ...rest,
      ssh: { host: device.host, port: device.port, credentials: ['site'], ...(uuid === undefined ? {} : { uuid }) },
    });
  }

  async image(
    wish: ImageWish = {},
    name = 'openwrt-ramips-mt7621-example_ap-1-v2-squashfs-sysupgrade.bin',
    category = 'Access points',
  ): Promise<FirmwareImage> {
    const filePath = path.join(temporaryFolder('image'), name);
    writeFileSync(filePath, anOpenWrtImage(wish));
    return await this.engine.client.images.add({ path: filePath, category, version: wish.version ?? '23.05.5' });
  }

  /** Starts it for these devices, by name. */
  async start(image: FirmwareImage, devices: string[], wishes: Partial<UpgradeWishes> = {}): Promise<UpgradeOperation[]> {
    const { operations } = await this.engine.client.upgrades.start({ image: image.id, devices, wishes });
    return operations;
  }

  /** Starts it for one device, and waits for its end. */
  async flash(image: FirmwareImage, device: string, wishes: Partial<UpgradeWishes> = {}): Promise<EndedOperation> {
    const [operation] = await this.start(image, [device], wishes);
    return await this.ended(operation?.id ?? '');
  }

  /** Waits until it has ended, whatever the end. */
  async ended(id: string): Promise<EndedOperation> {
    await this.until(id, ({ step }) => step === 'done');
    const { operation, log } = await this.engine.client.upgrades.operation({ id });
    return { ...operation, log };
  }

  async until(id: string, reached: (operation: UpgradeOperation) => boolean): Promise<UpgradeOperation> {
    const { client, backend } = this.engine;
    return await new Promise((resolve, reject) => {
      let last = 'unknown';
      const timer = setTimeout(() => reject(new Error(`operation ${id} did not get there: ${last}`)), 45_000);
      const hear = (operation: UpgradeOperation) => {
        if (operation.id !== id) return;
        last = `${operation.deviceName} is at “${operation.step}”`;
        if (!reached(operation)) return;
        clearTimeout(timer);
        unsubscribe();
        resolve(operation);
      };
      const unsubscribe = listen(backend, 'upgrades.changed', ({ operations }) => operations.forEach(hear));
      client.upgrades.operation({ id }).then(({ operation }) => hear(operation), reject);
    });
  }

  async stop(): Promise<void> {
    await this.engine.stop();
    await Promise.all(this.devices.map((device) => device.stop()));
  }
}

export type EndedOperation = UpgradeOperation & { readonly log: LogLine[] };

export function texts({ log }: EndedOperation): string {
  return log.map(({ text }) => text).join('\n');
}
