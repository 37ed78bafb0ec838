import type { Evidence } from '../../../shared/contract/upgrades.ts';
import { reasonOf } from '../../../shared/failures.ts';
import type { SshSession } from '../ssh/session.ts';
import { checkIdentity } from './check-identity.ts';
import { passes } from './passes.ts';
import type { RunParts } from './run-parts.ts';
import type { UpgradeDevice } from './upgrade-device.ts';
import { DEFAULT_WATCH } from './watch-policy.ts';

/**
 * Asks a device that ended its flash command with a no whether it is as it was: the same boot, and nothing flashes on it. An
 * exit code alone is no proof, as sysupgrade's helper may go on without it. False where it does not answer: then it has to be
 * watched. Never throws.
 */
export async function isUntouched(
  parts: RunParts,
  device: UpgradeDevice,
  lent: SshSession,
  before: Evidence,
  log: (text: string) => void,
): Promise<boolean> {
  // What flashes all the same has begun by then, or taken the connection down.
  if (!(await passes(parts.watch?.first ?? DEFAULT_WATCH.first, parts.ending))) return false;
  let session: SshSession | undefined;
  try {
    session = lent.isClosed ? await parts.connect(device, { signal: parts.ending, log }) : lent;
    const probed = await parts.driver.probe(session, () => parts.now(), parts.ending);
    checkIdentity(device, probed);
    return probed.evidence.bootId === before.bootId && !probed.flashing;
  } catch (error) {
    log(reasonOf(error));
    return false;
  } finally {
    if (session !== lent) await session?.close();
  }
}
