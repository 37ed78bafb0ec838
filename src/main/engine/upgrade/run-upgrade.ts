import type { Evidence, UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { keepsConfiguration } from '../../../shared/values/flash-options.ts';
import { runs } from '../../domain/upgrade/judge.ts';
import { matchImage } from '../../domain/upgrade/match-image.ts';
import { checkIdentity } from './check-identity.ts';
import type { DriverHooks, DriverJob, Probed } from './driver.ts';
import { isUntouched } from './is-untouched.ts';
import type { RunParts } from './run-parts.ts';
import { Since } from './since.ts';
import { tidyUp } from './tidy-up.ts';
import type { UpgradeDevice } from './upgrade-device.ts';
import type { UpgradeRecord } from './upgrade-record.ts';

/** How the part before the point of no return ended. */
export type Prepared = 'not-needed' | 'flashing';

/**
 * All up to the flash command: nothing of the device is changed that `tidyUp` could not undo. Each step is written before it
 * is begun. Once the command goes out, the operation is past its point of no return.
 *
 * @throws ProvdeskError with the first reason; what was left on the device has been removed then, where it could be reached
 */
export async function prepareAndFlash(record: UpgradeRecord, parts: RunParts, signal: AbortSignal): Promise<Prepared> {
  const { driver, now } = parts;
  const log = (text: string) => record.log(text);
  const device = usable(parts.device(record.operation.device));
  const image = await parts.image(record.operation);
  record.step('connecting', { startedAt: record.operation.startedAt ?? now() });
  const session = await parts.connect(device, { signal, log });
  let flashing = false;
  try {
    log(`Connected to ${session.host}, port ${session.port}, as ${session.username} (${session.credential})`);
    if (session.open) log('This device lets in everybody: it has no password');
    const probed = await driver.probe(session, now, signal);
    const asked = Since.thisMoment(parts);
    const { evidence } = probed;
    checkIdentity(device, probed);
    if (probed.flashing) throw new ProvdeskError('upgrade.still-flashing', { device: device.name });
    parts.learned(device, probed, session);
    log(`It is ${evidence.model || evidence.board}, ${evidence.description || evidence.release}`);
    // Of a former try, or of another operation: before the boot that it belongs to is forgotten.
    await parts.leftovers.tidy(device.id, session, probed, record);
    const other = parts.otherAt(record.operation, probed);
    if (other) throw new ProvdeskError('upgrade.same-device', { device: device.name, other: other.deviceName });
    record.step('identified', { before: evidence });

    if (hasTakenFormerFlash(probed, record.operation, parts)) {
      log('The former upgrade of this device has taken, which nobody knew when this one was wished for: nothing is sent');
      return 'not-needed';
    }
    const { wishes } = record.operation;
    if (!wishes.reinstall && alreadyRuns(evidence, record.operation, parts)) {
      log('It runs this build already');
      return 'not-needed';
    }
    const job: DriverJob = { id: record.operation.id, device: device.name, image, wishes };
    const hooks: DriverHooks = {
      log,
      signal,
      stopping: (what) => {
        log(`${what} is stopped`);
        record.save({ stopped: [...record.operation.stopped, what], untidy: true });
      },
    };
    record.step('preflight', { untidy: true });
    checkMatch(job, probed);
    await driver.preflight(session, job, hooks);
    if (wishes.backup) {
      const backup = await parts.keepBackup(job.id, await driver.backup(session, job, hooks));
      log(`Its configuration was fetched, ${backup.size} bytes`);
      record.save({ backup });
    }
    record.step('uploading', { sent: 0 });
    const way = await driver.upload(session, job, hooks, (bytes) => record.sent(bytes));
    record.step('verifying', { way });
    await driver.verify(session, job, hooks);
    log('The device has it whole: size and SHA-256 are right');
    record.step('testing');
    await driver.test(session, job, hooks);
    log('The device’s own test accepts it');
    record.step('armed');
    if (signal.aborted) throw new ProvdeskError('operations.cancelled');

    // Written before the first byte goes out: who finds this after a crash only watches, and never sends it again.
    log(`> ${driver.command(job)}`);
    record.step('flashing', { commandSentAt: now(), commandUptime: evidence.uptime + asked.atLeast / 1000 });
    flashing = true;
    const start = await driver.flash(session, job, log).catch((error: unknown) => {
      // It may have gone out: from here on only the device itself can tell.
      log(reasonOf(error));
      return { kind: 'under-way' } as const;
    });
    if (start.kind === 'under-way') return 'flashing';
    log(`The command ended with a no: ${start.reason}. The device is asked whether it flashes all the same`);
    if (!(await isUntouched(parts, device, session, evidence, log))) return 'flashing';
    flashing = false;
    throw new ProvdeskError('upgrade.flash-rejected', { device: device.name, reason: start.reason });
  } catch (error) {
    // The first cause is what counts, and it stays that, whatever tidying up says.
    if (!flashing && record.operation.untidy) await tidyUp(parts, device, session, record);
    throw error;
  } finally {
    await session.close();
  }
}

/** @throws ProvdeskError `upgrade.deactivated`, `upgrade.no-credentials` */
function usable(device: UpgradeDevice): UpgradeDevice {
  if (!device.active) throw new ProvdeskError('upgrade.deactivated', { device: device.name });
  if (device.credentials.length === 0) throw new ProvdeskError('upgrade.no-credentials', { device: device.name });
  return device;
}

/** A former flash of the same image whose end nobody knew when this one was wished for, and that the device shows to be one. */
function hasTakenFormerFlash(probed: Probed, operation: UpgradeOperation, parts: RunParts): boolean {
  const { evidence } = probed;
  const former = parts.unjudged(operation, probed);
  if (!former || former.before === null || former.before.bootId === evidence.bootId) return false;
  return former.image.sha256 === operation.image.sha256 && runs(evidence, former.image.expected) !== false;
}

function alreadyRuns(evidence: Evidence, operation: UpgradeOperation, parts: RunParts): boolean {
  const proved = runs(evidence, operation.image.expected);
  return proved === true || (proved === undefined && parts.hasImage(operation));
}

/** The device's own rule, before a byte is sent. @throws ProvdeskError `upgrade.wrong-board`, `-incompatible`, `-needs-reset` */
function checkMatch({ image, wishes }: DriverJob, { evidence, compatVersion }: Probed): void {
  if (wishes.options.F) return; // A person said: although it does not fit.
  const { board, model } = evidence;
  const match = matchImage(image.facts, { board, model, compatVersion }, keepsConfiguration(wishes.options));
  const compat = { image: image.name, board, wanted: image.facts.compatVersion, has: compatVersion };
  if (match.kind === 'wrong-board')
    throw new ProvdeskError('upgrade.wrong-board', { image: image.name, board, boards: match.boards.slice(0, 5).join(', ') });
  if (match.kind === 'incompatible') throw new ProvdeskError('upgrade.incompatible', { ...compat, message: match.message });
  if (match.kind === 'needs-reset') throw new ProvdeskError('upgrade.needs-reset', { ...compat, message: match.message });
}
