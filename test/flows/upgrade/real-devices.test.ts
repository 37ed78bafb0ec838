import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FailureCode } from '../../../src/shared/failures.ts';
import type { UpgradeOperation, UpgradeWishes } from '../../../src/shared/contract/upgrades.ts';
import { failureOf } from '../../builders/coded-failure.ts';
import type { ImageWish } from '../../builders/openwrt-image.ts';
import { removeTemporaryFolders } from '../../builders/test-engine.ts';
import { texts, UpgradeSite } from '../../builders/upgrade-site.ts';
import type { RealTraits } from '../../fakes/openwrt/rig/real-traits.ts';
import { rigMissing } from '../../fakes/openwrt/rig/template.ts';

const MIB = 1024 * 1024;
const missing = rigMissing();
if (missing !== undefined) process.stdout.write(`REAL DEVICES SKIPPED: ${missing}\n`);

interface Case {
  readonly title: string;
  readonly device?: RealTraits;
  readonly image?: ImageWish;
  readonly wishes?: Partial<UpgradeWishes>;
  readonly ends: Pick<UpgradeOperation, 'outcome' | 'verdict'>;
  readonly code?: FailureCode;
  readonly attempt?: number;
  readonly flashes: number;
}

afterAll(removeTemporaryFolders);

const success = { outcome: 'success', verdict: 'success' } as const;
const untouched = { outcome: 'aborted', verdict: 'rejected-untouched' } as const;
const cut = (title: string, command: RegExp, traits?: RealTraits): Case => ({
  title: `cut ${title}: the next try flashes it`,
  device: { ...traits, cutAt: { command, once: true } },
  ends: success,
  attempt: 2,
  flashes: 1,
});

const cases: Case[] = [
  { title: 'success', ends: success, flashes: 1 },
  { title: 'success, several channels', image: { size: 3 * MIB }, ends: success, flashes: 1 },
  {
    title: 'success, though it takes few channels at a time',
    device: { maxSessions: 2 },
    image: { size: 3 * MIB },
    ends: success,
    attempt: 1,
    flashes: 1,
  },
  {
    title: 'the device’s own test refuses the image',
    device: { testRefuses: true },
    ends: untouched,
    code: 'upgrade.image-refused',
    flashes: 0,
  },
  {
    title: 'its own test is killed: no refusal, and tried again',
    device: { testEnds: 'by-signal' },
    ends: untouched,
    code: 'upgrade.test-ended',
    attempt: 3,
    flashes: 0,
  },
  {
    title: 'wrong board',
    image: { boards: ['other,board'] },
    ends: untouched,
    code: 'upgrade.wrong-board',
    flashes: 0,
  },
  {
    title: 'an image of another layout',
    image: { compatVersion: '2.0' },
    ends: untouched,
    code: 'upgrade.incompatible',
    flashes: 0,
  },
  {
    title: 'an image of another configuration',
    image: { compatVersion: '1.1' },
    ends: untouched,
    code: 'upgrade.needs-reset',
    flashes: 0,
  },
  {
    title: 'an option that this device cannot take',
    wishes: { options: { o: true } },
    ends: untouched,
    code: 'upgrade.image-refused',
    flashes: 0,
  },
  { title: 'low memory', device: { memory: 6 * MIB }, ends: untouched, code: 'upgrade.low-memory', flashes: 0 },
  {
    title: 'low memory, and services give some back',
    device: { memory: 6 * MIB, perService: MIB },
    ends: success,
    flashes: 1,
  },
  { title: '/tmp is full', device: { tmpSize: MIB / 8 }, ends: untouched, code: 'upgrade.no-room', flashes: 0 },
  {
    title: 'the disk is full in the middle of the upload, each time',
    device: { diskFullAt: MIB / 4 },
    ends: { outcome: 'failed', verdict: null },
    code: 'upgrade.upload-failed',
    attempt: 3,
    flashes: 0,
  },
  {
    title: 'another byte arrives than was sent',
    device: { damages: true },
    ends: { outcome: 'failed', verdict: null },
    code: 'upgrade.upload-mismatch',
    attempt: 3,
    flashes: 0,
  },
  cut('at the first question', /boot_id/),
  cut('while room is made', /^rm -f .tmp.provdesk-\*/),
  cut('while a service is stopped', /cron stop/, { memory: 6 * MIB, services: ['cron'], perService: 4 * MIB }),
  cut('while the configuration is fetched', /sysupgrade -b/),
  cut('when the upload begins', /^(cat >|dd of=)/),
  cut('while the digest is taken', /sha256sum/),
  cut('during the device’s own test', /--test/),
  {
    title: 'cut at the first question after the flash: it is asked again',
    device: { cutsOnReturn: /boot_id/ },
    ends: success,
    flashes: 1,
  },
  { title: 'the connection dies before sysupgrade says a word', device: { flash: 'silent-end' }, ends: success, flashes: 1 },
  { title: 'the device freezes: no end of the connection is seen', device: { flash: 'freeze' }, ends: success, flashes: 1 },
  {
    title: 'the command itself is refused',
    device: { flash: 'rejects' },
    ends: { outcome: 'failed', verdict: 'rejected-untouched' },
    code: 'upgrade.flash-rejected',
    flashes: 0,
  },
  {
    title: 'the old version is back',
    device: { flash: 'old-again' },
    ends: { outcome: 'failed', verdict: 'rebooted-old' },
    code: 'upgrade.old-version-back',
    flashes: 1,
  },
  { title: 'a device without a password', device: { password: undefined }, ends: success, flashes: 1 },
  {
    title: 'a device whose dd writes no parts',
    device: { without: ['dd'] },
    image: { size: 3 * MIB },
    ends: success,
    flashes: 1,
  },
];

