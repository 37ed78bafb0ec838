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

it('one of two was told to flash by then, and the other one is off: both are told, with what lies there still', async () => {
  const slowAt = (command: RegExp, milliseconds: number) => ({ slowAt: { command, milliseconds } });
  const other = { ...SMALL, ...slowAt(/sha256sum/, 20_000) };
  const { dataDir, devices, batch, stop } = await cutShort('rebooting', slowAt(/sysupgrade -v/, 500), other);
  await devices[1]?.goDown();
  const { status, stdout } = await runCli(dataDir, 'upgrade', 'cancel', batch);
  expect([status, stdout.split('\n')]).toEqual([
    3,
    [
      expect.stringMatching(/^ap-1: .*cannot be cancelled any more.*\[upgrade\.past-no-return\]$/),
      expect.stringMatching(/^ap-2: Cancelled .*Still on the device: the image, /),
      '1 device cancelled.',
      `See how the others come back: provdesk upgrade resume ${batch}`,
      '',
    ],
  ]);
  const seen = await runCliJson(dataDir, 'upgrade', 'status', batch);
  expect(seen.document).toMatchObject({
    state: 'running',
    operations: [
      { step: 'rebooting', outcome: null },
      { outcome: 'cancelled', untidy: true },
    ],
  });
  await stop();
}, 40_000);
