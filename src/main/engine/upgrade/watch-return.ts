import type { Verdict } from '../../../shared/contract/upgrades.ts';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { keepsConfiguration } from '../../../shared/values/flash-options.ts';
import type { Expected } from '../../domain/upgrade/judge.ts';
import type { SshSession } from '../ssh/session.ts';
import { checkIdentity } from './check-identity.ts';
import { passes } from './passes.ts';
import type { RunParts } from './run-parts.ts';
import { tidyUp } from './tidy-up.ts';
import type { UpgradeRecord } from './upgrade-record.ts';
import type { WatchPolicy } from './watch-policy.ts';

/**
 * Asks the device, until what it says is a proof. No signal ends this before its time but the engine's own end: there is
 * nothing left to cancel.
 *
 * @returns `late` at the deadline; who calls again with an operation that is done watches on. Undefined where the engine
 *   ends, or the device was watched in vain to the very end
 */
export async function watchReturn(
  record: UpgradeRecord,
  parts: RunParts,
  expected: Expected,
  { policy, signal }: { policy: WatchPolicy; signal: AbortSignal },
): Promise<Verdict | 'late' | undefined> {
  const sentAt = record.operation.commandSentAt ?? parts.now();
  const late = record.operation.step === 'done';
  let wait = policy.first;
  let lastReason = '';
  if (!late) record.step('rebooting');
  for (;;) {
    if (!(await passes(wait, signal))) return undefined;
    const passed = parts.now() - sentAt;
    wait = passed < policy.soonFor ? policy.soon : policy.later;
    if (record.operation.step === 'rebooting') record.step('reconnecting');
    try {
      const verdict = await ask(record, parts, expected, sentAt, signal);
      if (verdict !== undefined) return verdict;
    } catch (error) {
      if (signal.aborted) return undefined;
      // Said once: it is asked a hundred times.
      const reason = reasonOf(error);
      if (reason !== lastReason) record.log(reason);
      lastReason = reason;
    }
    // After the question: who comes back from a closed lid hears the device first.
    if (passed > policy.giveUp) return undefined;
    if (!late && passed > policy.deadline) return 'late';
  }
}

/** One question. Its address is read anew: it may have another one by now. */
async function ask(
  record: UpgradeRecord,
  parts: RunParts,
  expected: Expected,
  sentAt: number,
  signal: AbortSignal,
): Promise<Verdict | undefined> {
  const { before, wishes } = record.operation;
  const device = parts.device(record.operation.device);
  const newKeyExpected = !keepsConfiguration(wishes.options);
  let session: SshSession | undefined;
  try {
    session = await parts.connect(device, { signal, newKeyExpected, log: (text) => record.log(text) });
    const probed = await parts.driver.probe(session, () => parts.now(), signal);
    // Without its configuration it has no OpenWISP id either.
    checkIdentity(newKeyExpected ? { ...device, uuid: null } : device, probed);
    if (!before) throw new ProvdeskError('upgrade.identity-unreadable', { device: device.name, expected: device.name });
    const verdict = parts.driver.postcheck(before, probed.evidence, expected, sentAt);
    if (verdict === undefined) {
      record.log(`It answers and has not restarted yet (up ${Math.round(probed.evidence.uptime)} s)`);
      return undefined;
    }
    if (record.operation.step !== 'done') record.step('post-check', { after: probed.evidence });
    else record.save({ after: probed.evidence });
    record.log(`It runs ${probed.evidence.description || probed.evidence.release}, up ${Math.round(probed.evidence.uptime)} s`);
    if (session.open) record.log('This device lets in everybody: it has no password');
    parts.learned(device, probed, session);
    if (verdict === 'did-not-flash') await tidyUp(parts, device, session, (text) => record.log(text));
    else await parts.leftovers.tidy(device.id, session, probed);
    return verdict;
  } finally {
    await session?.close();
  }
}
