import type { UpgradePolicy } from '../../../shared/contract/upgrade-policy.ts';
import type { UpgradeOperation, Verdict } from '../../../shared/contract/upgrades.ts';
import { type Failure, type FailureCode, failureOf, ProvdeskError } from '../../../shared/failures.ts';
import { waitBefore } from '../../domain/upgrade/retry.ts';
import { leftSentence } from '../../../shared/values/left-on-device.ts';
import { isPastNoReturn } from '../../../shared/values/no-return.ts';
import { isRefusedByDisk } from '../store/disk-failure.ts';
import type { RunParts } from './run-parts.ts';
import { prepareAndFlash } from './run-upgrade.ts';
import { tidyUp } from './tidy-up.ts';
import type { UpgradeRecord } from './upgrade-record.ts';
import { DEFAULT_WATCH } from './watch-policy.ts';
import { watchReturn } from './watch-return.ts';

export interface RunnerParts extends RunParts {
  policy(): UpgradePolicy;
  /** Between 0 and 1. */
  chance(): number;
  /** The device runs this image now, as it says itself. */
  installed(operation: UpgradeOperation): void;
  ended(operation: UpgradeOperation): void;
}

/** Conditions that said no before the flash: the device runs what it ran before, and trying again says the same. */
const ABORTS: ReadonlySet<FailureCode> = new Set([
  'upgrade.deactivated',
  'upgrade.no-connection',
  'upgrade.no-credentials',
  'upgrade.identity-unreadable',
  'upgrade.wrong-device',
  'upgrade.same-device',
  'upgrade.not-supported',
  'upgrade.wrong-board',
  'upgrade.incompatible',
  'upgrade.needs-reset',
  'upgrade.low-memory',
  'upgrade.no-room',
  'upgrade.image-refused',
  'upgrade.test-ended',
  'upgrade.backup-failed',
  'ssh.host-key-changed',
  'devices.unknown',
]);

/** What may pass by itself. */
const RECOVERABLE: ReadonlySet<FailureCode> = new Set([
  'upgrade.still-flashing',
  'ssh.unreachable',
  'ssh.hung-up',
  'ssh.silent',
  'ssh.cut-off',
  'ssh.stalled',
  'ssh.command-timed-out',
  'ssh.channel-refused',
  'ssh.no-credential-worked',
  'ssh.sign-in-refused',
  'upgrade.upload-failed',
  'upgrade.upload-mismatch',
  'upgrade.test-ended',
]);

/** Of these, what a device that is off or away says. */
const AWAY: ReadonlySet<FailureCode> = new Set(['ssh.unreachable', 'ssh.silent', 'ssh.hung-up']);

/** What a verdict is to the person, where it is no success. */
const FAILURES = {
  'rebooted-old': 'upgrade.old-version-back',
  'other-version': 'upgrade.other-version',
  'did-not-flash': 'upgrade.did-not-flash',
} as const satisfies Partial<Record<Verdict, FailureCode>>;

/**
 * Carries one operation on from wherever it stands, until it has ended, waits for another try, or the engine ends. `cancel`
 * ends what comes before the flash command; after it, nobody's wish counts.
 * @throws what the disk says, where that is why it cannot go on or end
 */
export async function runOperation(record: UpgradeRecord, parts: RunnerParts, cancel: AbortSignal): Promise<void> {
  const { ending } = parts;
  const deadline = AbortSignal.timeout(parts.policy().prepareWithin);
  try {
    if (!isPastNoReturn(record.operation.step)) {
      record.save({ attempt: record.operation.attempt + (cancel.aborted ? 0 : 1), dueAt: null, pending: false });
      if (cancel.aborted) throw new ProvdeskError('operations.cancelled');
      const signal = AbortSignal.any([cancel, ending, deadline]);
      const prepared = await prepareAndFlash(record, parts, signal);
      if (prepared === 'not-needed') return finish(record, parts, 'success', 'not-needed', null);
    }
    await watch(record, parts);
  } catch (error) {
    if (ending.aborted) return; // It stands where it stood; the next start goes on from there.
    if (error instanceof ProvdeskError && error.code === 'operations.cancelled') {
      // Of a former try, where this one was ended before it had a connection.
      const { device, untidy } = record.operation;
      if (untidy) await tidyUp(parts, parts.device(device), undefined, record);
      if (ending.aborted && record.operation.untidy) return;
      if (cancel.aborted) return finish(record, parts, 'cancelled', null, new ProvdeskError('upgrade.cancelled').failure);
      const minutes = Math.round(parts.policy().prepareWithin / 60_000);
      const { failure } = new ProvdeskError('upgrade.took-too-long', { device: record.operation.deviceName, minutes });
      return finish(record, parts, 'failed', null, failure);
    }
    // Only the device can tell by now: what the disk refused is no verdict, and it is gone on with from where that says it stands.
    if (isPastNoReturn(record.operation.step) && isRefusedByDisk(error)) throw error;
    stumble(record, parts, failureOf(error));
  } finally {
    record.settle();
  }
}

