import { afterAll, expect, it } from 'vitest';
import type { UpgradeStep } from '../../../src/shared/contract/upgrades.ts';
import { runCli, runCliJson } from '../../builders/run-cli.ts';
import { killedAt } from '../../builders/killed-upgrades.ts';
import { removeTemporaryFolders, startTestEngine, temporaryFolder } from '../../builders/test-engine.ts';
import { UpgradeSite } from '../../builders/upgrade-site.ts';
import type { DeviceTraits } from '../../fakes/openwrt/device-state.ts';
import type { SimulatedDevice } from '../../fakes/openwrt/simulated-device.ts';

afterAll(removeTemporaryFolders);

const MIB = 1024 * 1024;
/** Short of memory, so that services are stopped for it. */
const SMALL = { memory: 6 * MIB, perService: 4 * MIB };

interface Cut {
  readonly dataDir: string;
  readonly devices: SimulatedDevice[];
  readonly batch: string;
  readonly operations: string[];
  stop(): Promise<void>;
}

/** What is there after a process that upgraded these devices was killed at that step. */
async function cutShort(step: UpgradeStep, ...traits: Partial<DeviceTraits>[]): Promise<Cut> {
  const dataDir = temporaryFolder('data');
  const site = await UpgradeSite.start({ dataDir });
  const devices: SimulatedDevice[] = [];
  for (const [index, each] of traits.entries()) devices.push(await site.device(`ap-${index + 1}`, each));
  const image = await site.image();
  await site.engine.stop();
  const names = devices.map((_device, index) => `ap-${index + 1}`);
  expect(await killedAt(step, dataDir, { image: image.id, devices: names, rollout: { canary: 0 } })).toBe('SIGKILL');
  const asked = await startTestEngine({ dataDir });
  const [batch] = await asked.client.upgrades.batches(undefined);
  const operations = (await asked.client.upgrades.operations({})).map(({ id }) => id);
  await asked.stop();
  return {
    dataDir,
    devices,
    batch: batch?.id ?? '',
    operations,
    stop: async () => void (await Promise.all(devices.map((one) => one.stop()))),
  };
}

it.each(['batch', 'operation'])(
  'a run that was killed is cancelled by its %s: the device is as it was before that is told',
  async (by) => {
    const { dataDir, devices, batch, operations, stop } = await cutShort('verifying', SMALL);
    const [device] = devices;
    expect([device?.brought().length, (device?.stoppedServices().length ?? 0) > 0]).toEqual([1, true]);

    const [operation = ''] = operations;
    const cancelled = await runCliJson(dataDir, 'upgrade', 'cancel', by === 'batch' ? batch : operation);
    expect([cancelled.status, cancelled.document['state']]).toEqual([0, 'cancelled']);
    expect(cancelled.stderr).toContain('"progress"');
    expect([device?.brought(), device?.stoppedServices(), device?.flashes]).toEqual([[], [], 0]);
    const status = await runCliJson(dataDir, 'upgrade', 'status', operation);
    expect(status.document).toMatchObject({ state: 'cancelled', untidy: false, failure: { code: 'upgrade.cancelled' } });
    await stop();
  },
  30_000,
);

it('is refused once the command went out, by batch and by operation, and nothing is done', async () => {
  const { dataDir, devices, batch, operations, stop } = await cutShort('rebooting', {});
  const asked = devices[0]?.commands().length;
  for (const id of [batch, operations[0] ?? '']) {
    const refused = await runCliJson(dataDir, 'upgrade', 'cancel', id);
    expect(refused).toMatchObject({ status: 1, document: { failure: { code: 'upgrade.past-no-return', device: 'ap-1' } } });
  }
  expect(devices[0]?.commands().length).toBe(asked);
  const status = await runCliJson(dataDir, 'upgrade', 'status', batch);
  expect(status.document).toMatchObject({ state: 'running', operations: [{ step: 'rebooting', cancelRequested: false }] });
  await stop();
}, 30_000);

it('one of two was told to flash by then: the other one is cancelled, and both are told', async () => {
  const slow = { ...SMALL, slowAt: { command: /sha256sum/, milliseconds: 20_000 } };
  const { dataDir, devices, batch, stop } = await cutShort('rebooting', {}, slow);
  const cancelled = await runCliJson(dataDir, 'upgrade', 'cancel', batch);
  expect(cancelled).toMatchObject({
    status: 3,
    document: {
      state: 'running',
      operations: [
        { deviceName: 'ap-1', step: 'rebooting', failure: { code: 'upgrade.past-no-return' } },
        { deviceName: 'ap-2', state: 'cancelled', untidy: false },
      ],
    },
  });
  expect([devices[1]?.brought(), devices[1]?.stoppedServices()]).toEqual([[], []]);

  const resumed = await runCli(dataDir, 'upgrade', 'resume', batch);
  expect([resumed.status, devices[0]?.flashes, devices[1]?.flashes], resumed.stdout).toEqual([3, 1, 0]);
  await stop();
}, 40_000);

it('the device is off: it is cancelled, and told what lies there still', async () => {
  const { dataDir, devices, batch, stop } = await cutShort('verifying', SMALL);
  await devices[0]?.goDown();
  const cancelled = await runCli(dataDir, 'upgrade', 'cancel', batch);
  expect([cancelled.status, cancelled.stdout]).toEqual([3, expect.stringContaining('Still on the device: the image')]);
  await stop();
}, 40_000);
