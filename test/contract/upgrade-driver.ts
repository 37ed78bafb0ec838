import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openSession } from '../../src/main/engine/ssh/open-session.ts';
import type { SshSession } from '../../src/main/engine/ssh/session.ts';
import type { DriverHooks, DriverJob, UpgradeDriver } from '../../src/main/engine/upgrade/driver.ts';
import { readImage } from '../../src/main/engine/upgrade/read-image.ts';
import { UpgradeWishes } from '../../src/shared/contract/upgrades.ts';
import { failureOf } from '../builders/coded-failure.ts';
import { temporaryFolder } from '../builders/test-engine.ts';
import type { DeviceTraits } from '../fakes/openwrt/device-state.ts';
import type { Router } from '../fakes/openwrt/router.ts';

export interface DriverSubject {
  readonly name: string;
  readonly driver: UpgradeDriver;
  /** A device of the driver's kind, with these traits. */
  start(traits: Partial<DeviceTraits>): Promise<Router>;
  /** An image that this device takes, of this size in bytes. */
  image(size?: number): Buffer;
  /** Why it cannot run here. */
  readonly missing?: string | undefined;
}

const MIB = 1024 * 1024;
/** A former try's, and this one's. */
const ID = '0123456789abcdef';

/** What the engine relies on, whatever the kind of device. A new driver runs this, on a device of its kind. */
export function describeDriver({ name, driver, start, image, missing }: DriverSubject): void {
  describe.skipIf(missing !== undefined)(`the driver ${driver.name} on ${name}`, () => {
    const open: (() => Promise<unknown>)[] = [];
    afterEach(async () => {
      for (const close of open.splice(0).toReversed()) await close();
    });

    async function connected(traits: Partial<DeviceTraits> = {}): Promise<{ router: Router; session: SshSession }> {
      const router = await start(traits);
      open.push(() => router.stop());
      return { router, session: await signIn(router) };
    }

    async function signIn({ host, port }: Router): Promise<SshSession> {
      const credential = { kind: 'password', name: 'site', username: 'root', password: 'secret' } as const;
      const session = await openSession({ host, port, pinned: [], legacy: false }, credential);
      open.push(() => session.close());
      return session;
    }

    /** Brings it there. Resolves with the job that it was brought for. */
    async function uploaded(session: SshSession, wishes?: Partial<UpgradeWishes>): Promise<DriverJob> {
      const job = await aJob(image(), wishes);
      await driver.upload(session, job, hooks(), () => undefined);
      return job;
    }

    it('tells what the device is, which boot it is in, and which key it showed', async () => {
      const { router, session } = await connected({ uuid: '0b0f3d5e-6f0e-4a2f-8d0c-2f7f3b0a9c11' });
      const { evidence, uuid, compatVersion } = await driver.probe(session, () => 4711);
      expect(evidence).toMatchObject({
        at: 4711,
        bootId: router.bootId,
        board: 'example,ap-1-v2',
        release: router.release.version,
        revision: router.release.revision,
        address: router.host,
        hostKey: session.hostKey.fingerprint,
      });
      expect(evidence.uptime).toBeGreaterThan(0);
      expect([uuid, compatVersion]).toEqual(['0b0f3d5e-6f0e-4a2f-8d0c-2f7f3b0a9c11', '1.0']);
    });

    it('refuses another kind of device', async () => {
      const { session } = await connected({ release: { version: '', revision: '' } });
      expect((await failureOf(driver.probe(session, Date.now))).code).toBe('upgrade.not-supported');
    });

    it('changes nothing of a device that has room', async () => {
      const { router, session } = await connected();
      const told: string[] = [];
      await driver.preflight(session, await aJob(image()), hooks({ stopping: (what) => told.push(what) }));
      expect([told, router.stoppedServices()]).toEqual([[], []]);
    });

    it('stops services where memory is short, and tells of each before it does', async () => {
      const { router, session } = await connected({ memory: 6 * MIB, perService: MIB });
      const told: string[] = [];
      const stopping = (what: string) => {
        expect(router.stoppedServices()).not.toContain(what);
        told.push(what);
      };
      const job = await aJob(image());
      await driver.preflight(session, job, hooks({ stopping }));
      expect(told.toSorted()).toEqual(router.stoppedServices().toSorted());
      expect(told.length).toBeGreaterThan(0);
      await driver.cleanUp(session, job, told, () => undefined);
      expect(router.stoppedServices()).toEqual([]);
    });

    it.each<[string, Partial<DeviceTraits>, Partial<UpgradeWishes>, string]>([
      ['memory is short whatever is stopped', { memory: 6 * MIB }, {}, 'upgrade.low-memory'],
      [
        'memory is short and nothing may be stopped',
        { memory: 6 * MIB, perService: MIB },
        { mayStopServices: false },
        'upgrade.low-memory',
      ],
      ['there is no room for the file', { tmpSize: MIB / 8 }, {}, 'upgrade.no-room'],
    ])('says so where %s', async (_what, traits, wishes, code) => {
      const { router, session } = await connected(traits);
      const stopped: string[] = [];
      const job = await aJob(image(), wishes);
      const failure = await failureOf(driver.preflight(session, job, hooks({ stopping: (what) => stopped.push(what) })));
      expect(failure.code).toBe(code);
      await driver.cleanUp(session, job, stopped, () => undefined);
      expect(router.stoppedServices()).toEqual([]);
    });

    it('removes what a former try left, before it asks for room', async () => {
      const { router, session } = await connected();
      await uploaded(session);
      expect(router.brought()).toHaveLength(1);
      await driver.preflight(session, { ...(await aJob(image())), id: 'another' }, hooks());
      expect(router.brought()).toEqual([]);
    });

    it('fetches the configuration as the device packs it, and leaves no copy there', async () => {
      const { router, session } = await connected();
      const backup = await driver.backup(session, await aJob(image()), hooks());
      expect([backup[0], backup[1], backup.length > 18, router.brought()]).toEqual([0x1f, 0x8b, true, []]);
    });

    it.each([300_000, 3 * MIB])('brings %i bytes there whole, by the device’s own word', async (size) => {
      const { router, session } = await connected();
      const job = await aJob(image(size));
      const sent: number[] = [];
      await driver.upload(session, job, hooks(), (bytes) => sent.push(bytes));
      await driver.verify(session, job, hooks());
      expect(sent.at(-1)).toBe(job.image.size);
      expect(sent).toEqual(sent.toSorted((a, b) => a - b));
      expect(router.brought()).toHaveLength(1);
    });

    it('believes the device’s digest, and not that the upload ended well', async () => {
      const { session } = await connected({ damages: true });
      const job = await uploaded(session);
      expect((await failureOf(driver.verify(session, job, hooks()))).code).toBe('upgrade.upload-mismatch');
    });

    it('stops in the middle of the upload when a person says so', async () => {
      const { router, session } = await connected();
      const cancel = new AbortController();
      const job = await aJob(image(3 * MIB));
      const work = driver.upload(session, job, hooks({ signal: cancel.signal }), () => cancel.abort());
      expect((await failureOf(work)).code).toBe('operations.cancelled');
      await driver.cleanUp(session, job, [], () => undefined);
      expect(router.brought()).toEqual([]);
    });

    it('asks the device whether it would take the image, and says why not', async () => {
      const { session } = await connected();
      const job = await uploaded(session);
      await expect(driver.test(session, job, hooks())).resolves.toBeUndefined();
      const refusing = await connected({ testRefuses: true });
      const failure = await failureOf(driver.test(refusing.session, await uploaded(refusing.session), hooks()));
      expect(failure).toMatchObject({
        code: 'upgrade.image-refused',
        facts: { reason: expect.stringContaining('supported format') },
      });
    });

    it('sends the very command that it shows, once', async () => {
      const { router, session } = await connected({ downFor: 100 });
      const job = await uploaded(session, { options: { n: true } });
      expect(await driver.flash(session, job, () => undefined)).toEqual({ kind: 'under-way' });
      expect(router.commands().filter((command) => command === driver.command(job))).toHaveLength(1);
      await expect.poll(() => router.flashes).toBe(1);
    });

    it.each(['silent-end', 'freeze', 'does-not-flash'] as const)(
      'leaves it to be watched where the device does “%s”',
      async (flash) => {
        const { session } = await connected({ flash, downFor: 100 });
        expect(await driver.flash(session, await uploaded(session), () => undefined)).toEqual({ kind: 'under-way' });
      },
    );

    it('tells a command that the device refused, with its words', async () => {
      const { router, session } = await connected({ flash: 'rejects' });
      const start = await driver.flash(session, await uploaded(session), () => undefined);
      expect(start).toMatchObject({ kind: 'rejected', reason: expect.stringContaining('Image check failed') });
      expect(router.flashes).toBe(0);
    });

    it('believes a new boot and the release that runs, and nothing else', async () => {
      const { session } = await connected();
      const { evidence: before } = await driver.probe(session, () => 0);
      const expected = { version: '23.05.5', revision: null, os: null };
      const verdict = (change: object, flashing = false) => {
        const since = { commandUptime: before.uptime, atMost: 60_000, flashing, newKey: false };
        return driver.postcheck(before, { ...before, ...change }, expected, since);
      };
      const news = { bootId: 'another', revision: 'r1', uptime: 20 };
      expect(verdict({ ...news, release: '23.05.5' })).toBe('success');
      expect(verdict({ bootId: 'another', uptime: 20 })).toBe('rebooted-old');
      expect(verdict({ ...news, release: '21.02.0' })).toBe('other-version');
      expect(verdict({ release: '23.05.5' })).toBeUndefined();
      expect(verdict({ ...news, release: '23.05.5', uptime: 86_430 })).toBeUndefined();
      expect(verdict({ uptime: before.uptime + 200 })).toBe('did-not-flash');
      expect(verdict({ uptime: before.uptime + 200 }, true)).toBeUndefined();
    });

    it('tells a connection that is cut as that, in each step', async () => {
      const steps: [RegExp, (session: SshSession, job: DriverJob) => Promise<unknown>][] = [
        [/boot_id/, (session) => driver.probe(session, Date.now)],
        [/^rm -f/, (session, job) => driver.preflight(session, job, hooks())],
        [/sysupgrade -b/, (session, job) => driver.backup(session, job, hooks())],
        [/^(cat >|dd of=)/, (session, job) => driver.upload(session, job, hooks(), () => undefined)],
        [/sha256sum/, (session, job) => driver.verify(session, job, hooks())],
        [/--test/, (session, job) => driver.test(session, job, hooks())],
      ];
      const job = await aJob(image());
      const codes = steps.map(async ([command, step]) => {
        const { session } = await connected({ cutAt: { command, once: false } });
        return (await failureOf(step(session, job))).code;
      });
      expect(await Promise.all(codes)).toEqual(steps.map(() => 'ssh.cut-off'));
    });

    it('tidies up as often as it is asked to', async () => {
      const { router, session } = await connected();
      const job = await uploaded(session);
      await driver.cleanUp(session, job, [], () => undefined);
      await driver.cleanUp(session, job, [], () => undefined);
      expect(router.brought()).toEqual([]);
    });
  });
}

async function aJob(bytes: Buffer, wishes: Partial<UpgradeWishes> = {}): Promise<DriverJob> {
  const file = path.join(temporaryFolder('image'), 'image.bin');
  writeFileSync(file, bytes);
  const facts = await readImage(file, 'image.bin', '', []);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const image = { name: 'image.bin', path: file, size: bytes.length, sha256, facts };
  return { id: ID, device: 'ap-1', image, wishes: UpgradeWishes.parse(wishes) };
}

function hooks({ stopping = () => undefined, signal = new AbortController().signal }: Partial<DriverHooks> = {}): DriverHooks {
  return { log: () => undefined, stopping, signal };
}