/** Watches until the device has told, or the deadline has passed; called again, for the rest of the day. */
export async function watch(record: UpgradeRecord, parts: RunnerParts): Promise<void> {
  const policy = { ...DEFAULT_WATCH, deadline: parts.policy().backWithin, ...parts.watch };
  const { deviceName, image } = record.operation;
  const { expected } = image;
  const verdict = await watchReturn(record, parts, expected, { policy, signal: parts.ending });
  if (verdict === 'overtaken')
    record.log('This device was told to flash again since: what it shows from now on tells nothing of this upgrade');
  if (verdict === 'late') {
    const minutes = Math.max(1, Math.round(policy.deadline / 60_000));
    const { failure } = new ProvdeskError('upgrade.not-back', { device: deviceName, minutes });
    return finish(record, parts, 'failed', 'unreachable', failure, true);
  }
  if (verdict === 'overtaken') {
    if (record.operation.step === 'done') return record.save({ watching: false });
    const { failure } = new ProvdeskError('upgrade.overtaken', { device: deviceName });
    return finish(record, parts, 'failed', null, failure);
  }
  if (verdict === undefined) {
    if (!parts.ending.aborted && record.operation.watching) record.save({ watching: false });
    return;
  }
  const failure = verdictFailure(record.operation, verdict, expected.version ?? expected.os ?? '–');
  finish(record, parts, failure ? 'failed' : 'success', verdict, failure);
}

function verdictFailure(operation: UpgradeOperation, verdict: Verdict, expected: string): Failure | null {
  if (verdict === 'success' || verdict === 'same-build' || verdict === 'not-needed') return null;
  const code = verdict in FAILURES ? FAILURES[verdict as keyof typeof FAILURES] : 'upgrade.not-back';
  const { after, commandUptime, deviceName: device } = operation;
  const release = after?.description || after?.release || '–';
  const seconds = after && commandUptime !== null ? Math.round(after.uptime - commandUptime) : 0;
  return new ProvdeskError(code, { device, release, expected, seconds }).failure;
}

/** A failure before the point of no return, or a refused command. */
function stumble(record: UpgradeRecord, parts: RunnerParts, failure: Failure): void {
  const { attempt, wishes, step } = record.operation;
  // Another try is of use, and none of the command ever went out.
  if (RECOVERABLE.has(failure.code) && !isPastNoReturn(step)) {
    const policy = parts.policy();
    const again = attempt <= policy.retries;
    const away = wishes.persistent && AWAY.has(failure.code);
    if (again || away) {
      const times = { retries: policy.retries, first: policy.firstWait, longest: policy.longestWait };
      const wait = waitBefore(attempt, times, parts.chance());
      record.log(failure.message);
      const seconds = Math.ceil(wait / 1000);
      // It holds up nobody from its first try on.
      record.log(
        away ? `Tried again in ${seconds} s, or when it is seen` : `Try ${attempt + 1} of ${policy.retries + 1} in ${seconds} s`,
      );
      record.step('queued', { dueAt: parts.now() + wait, pending: away, failure, cutShort: 0 });
      return;
    }
  }
  const rejected = failure.code === 'upgrade.flash-rejected';
  const outcome = ABORTS.has(failure.code) ? 'aborted' : 'failed';
  finish(record, parts, outcome, rejected || outcome === 'aborted' ? 'rejected-untouched' : null, failure);
}

function finish(
  record: UpgradeRecord,
  parts: RunnerParts,
  outcome: NonNullable<UpgradeOperation['outcome']>,
  verdict: Verdict | null,
  failure: Failure | null,
  watching = false,
): void {
  if (failure) record.log(failure.message);
  record.step('done', { outcome, verdict, failure, finishedAt: parts.now(), watching, pending: false, dueAt: null });
  const left = leftSentence(record.operation);
  if (left !== undefined) record.log(left);
  if (outcome === 'success') parts.installed(record.operation);
  parts.ended(record.operation);
}
