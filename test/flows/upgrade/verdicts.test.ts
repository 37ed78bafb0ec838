import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UpgradeOperation, UpgradeWishes } from '../../../src/shared/contract/upgrades.ts';
import { removeTemporaryFolders } from '../../builders/test-engine.ts';
import type { ImageWish } from '../../builders/openwrt-image.ts';
import { texts, UpgradeSite } from '../../builders/upgrade-site.ts';
import type { DeviceTraits } from '../../fakes/openwrt/device-state.ts';

const MIB = 1024 * 1024;

let site: UpgradeSite;
beforeEach(async () => {
  site = await UpgradeSite.start();
});
afterEach(() => site.stop());
afterAll(removeTemporaryFolders);

interface Case {
  readonly title: string;
  readonly device?: Partial<DeviceTraits>;
  readonly image?: ImageWish;
  readonly wishes?: Partial<UpgradeWishes>;
  readonly ends: Pick<UpgradeOperation, 'outcome' | 'verdict'>;
  readonly code: string | undefined;
  readonly flashes: number;
}

const nothingSent = { outcome: 'aborted', verdict: 'rejected-untouched' } as const;
const success = { outcome: 'success', verdict: 'success' } as const;

const cases: Case[] = [
  {
    title: 'the image’s own boards speak against it: nothing is sent',
    image: { boards: ['other,board'] },
    ends: nothingSent,
    code: 'upgrade.wrong-board',
    flashes: 0,
  },
  {
    title: 'a higher first number of compatibility: no way by this image',
    image: { compatVersion: '2.0', compatMessage: 'Flash layout changed' },
    ends: nothingSent,
    code: 'upgrade.incompatible',
    flashes: 0,
  },
  {
    title: 'a higher second number of compatibility: only without the configuration',
    image: { compatVersion: '1.1', compatMessage: 'Config cannot be migrated' },
    ends: nothingSent,
    code: 'upgrade.needs-reset',
    flashes: 0,
  },
  {
    title: 'a higher second number of compatibility, and the configuration is dropped: new keys are expected',
    image: { compatVersion: '1.1' },
    wishes: { options: { n: true } },
    ends: success,
    code: undefined,
    flashes: 1,
  },
  {
    title: 'the device’s own test refuses the image',
    device: { testRefuses: true },
    ends: nothingSent,
    code: 'upgrade.image-refused',
    flashes: 0,
  },
  ...(['by-signal', 'by-code', 'in-helper'] as const).map(
    (testEnds): Case => ({
      title: `the device’s own test of the image is ended, ${testEnds}: that is no refusal`,
      device: { testEnds },
      ends: nothingSent,
      code: 'upgrade.test-ended',
      flashes: 0,
    }),
  ),
  {
    title: 'memory is short, and stopping services would not help',
    device: { memory: 6 * MIB },
    ends: nothingSent,
    code: 'upgrade.low-memory',
    flashes: 0,
  },
  {
    title: 'memory is short, and stopping services helps',
    device: { memory: 6 * MIB, perService: MIB },
    ends: success,
    code: undefined,
    flashes: 1,
  },
  {
    title: 'memory is short, and nobody allowed to stop services',
    device: { memory: 6 * MIB, perService: MIB },
    wishes: { mayStopServices: false },
    ends: nothingSent,
    code: 'upgrade.low-memory',
    flashes: 0,
  },
  { title: '/tmp is full', device: { tmpSize: MIB / 8 }, ends: nothingSent, code: 'upgrade.no-room', flashes: 0 },
  {
    title: 'what arrived is not what was sent, however often',
    device: { damages: true },
    ends: { outcome: 'failed', verdict: null },
    code: 'upgrade.upload-mismatch',
    flashes: 0,
  },
  {
    title: 'the command itself is refused',
    device: { flash: 'rejects' },
    ends: { outcome: 'failed', verdict: 'rejected-untouched' },
    code: 'upgrade.flash-rejected',
    flashes: 0,
  },
  {
    title: 'the command fails without a word, and nothing comes of it',
    device: { flash: 'fails-silently' },
    ends: { outcome: 'failed', verdict: 'rejected-untouched' },
    code: 'upgrade.flash-rejected',
    flashes: 0,
  },
  {
    title: 'the command fails without a word, and the device flashes all the same',
    device: { flash: 'fails-and-flashes' },
    ends: success,
    code: undefined,
    flashes: 1,
  },
  {
    title: 'the connection dies before sysupgrade says a word',
    device: { flash: 'silent-end' },
    ends: success,
    code: undefined,
    flashes: 1,
  },
  {
    title: 'the device freezes: no end of the connection is seen',
    device: { flash: 'freeze' },
    ends: success,
    code: undefined,
    flashes: 1,
  },
  {
    title: 'it restarts, and runs the old version',
    device: { flash: 'old-again' },
    ends: { outcome: 'failed', verdict: 'rebooted-old' },
    code: 'upgrade.old-version-back',
    flashes: 1,
  },
  { title: 'neither cat nor dd: scp', device: { without: ['cat', 'dd', 'sftp'] }, ends: success, code: undefined, flashes: 1 },
  { title: 'neither cat nor scp: SFTP', device: { without: ['cat', 'dd', 'scp'] }, ends: success, code: undefined, flashes: 1 },
  {
    title: 'no way to bring a file there',
    device: { without: ['cat', 'dd', 'scp', 'sftp'] },
    ends: { outcome: 'failed', verdict: null },
    code: 'upgrade.no-way-to-write',
    flashes: 0,
  },
  {
    title: 'the device has no password: it is told, and flashed',
    device: { password: undefined },
    ends: success,
    code: undefined,
    flashes: 1,
  },
  {
    title: 'the server hangs up while it is signed in to',
    device: { hangsUpAt: 'sign-in' },
    ends: { outcome: 'failed', verdict: null },
    code: 'ssh.hung-up',
    flashes: 0,
  },
  {
    title: 'the server hangs up at once',
    device: { hangsUpAt: 'handshake' },
    ends: { outcome: 'failed', verdict: null },
    code: 'ssh.hung-up',
    flashes: 0,
  },
  {
    title: 'no credential is let in',
    device: { password: 'another' },
    ends: { outcome: 'failed', verdict: null },
    code: 'ssh.sign-in-refused',
    flashes: 0,
  },
];

