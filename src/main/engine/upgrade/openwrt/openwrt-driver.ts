import { ProvdeskError } from '../../../../shared/failures.ts';
import { flagsOf } from '../../../../shared/values/flash-options.ts';
import { judge } from '../../../domain/upgrade/judge.ts';
import { readImageTest } from '../../../domain/upgrade/read-image-test.ts';
import { type Probe, PROBE_COMMAND, readProbe } from '../../../domain/upgrade/read-probe.ts';
import { quote } from '../../ssh/quote.ts';
import { howItEnded, type SshSession, succeeded } from '../../ssh/session.ts';
import { uploadFile } from '../../ssh/upload.ts';
import type { DriverJob, FlashStart, Probed, UpgradeDriver } from '../driver.ts';
import { faultOfBackup } from './fault-of-backup.ts';
import { makeRoom, startAgain } from './make-room.ts';

/** The device's own test of an image may take that long on a small one, in milliseconds. @see efahl/owut#61 in reference 5 */
const TEST_DEADLINE = 180_000;
const BACKUP_DEADLINE = 60_000;
/** A configuration is some kilobytes; some devices keep whole web sites below /etc. */
const LARGEST_BACKUP = 16 * 1024 * 1024;
const DIGEST_DEADLINE = 120_000;
/** It takes its test again before it flashes, then ends the connection itself; after so long it is left to be watched. */
const FLASH_DEADLINE = TEST_DEADLINE + 120_000;
/** Lines kept of what a device says while it flashes. Some fifty are usual; one that never ends fills no log. */
const MOST_LINES = 500;
/** Said when all checks are through and the services go down. Exit codes and the answers of ubus change with every release. */
const MARKER = /commencing upgrade/i;

/** OpenWrt and what is made of it. @see reference openwisp-upgrader.md 6 (sysupgrade semantics) */
export const openWrtDriver: UpgradeDriver = {
  name: 'openwrt',

  async probe(session, now, signal): Promise<Probed> {
    const probe = await probeOf(session, signal);
    const { bootId, uptime, board, model, release, revision, description } = probe;
    const evidence = { at: now(), bootId, uptime, board, model, release, revision, description };
    const { host: address, hostKey } = session;
    return {
      evidence: { ...evidence, address, hostKey: hostKey.fingerprint },
      uuid: probe.uuid,
      compatVersion: probe.compatVersion,
      flashing: probe.flashing,
    };
  },

  async preflight(session, job, hooks) {
    // What a former try left there takes the very room that is needed.
    await session.run('rm -f /tmp/provdesk-*', hooks);
    await makeRoom(session, job, hooks, (asked) => probeOf(asked, hooks.signal));
  },

  async backup(session, job, hooks) {
    const file = quote(backupPath(job));
    const command = `/sbin/sysupgrade -b ${file} >/dev/null && cat ${file}; code=$?; rm -f ${file}; exit $code`;
    const { bytes, result } = await session.fetch(command, {
      limit: LARGEST_BACKUP,
      deadline: BACKUP_DEADLINE,
      signal: hooks.signal,
    });
    const fault = succeeded(result) ? await faultOfBackup(bytes) : howItEnded(result);
    if (fault !== undefined) throw new ProvdeskError('upgrade.backup-failed', { device: job.device, reason: fault });
    return bytes;
  },

  async upload(session, job, hooks, onSent) {
    return await uploadFile(session, job.image, imagePath(job), { onSent, signal: hooks.signal });
  },

  async verify(session, job, hooks) {
    const path = quote(imagePath(job));
    const result = await session.run(`wc -c < ${path} && sha256sum ${path}`, {
      deadline: DIGEST_DEADLINE,
      signal: hooks.signal,
    });
    const [size = '', digest = ''] = result.stdout.trim().split('\n');
    const actual = { size: Number(size.trim()), sha256: digest.slice(0, 64) };
    const { image, device } = job;
    if (!succeeded(result)) throw new ProvdeskError('upgrade.upload-failed', { device, reason: howItEnded(result) });
    if (actual.size === image.size && actual.sha256 === image.sha256) return;
    const told = (size: number, sha256: string) => `${size} bytes, ${sha256.slice(0, 12)}`;
    throw new ProvdeskError('upgrade.upload-mismatch', {
      device,
      expected: told(image.size, image.sha256),
      actual: told(actual.size, actual.sha256),
    });
  },

  async test(session, job, hooks) {
    // With the same options, as what the configuration allows depends on them.
    const flags = [flagsOf(job.wishes.options), '--test'].filter(Boolean).join(' ');
    const result = await session.run(`/sbin/sysupgrade ${flags} ${quote(imagePath(job))}`, {
      deadline: TEST_DEADLINE,
      signal: hooks.signal,
    });
    const said = readImageTest(result);
    if (said === 'accepted') return;
    const code = said === 'refused' ? 'upgrade.image-refused' : 'upgrade.test-ended';
    throw new ProvdeskError(code, { device: job.device, reason: howItEnded(result) });
  },

  command: flashCommand,

  async flash(session, job, log): Promise<FlashStart> {
    let said = '';
    let lines = 0;
    const onOutput = (text: string) => {
      said = (said + text).slice(-64 * 1024);
      if (lines >= MOST_LINES) return;
      for (const line of text.split(/\r?\n/, MOST_LINES - lines)) {
        lines += 1;
        if (line.trim() !== '') log(line.trim().slice(0, 500));
      }
      if (lines >= MOST_LINES) log('The device says more than is kept');
    };
    try {
      const result = await session.run(flashCommand(job), { deadline: FLASH_DEADLINE, onOutput, mayBeCut: true });
      const refused = result.kind === 'exited' && result.code !== 0 && !MARKER.test(said);
      return refused ? { kind: 'rejected', reason: howItEnded(result) } : { kind: 'under-way' };
    } catch (error) {
      // The command went out, or may have: what has become of it, only the device can tell.
      const code = error instanceof ProvdeskError ? error.code : undefined;
      if (code === 'ssh.command-timed-out' || code === 'ssh.cut-off') return { kind: 'under-way' };
      throw error;
    }
  },

  postcheck: judge,

  async cleanUp(session, { id }, stopped, log) {
    await session.run(`rm -f ${quote(imagePath({ id }))} ${quote(backupPath({ id }))}`);
    await startAgain(session, stopped, log);
  },
};

/** @throws ProvdeskError `upgrade.not-supported` */
async function probeOf(session: SshSession, signal: AbortSignal | undefined): Promise<Probe> {
  const result = await session.run(PROBE_COMMAND, signal ? { signal } : {});
  const probe = readProbe(result.stdout);
  const missing = !probe || probe.bootId === '' ? 'boot_id' : probe.release === '' ? '/etc/openwrt_release' : undefined;
  if (!probe || missing !== undefined)
    throw new ProvdeskError('upgrade.not-supported', { device: session.host, missing: missing ?? 'a shell' });
  return probe;
}

function imagePath({ id }: Pick<DriverJob, 'id'>): string {
  return `/tmp/provdesk-${id.slice(0, 8)}.bin`;
}

function backupPath({ id }: Pick<DriverJob, 'id'>): string {
  return `/tmp/provdesk-${id.slice(0, 8)}.tar.gz`;
}

function flashCommand(job: Pick<DriverJob, 'id' | 'wishes'>): string {
  return ['/sbin/sysupgrade', '-v', flagsOf(job.wishes.options), quote(imagePath(job))].filter(Boolean).join(' ');
}