describe.skipIf(missing !== undefined).each(['dropbear', 'openssh'] as const)('on %s', (server) => {
  let site: UpgradeSite;
  beforeAll(async () => {
    site = await UpgradeSite.start();
    await site.engine.client.upgrades.setPolicy({ atOnce: 8 });
  });
  afterAll(() => site.stop());

  it.concurrent.each(cases)(
    '$title',
    async ({ title, device: traits, image: wish, wishes, ends, code, attempt = 1, flashes }) => {
      const device = await site.realDevice(title, { server, downFor: 100, ...traits });
      const { bootId } = device;
      const image = await site.image(wish, undefined, title);

      const ended = await site.flash(image, title, wishes);

      const { outcome, verdict, failure } = ended;
      expect({ outcome, verdict, code: failure?.code, attempt: ended.attempt, flashes: device.flashes }, texts(ended)).toEqual({
        ...ends,
        code,
        attempt,
        flashes,
      });
      expect(device.brought(), 'what was brought to the device is gone').toEqual([]);
      expect(device.stoppedServices(), 'what was stopped runs again').toEqual([]);
      expect(device.configuration()).toBe('config of the site');
      expect(device.bootId === bootId).toBe(flashes === 0);
      if (outcome === 'success') expect(ended.after).toMatchObject({ bootId: device.bootId, release: '23.05.5' });
    },
  );

  it.concurrent('takes the new key after -n, at the address where the device is then', async ({ expect }) => {
    const device = await site.realDevice('moves', { server, movesOnReset: true });
    const former = device.host;
    const [begun] = await site.start(await site.image({ compatVersion: '1.1' }, undefined, 'moves'), ['moves'], {
      options: { n: true },
    });
    await site.until(begun?.id ?? '', ({ step }) => step === 'reconnecting');
    await expect.poll(() => device.host !== former && device.port !== 0).toBe(true);
    await site.engine.client.devices.change({
      id: 'moves',
      ssh: { host: device.host, port: device.port, credentials: ['site'] },
    });
    const ended = await site.ended(begun?.id ?? '');
    expect(ended, texts(ended)).toMatchObject({ ...success, after: { address: device.host, release: '23.05.5' } });
    expect(ended.after?.hostKey).not.toBe(ended.before?.hostKey);
    expect(texts(ended)).toContain('has no password');
    expect(device.configuration()).toBe('first boot');
  });

  it.concurrent('says so when the server hangs up in the middle of signing in', async () => {
    await site.engine.client.credentials.add({ kind: 'password', name: `wrong ${server}`, username: 'root', password: 'no' });
    const device = await site.realDevice('hangs up', { server, maxAuthTries: 1 });
    const { host, port } = device;
    await site.engine.client.devices.change({ id: 'hangs up', ssh: { host, port, credentials: [`wrong ${server}`] } });
    const failure = await failureOf(site.engine.client.upgrades.probe({ device: 'hangs up' }));
    expect(failure).toMatchObject({ code: 'ssh.hung-up', facts: { when: 'sign-in' } });
    const ended = await site.flash(await site.image({}, undefined, 'hangs up'), 'hangs up');
    expect(ended).toMatchObject({ outcome: 'failed', failure: { code: 'ssh.hung-up' }, attempt: 3 });
    expect(device.commands()).toEqual([]);
  });

  it.concurrent('stops at another key than the first one, and sends nothing', async () => {
    const device = await site.realDevice('another key', { server });
    await site.engine.client.upgrades.probe({ device: 'another key' });
    const asked = device.commands();
    await device.goDown();
    device.makeNewKeys();
    await device.comeBack();
    const ended = await site.flash(await site.image({}, undefined, 'another key'), 'another key');
    expect(ended).toMatchObject({ ...untouched, verdict: 'rejected-untouched', failure: { code: 'ssh.host-key-changed' } });
    expect([device.commands(), device.flashes]).toEqual([asked, 0]);
  });

  it('cancels before the point of no return, and not after it', async () => {
    const device = await site.realDevice('cancelled', { server, slowAt: { command: /--test/, milliseconds: 400 }, downFor: 600 });
    const image = await site.image({}, undefined, 'cancelled');
    const [first] = await site.start(image, ['cancelled']);
    await site.until(first?.id ?? '', ({ step }) => step === 'testing');
    await site.engine.client.upgrades.cancel({ id: first?.id ?? '' });
    expect(await site.ended(first?.id ?? '')).toMatchObject({ outcome: 'cancelled', failure: { code: 'upgrade.cancelled' } });
    expect([device.flashes, device.brought()]).toEqual([0, []]);

    const [second] = await site.start(image, ['cancelled']);
    await site.until(second?.id ?? '', ({ step }) => step === 'reconnecting');
    expect((await failureOf(site.engine.client.upgrades.cancel({ id: second?.id ?? '' }))).code).toBe('upgrade.past-no-return');
    expect(await site.ended(second?.id ?? '')).toMatchObject(success);
    expect(device.flashes).toBe(1);
  });

  it('tells a device that does not come back, watches on, and takes its word when it does', async () => {
    await site.engine.client.upgrades.setPolicy({ backWithin: 1_000 });
    const device = await site.realDevice('away', { server, flash: 'never-back' });
    const ended = await site.flash(await site.image({}, undefined, 'away'), 'away');
    expect(ended).toMatchObject({ outcome: 'failed', verdict: 'unreachable', watching: true });
    await device.comeBack({ version: '23.05.5', revision: 'r24106-10cc5fcd00' });
    const after = await site.until(ended.id, ({ outcome }) => outcome === 'success');
    expect(after).toMatchObject({ verdict: 'success', watching: false, failure: null });
  });
});
