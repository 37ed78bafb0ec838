import { reasonOf } from '../../../shared/failures.ts';
import type { SshSession } from '../ssh/session.ts';
import { checkIdentity } from './check-identity.ts';
import type { RunParts } from './run-parts.ts';
import type { UpgradeDevice } from './upgrade-device.ts';
import type { UpgradeRecord } from './upgrade-record.ts';
import { DEFAULT_WATCH } from './watch-policy.ts';

/** How often the device is sought where the connection went. */
const TRIES = 3;
/** Milliseconds. */
const DEADLINE = 30_000;

/** Tidies up a device over this connection, or, where it went, another one. What could not be undone is told, and stays noted. */
export async function tidyUp(
  parts: RunParts,
  device: UpgradeDevice,
  session: SshSession | undefined,
  by: UpgradeRecord,
): Promise<void> {
  const log = (text: string) => by.log(text);
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    if (parts.leftovers.of(device.id, by).length === 0) return;
    // The next start tidies up: what there is to undo is written down.
    if (parts.ending.aborted && (!session || session.isClosed)) return;
    try {
      await tidyOnce(parts, device, session?.isClosed === false ? session : undefined, { log, by });
    } catch (error) {
      log(`The device could not be tidied up: ${reasonOf(error)}`);
      if (attempt < TRIES) await new Promise((resolve) => setTimeout(resolve, parts.watch?.soon ?? DEFAULT_WATCH.soon));
    }
  }
}

/** @throws ProvdeskError `ssh.*`, `upgrade.wrong-device`: nothing was undone then, or not all */
export async function tidyOnce(
  parts: RunParts,
  device: UpgradeDevice,
  lent: SshSession | undefined,
  { log, by, signal }: { log: (text: string) => void; by?: UpgradeRecord; signal?: AbortSignal },
): Promise<void> {
  const limit = AbortSignal.timeout(DEADLINE);
  const either = signal ? AbortSignal.any([signal, limit]) : limit;
  const session = lent ?? (await parts.connect(device, { signal: either, log }));
  try {
    const probed = await parts.driver.probe(session, () => parts.now());
    checkIdentity(device, probed);
    await parts.leftovers.tidy(device.id, session, probed, by);
  } finally {
    if (session !== lent) await session.close();
  }
}
