import { ProvdeskError } from '../../../../shared/failures.ts';
import type { Probe } from '../../../domain/upgrade/read-probe.ts';
import { roomFor } from '../../../domain/upgrade/room.ts';
import { howItEnded, type SshSession, succeeded } from '../../ssh/session.ts';
import type { DriverHooks, DriverJob } from '../driver.ts';

/** What a router can do without for some minutes. Its network, its firewall and SSH stay. @see reference openwisp-upgrader.md 2 (memory) */
const SERVICES = [
  'uhttpd',
  'dnsmasq',
  'openwisp-config',
  'openwisp_config',
  'openwisp-monitoring',
  'cron',
  'rpcd',
  'rssileds',
  'odhcpd',
  'log',
] as const;
/** Started again after the services, as some of them need it. */
const WIFI = 'wifi';
const MIB = 1024 * 1024;

/**
 * Sees that the image and the flash have the memory they need: first by what costs nobody anything, then, where that is
 * allowed, by stopping services; its Wi-Fi only where a person said so, as it may be what carries this connection.
 *
 * @throws ProvdeskError `upgrade.low-memory`, `upgrade.no-room`
 */
export async function makeRoom(
  session: SshSession,
  { device, image, wishes }: DriverJob,
  hooks: DriverHooks,
  probe: (session: SshSession) => Promise<Probe>,
): Promise<void> {
  const { log, signal } = hooks;
  let { memoryAvailable, tmpFree } = await probe(session);
  const short = () => roomFor(image.size, memoryAvailable).kind === 'short';
  const measure = async () => {
    ({ memoryAvailable, tmpFree } = await probe(session));
    log(`${mebibytes(memoryAvailable)} of memory free`);
  };
  // Waited for even by who is cancelled: a stop that goes on would undo the start that follows.
  const stop = async (command: string) => {
    await session.run(command);
    if (signal.aborted) throw new ProvdeskError('operations.cancelled');
  };
  log(`${mebibytes(memoryAvailable)} of memory free, the image has ${mebibytes(image.size)}`);
  if (short()) {
    log('Memory is short: package lists and caches go');
    await session.run('rm -rf /tmp/opkg-lists; sync; echo 3 > /proc/sys/vm/drop_caches', { signal });
    await measure();
  }
  if (short() && wishes.mayStopServices) {
    for (const service of await startedAtBoot(session)) {
      hooks.stopping(service);
      await stop(`/etc/init.d/${service} stop`);
    }
    await session.run('sync; echo 3 > /proc/sys/vm/drop_caches', { signal });
    await measure();
  }
  if (short() && wishes.mayStopServices && wishes.mayStopWifi) {
    hooks.stopping(WIFI);
    await stop('wifi down');
    await measure();
  }
  const room = roomFor(image.size, memoryAvailable);
  if (room.kind === 'short')
    throw new ProvdeskError('upgrade.low-memory', { device, free: memoryAvailable, needed: room.needed });
  if (tmpFree < image.size)
    throw new ProvdeskError('upgrade.no-room', { device, folder: '/tmp', free: tmpFree, needed: image.size });
  if (room.kind === 'tight') log('Memory is tight: less than twice the image is free');
}

/** Starts again what was stopped, each by itself. What does not start is told, and hinders no other. */
export async function startAgain(session: SshSession, stopped: readonly string[], log: (text: string) => void): Promise<void> {
  for (const service of stopped) {
    const result = await session.run(service === WIFI ? 'wifi up' : `/etc/init.d/${service} start`);
    log(succeeded(result) ? `${service} was started again` : `${service} could not be started again: ${howItEnded(result)}`);
  }
}

/** Those that this device starts by itself: what is not, was not running, and stays down. */
async function startedAtBoot(session: SshSession): Promise<string[]> {
  const { stdout } = await session.run(
    `for s in ${SERVICES.join(' ')}; do [ -x /etc/init.d/$s ] && /etc/init.d/$s enabled && echo $s; done; true`,
  );
  const named = new Set(stdout.split(/\s+/));
  return SERVICES.filter((service) => named.has(service));
}

function mebibytes(bytes: number): string {
  return `${(bytes / MIB).toFixed(1)} MiB`;
}
