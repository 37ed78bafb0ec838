import { afterAll, expect, it } from 'vitest';
import { listen } from '../../../src/shared/contract/client.ts';
import { removeTemporaryFolders } from '../../builders/test-engine.ts';
import { QUICK, texts, UpgradeSite } from '../../builders/upgrade-site.ts';
import type { DeviceTraits } from '../../fakes/openwrt/device-state.ts';

afterAll(removeTemporaryFolders);

const MIB = 1024 * 1024;
/** What a channel of the simulated device lets come before it is read, and what is on its way. dropbear's is 24 KiB. */
const AHEAD = 4 * MIB + MIB / 8;

async function aSite(stall: number): Promise<UpgradeSite> {
  return await UpgradeSite.start({ upgrade: { ...QUICK, ssh: { ...QUICK.ssh, stall } } });
}

// Longer than a stall in all, and never still for so long.
it.each<[way: string, without: DeviceTraits['without']]>([
  ['cat', ['dd', 'scp', 'sftp']],
  ['scp', ['cat', 'dd', 'sftp']],
])('a device that takes little a second by %s is flashed, and its progress is what it has taken', async (way, without) => {
  const site = await aSite(1_500);
  const device = await site.device('slow', { takesPerSecond: 6 * MIB, without });
  const image = await site.image({ size: 12 * MIB });
  const told: { sent: number; taken: number }[] = [];
  const stop = listen(site.engine.backend, 'upgrades.changed', ({ operations }) => {
    const [operation] = operations;
    if (operation?.step === 'uploading') told.push({ sent: operation.sent, taken: device.state.tmpUsed });
  });
  const ended = await site.flash(image, 'slow');
  stop();
  expect({ outcome: ended.outcome, attempt: ended.attempt, way: ended.way, flashes: device.flashes }, texts(ended)).toEqual({
    outcome: 'success',
    attempt: 1,
    way,
    flashes: 1,
  });
  expect(told.map(({ sent }) => sent)).toEqual(told.map(({ sent }) => sent).toSorted((a, b) => a - b));
  expect(told.filter(({ sent }) => sent > AHEAD && sent < image.size).length).toBeGreaterThan(3);
  if (way === 'cat') expect(told.filter(({ sent, taken }) => sent > taken + AHEAD)).toEqual([]);
  await site.stop();
});

it('a device that takes nothing any more is given up and tried again, and nothing is left there', async () => {
  const site = await aSite(300);
  const device = await site.device('still', { takesPerSecond: 0, without: ['dd', 'scp', 'sftp'] });
  const ended = await site.flash(await site.image({ size: 6 * MIB }), 'still');
  const { outcome, verdict, failure, attempt, untidy } = ended;
  expect({ outcome, verdict, code: failure?.code, attempt, untidy }, texts(ended)).toEqual({
    outcome: 'failed',
    verdict: null,
    code: 'ssh.stalled',
    attempt: 3,
    untidy: false,
  });
  expect(failure?.facts['sent']).toBeLessThan(AHEAD);
  expect([device.flashes, device.brought()]).toEqual([0, []]);
  await site.stop();
});
