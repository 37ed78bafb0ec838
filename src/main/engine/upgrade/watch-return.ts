import type { Evidence, Verdict } from '../../../shared/contract/upgrades.ts';
import { type FailureCode, ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { keepsConfiguration } from '../../../shared/values/flash-options.ts';
import { type Expected, isOlderBoot, type SinceFlash } from '../../domain/upgrade/judge.ts';
import type { SshSession } from '../ssh/session.ts';
import { checkIdentity } from './check-identity.ts';
import type { Probed } from './driver.ts';
import { passes } from './passes.ts';
import type { RunParts } from './run-parts.ts';
import { Since } from './since.ts';
import { tidyUp } from './tidy-up.ts';
import type { UpgradeDevice } from './upgrade-device.ts';
import type { UpgradeRecord } from './upgrade-record.ts';
import type { WatchPolicy } from './watch-policy.ts';

/** What a device that flashes says: nothing. That is no fault of its cable. */
const SILENCES: ReadonlySet<FailureCode> = new Set([
  'ssh.unreachable',
  'ssh.silent',
  'ssh.hung-up',
  'ssh.cut-off',
  'ssh.stalled',
  'ssh.command-timed-out',
]);
const SILENT = 'It does not answer while it writes and restarts: leave its power on';

/**
 * Asks the device, until what it says is a proof. No signal ends this before its time but the engine's own end: there is
 * nothing left to cancel.
 *
 * @returns `late` at the deadline; who calls again with an operation that is done watches on. `overtaken` where the device was
 *   told to flash again since: it cannot tell of this flash any more. Undefined where the engine ends, or the device was
 *   watched in vain to the very end
 */
export async function watchReturn(
  record: UpgradeRecord,
  parts: RunParts,
  expected: Expected,
  { policy, signal }: { policy: WatchPolicy; signal: AbortSignal },
): Promise<Verdict | 'late' | 'overtaken' | undefined> {
  const late = record.operation.step === 'done';
  const say = once((text) => record.log(text));
  const watched = Since.thisMoment(parts);
  let wait = policy.first;
  if (!late) record.step('rebooting');
  for (;;) {
    if (parts.flashedSince(record.operation)) return 'overtaken';
    if (!(await passes(wait, signal))) return undefined;
    const passed = record.sinceCommand.atLeast;
    wait = passed < policy.soonFor ? policy.soon : policy.later;
    if (record.operation.step === 'rebooting') record.step('reconnecting');
    try {
      const verdict = await ask(record, parts, expected, say, signal);
      if (verdict !== undefined) return verdict;
    } catch (error) {
      if (signal.aborted) return undefined;
      say(whyNoAnswer(error));
    }
    // After the question: who comes back from a closed lid hears the device first.
    if (!late && passed > policy.deadline) return 'late';
    // However long the lid was closed, it is looked for a while from here too.
    if (late && passed > policy.giveUp && watched.atLeast > policy.deadline) return undefined;
  }
}

/** One question. Its address is read anew: it may have another one by now. */
async function ask(
  record: UpgradeRecord,
  parts: RunParts,
  expected: Expected,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<Verdict | 'overtaken' | undefined> {
  const { before, wishes } = record.operation;
  const device = parts.device(record.operation.device);
  const newKeyExpected = !keepsConfiguration(wishes.options);
  let session: SshSession | undefined;
  try {
    session = await parts.connect(device, { signal, newKeyExpected, log: () => undefined });
    const probed = await parts.driver.probe(session, () => parts.now(), signal);
    if (parts.flashedSince(record.operation)) return 'overtaken';
    // Without its configuration it has no OpenWISP id either.
    checkIdentity(newKeyExpected ? { ...device, uuid: null } : device, probed, record.operation.image.boards);
    if (!before) throw new ProvdeskError('upgrade.identity-unreadable', { device: device.name, expected: device.name });
    const { commandUptime } = record.operation;
    const { hostKey: shown } = session;
    const since: SinceFlash = {
      commandUptime: commandUptime ?? before.uptime,
      atMost: longestSince(record.sinceCommand, session, device),
      flashing: probed.flashing,
      newKey: device.pinned.some(
        ({ algorithm, fingerprint }) => algorithm === shown.algorithm && fingerprint !== shown.fingerprint,
      ),
    };
    const verdict = parts.driver.postcheck(before, probed.evidence, expected, since);
    if (verdict === undefined) {
      say(whyNotYet(probed, before, since, record.sinceCommand.isMeasured));
      return undefined;
    }
    if (record.operation.step !== 'done') record.step('post-check', { after: probed.evidence });
    else record.save({ after: probed.evidence });
    record.log(`It runs ${probed.evidence.description || probed.evidence.release}, up ${Math.round(probed.evidence.uptime)} s`);
    if (session.open) record.log('This device lets in everybody: it has no password');
    parts.learned(device, probed, session);
    if (verdict === 'did-not-flash') await tidyUp(parts, device, session, record);
    else await parts.leftovers.tidy(device.id, session, probed, record);
    return verdict;
  } finally {
    await session?.close();
  }
}

/**
 * The longest that the command can be ago. Across a closed app only the computer's clock tells, and where that was set back, the
 * right device would seem to have been up for too long. So there the pinned key is the better witness; where the key is new, as
 * the configuration was dropped, there is no other.
 */
function longestSince(since: Since, { hostKey }: SshSession, { pinned }: UpgradeDevice): number {
  const isKnown = pinned.some(({ fingerprint }) => fingerprint === hostKey.fingerprint);
  return isKnown && !since.isMeasured ? Number.POSITIVE_INFINITY : since.atMost;
}

function whyNotYet({ evidence, flashing }: Probed, before: Evidence, since: SinceFlash, isMeasured: boolean): string {
  if (evidence.bootId !== before.bootId && isOlderBoot(evidence, since))
    return `What answers there has been up for longer than the flash is ago: it is another device${isMeasured ? '' : ', or this computer’s clock was set back'}`;
  return flashing ? 'It answers, and sysupgrade runs on it still' : 'It answers and has not restarted yet';
}

/** It is asked hundreds of times: what it says again is not told again. */
function once(log: (text: string) => void): (text: string) => void {
  const told = new Set<string>();
  return (text) => {
    if (told.has(text)) return;
    told.add(text);
    log(text);
  };
}

/** In words for a device that has been sent its command: those of before it would say that nothing was sent. */
function whyNoAnswer(error: unknown): string {
  if (!(error instanceof ProvdeskError)) return reasonOf(error);
  if (SILENCES.has(error.code)) return SILENT;
  const { found, expected } = error.facts;
  return error.code === 'upgrade.wrong-device'
    ? `What answers there is ${found}, not ${expected}: it is not believed`
    : reasonOf(error);
}