it.each(cases)('$title', async ({ device: traits = {}, image: wish = {}, wishes = {}, ends, code, flashes }) => {
  const device = await site.device('ap-1', traits);
  const configuration = device.state.configuration;
  const image = await site.image(wish);

  const ended = await site.flash(image, 'ap-1', wishes);

  expect({ outcome: ended.outcome, verdict: ended.verdict, code: ended.failure?.code, flashes: device.state.flashes }).toEqual({
    ...ends,
    code,
    flashes,
  });
  if (ended.failure) expect(texts(ended), 'its log says why').toContain(ended.failure.message);
  expect([...device.state.files.keys()], 'what was brought to the device is gone').toEqual([]);
  expect([...device.state.stopped], 'what was stopped runs again').toEqual([]);
  expect(ended.stopped).toEqual(flashes === 1 ? ended.stopped : []);
  if (flashes === 0) expect(device.state.configuration).toBe(configuration);
});

describe('the connection is cut', () => {
  const steps: [step: string, command: RegExp][] = [
    ['at the first question', /@@ .*boot_id|boot_id.*@@ /s],
    ['while room is made', /^rm -f \/tmp\/provdesk-\*/],
    ['while the configuration is fetched', /sysupgrade -b/],
    ['when the upload begins', /^(cat >|dd of=)/],
    ['while the digest is taken', /sha256sum/],
    ['during the device’s own test', /--test/],
  ];

  it.each(steps)('%s: it tries again, and the device is flashed once', async (_step, command) => {
    const device = await site.device('ap-1', { cutAt: { command, once: true } });
    const ended = await site.flash(await site.image(), 'ap-1');
    expect({ outcome: ended.outcome, attempt: ended.attempt, flashes: device.state.flashes }).toEqual({
      outcome: 'success',
      attempt: 2,
      flashes: 1,
    });
  });

  it.each(steps)('%s, every time: it fails after the last try, and the device was not touched', async (_step, command) => {
    const device = await site.device('ap-1', { cutAt: { command, once: false } });
    const ended = await site.flash(await site.image(), 'ap-1');
    expect({ outcome: ended.outcome, code: ended.failure?.code, attempt: ended.attempt, flashes: device.state.flashes }).toEqual({
      outcome: 'failed',
      code: 'ssh.cut-off',
      attempt: 3,
      flashes: 0,
    });
  });
});

it('waits no longer than it should for a device that lives on after the command', async () => {
  const device = await site.device('ap-1', { flash: 'does-not-flash' });
  const [begun] = await site.start(await site.image(), ['ap-1']);
  await site.until(begun?.id ?? '', ({ step }) => step === 'reconnecting');
  device.state.grow(120);
  const ended = await site.ended(begun?.id ?? '');
  expect(ended).toMatchObject({ outcome: 'failed', verdict: 'did-not-flash', failure: { code: 'upgrade.did-not-flash' } });
  expect(device.state.files.size).toBe(0);
});

it('tells a device that does not come back, watches on, and takes its word when it does', async () => {
  await site.stop();
  site = await UpgradeSite.start({}, { backWithin: 1_000 });
  const device = await site.device('ap-1', { flash: 'never-back' });
  const ended = await site.flash(await site.image(), 'ap-1');
  expect(ended).toMatchObject({
    outcome: 'failed',
    verdict: 'unreachable',
    watching: true,
    failure: { code: 'upgrade.not-back' },
  });
  expect(texts(ended)).toContain('does not answer');

  device.state.restart({ version: '23.05.5', revision: 'r24106-10cc5fcd00' });
  await device.listen();
  const after = await site.until(ended.id, ({ outcome }) => outcome === 'success');
  expect(after).toMatchObject({ verdict: 'success', watching: false, failure: null });
});
