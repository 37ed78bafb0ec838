import type { LogLine, UpgradeBatch, UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { failureOf, ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { mayBegin } from '../../domain/upgrade/batch-state.ts';
import { leftToRetry } from '../../domain/upgrade/left-to-retry.ts';
import { waveOf } from '../../domain/upgrade/plan-batch.ts';
import { lookAgainAt } from '../../domain/upgrade/schedule.ts';
import { isPastNoReturn } from '../../../shared/values/no-return.ts';
import { Aftercare } from './aftercare.ts';
import { Leftovers } from './leftovers.ts';
import { changePlaces } from './change-places.ts';
import { Kin } from './kin.ts';
import { type NewBatch, newBatch } from './new-batch.ts';
import type { NewOperation } from './new-operation.ts';
import { takeUp } from './take-up.ts';
import { UpgradeBatches } from './upgrade-batches.ts';
import { UpgradeNews } from './upgrade-news.ts';
import { type RunnerParts, runOperation } from './upgrade-runner.ts';
import { type UpgradeRecord, upgradeRecord } from './upgrade-record.ts';
import { UpgradeRecords } from './upgrade-records.ts';
import type { UpgradesParts } from './upgrades-parts.ts';

/** An operation that could not go on, as the disk is full for one, rests so long, in milliseconds. */
const REST = 30_000;

/**
 * The queue: what runs, what waits, and in which order. All of it is on the disk at every moment, so that a killed engine
 * goes on by asking the devices, and never flashes one twice.
 */
export class Upgrades {
  readonly leftovers: Leftovers;
  readonly #parts: UpgradesParts;
  readonly #records = new UpgradeRecords();
  readonly #batches: UpgradeBatches;
  readonly #running = new Map<string, { readonly cancel: AbortController; readonly done: Promise<void> }>();
  readonly #aftercare: Aftercare;
  readonly #kin: Kin;
  readonly #ending = new AbortController();
  readonly #news: UpgradeNews;
  /** Until when operations rest that could not go on. */
  readonly #resting = new Map<string, number>();
  /** What a former engine left, until it is taken up. */
  #untaken = new Set<UpgradeRecord>();
  #active = false;
  #pumpTimer: NodeJS.Timeout | undefined;

  constructor(parts: UpgradesParts) {
    this.#parts = parts;
    this.#news = new UpgradeNews((news) => parts.announce(news));
    this.#batches = new UpgradeBatches(parts.table, this.#news, () => parts.host.now());
    this.leftovers = new Leftovers(parts.driver, () => this.#records.all());
    this.#kin = new Kin({
      records: this.#records,
      where: (device) => parts.where(device),
      isRunning: (id) => this.#running.has(id),
    });
    this.#aftercare = new Aftercare({
      runner: () => this.#runnerParts(),
      busy: (device) => this.busyWith(device) !== undefined,
      log: parts.host.log,
    });
    for (const operation of parts.table.operations()) this.#add(operation);
  }

  /** Goes on with what a former engine left. A command that only looks does not call this. */
  resume(): void {
    if (this.#active) return;
    this.#active = true;
    this.#untaken = new Set(this.#records.all());
    this.pump();
  }

  operations(batch?: string): UpgradeOperation[] {
    return this.#records.operations(batch);
  }

  batches(): UpgradeBatch[] {
    return this.#batches.all();
  }

  /** @throws ProvdeskError `upgrade.batch-unknown` */
  batch(id: string): UpgradeBatch {
    return this.#batches.get(id);
  }

  /** @throws ProvdeskError `upgrade.unknown` */
  operation(id: string): { operation: UpgradeOperation; log: LogLine[] } {
    const record = this.#records.find(id);
    record.settle();
    return { operation: record.operation, log: this.#parts.table.log(id) };
  }

  /** The operation that works on a device. */
  busyWith(device: string): UpgradeOperation | undefined {
    return this.#records.open().find(({ operation }) => operation.device === device)?.operation;
  }

  /** @throws ProvdeskError `upgrade.no-devices`, `upgrade.already-running`, `store.*`: then nothing is begun */
  start(wish: NewBatch, planned: readonly NewOperation[]): { batch: UpgradeBatch; operations: UpgradeOperation[] } {
    if (planned.length === 0) throw new ProvdeskError('upgrade.no-devices');
    const { batch, operations } = newBatch(wish, planned, this.#parts.host.now());
    this.#batches.create(batch, operations);
    operations.forEach((operation) => this.#add(operation));
    operations.forEach((operation) => this.#news.operation(operation));
    this.resume();
    this.pump();
    return { batch, operations };
  }

  /** @throws ProvdeskError `upgrade.unknown`, `upgrade.not-running`, `upgrade.past-no-return` */
  cancel(id: string): UpgradeOperation {
    const record = this.#records.find(id);
    const { step, deviceName, untidy } = record.operation;
    if (step === 'done') throw new ProvdeskError('upgrade.not-running', { operation: id });
    if (isPastNoReturn(step)) throw new ProvdeskError('upgrade.past-no-return', { device: deviceName });
    const running = this.#running.get(id);
    record.save({ cancelRequested: true });
    if (running) running.cancel.abort();
    else if (untidy) this.#run(record);
    else this.#endCancelled(record);
    return record.operation;
  }

  /** Starts no new device; what runs goes on. @throws ProvdeskError `upgrade.batch-unknown`, `upgrade.batch-ended` */
  pauseBatch(id: string): UpgradeBatch {
    return this.#batches.pause(id);
  }

  /** Goes on, over what failed so far too, and with what a killed engine left. `startAt`: at that time. @throws as `goOn` */
  resumeBatch(id: string, startAt?: number): UpgradeBatch {
    this.#batches.goOn(id, startAt);
    this.resume();
    this.pump();
    return this.batch(id);
  }

  /** Cancels all of it that can be. @throws ProvdeskError `upgrade.batch-unknown`, `upgrade.batch-ended`, `upgrade.past-no-return` */
  cancelBatch(id: string): UpgradeBatch {
    this.#batches.open(id);
    const open = this.operations(id).filter(({ step }) => step !== 'done');
    const before = open.filter(({ step }) => !isPastNoReturn(step));
    const [past] = open;
    if (past && before.length === 0) throw new ProvdeskError('upgrade.past-no-return', { device: past.deviceName });
    for (const operation of before) this.cancel(operation.id);
    return this.batch(id);
  }

  /** What failed in a batch and has not succeeded since, as a new one. @throws ProvdeskError `upgrade.batch-unknown`, `upgrade.nothing-to-retry`, as `start` */
  retryFailed(id: string): { batch: UpgradeBatch; operations: UpgradeOperation[] } {
    const batch = this.batch(id);
    const failed = leftToRetry(id, this.operations());
    if (failed.length === 0) throw new ProvdeskError('upgrade.nothing-to-retry', { batch: id });
    const again = failed.map((one, index) => ({ ...one, wave: waveOf(index, batch.rollout) }));
    return this.start({ ...batch, startAt: null }, again);
  }

  /** It was heard on the network: what waits for it need not wait. */
  seen(device: string): void {
    this.#aftercare.seen(device);
    const record = this.#records.open().find(({ operation }) => operation.device === device && operation.pending);
    if (!record || !this.#active) return;
    record.save({ dueAt: this.#parts.host.now(), pending: false });
    this.pump();
  }

  /** Ends what runs, without a verdict: the next start goes on. */
  async stop(): Promise<void> {
    this.#active = false;
    this.#ending.abort();
    clearTimeout(this.#pumpTimer);
    await Promise.all([...this.#running.values()].map(({ done }) => done));
    await this.#aftercare.stop();
    this.#news.stop();
  }

  /** Where the disk takes nothing, it rests, and nobody works on it before it is taken up. */
  #takeUp(record: UpgradeRecord, now: number): void {
    const { id, step } = record.operation;
    if ((this.#resting.get(id) ?? 0) > now) return;
    try {
      takeUp(record, now);
    } catch (error) {
      return this.#rest(record, error);
    }
    this.#untaken.delete(record);
    if (record.operation.step !== 'done') return;
    if (step !== 'done') this.#close(record.operation);
    this.#aftercare.takeOver(record);
  }

  /** Starts what is due, as many at a time as are allowed: asked again where more are from now on. */
  pump(): void {
    if (!this.#active) return;
    clearTimeout(this.#pumpTimer);
    const now = this.#parts.host.now();
    for (const record of this.#untaken) this.#takeUp(record, now);
    let next = Math.min(lookAgainAt(now), this.#lookAtBatches(now));
    for (const record of this.#records.open()) {
      const { id, dueAt } = record.operation;
      if (this.#running.has(id) || !this.#hasItsTurn(record.operation)) continue;
      const rested = this.#resting.get(id) ?? 0;
      if (rested > now) next = Math.min(next, rested);
      else if (dueAt !== null && dueAt > now) next = Math.min(next, dueAt);
      else if (this.#running.size < this.#parts.policy().atOnce) this.#run(record);
    }
    this.#pumpTimer = setTimeout(() => this.pump(), Math.max(0, next - now));
  }

  /** When to look again: after a rest, where the disk takes nothing. */
  #lookAtBatches(now: number): number {
    try {
      const next = this.#batches.look((id) => this.operations(id));
      for (const batch of this.#batches.all()) changePlaces(batch, this.#records.ofBatch(batch.id));
      return next;
    } catch (error) {
      this.#parts.host.log.error('upgrade', 'batches-not-written', { reason: reasonOf(error) });
      return now + REST;
    }
  }

  /** What is past its point of no return is looked after whatever its batch says. */
  #hasItsTurn(operation: UpgradeOperation): boolean {
    const { batch: id, step } = operation;
    if (isPastNoReturn(step) || id === null) return true;
    return this.#batches.runs(id) && mayBegin(this.batch(id), this.operations(id), operation);
  }

  #run(record: UpgradeRecord): void {
    const { id, device } = record.operation;
    const cancel = new AbortController();
    if (record.operation.cancelRequested) cancel.abort();
    this.#resting.delete(id);
    this.#untaken.delete(record);
    const done = this.#aftercare
      .leave(device)
      .then(() => runOperation(record, this.#runnerParts(), cancel.signal))
      .catch((error: unknown) => this.#rest(record, error))
      .finally(() => {
        this.#running.delete(id);
        if (record.operation.step === 'done') this.#aftercare.takeOver(record);
        this.pump();
      });
    this.#running.set(id, { cancel, done });
  }

  /** What it came to could not be written. It is told, and begun again from where the disk says that it stands. */
  #rest(record: UpgradeRecord, error: unknown): void {
    const { id } = record.operation;
    this.#parts.host.log.error('upgrade', 'could-not-go-on', { operation: id, reason: reasonOf(error) });
    this.#resting.set(id, this.#parts.host.now() + REST);
    record.tell(failureOf(error));
  }

  #endCancelled(record: UpgradeRecord): void {
    const { failure } = new ProvdeskError('upgrade.cancelled');
    record.step('done', { outcome: 'cancelled', failure, finishedAt: this.#parts.host.now(), pending: false, dueAt: null });
    this.#ended(record.operation);
  }

  #close(operation: UpgradeOperation): void {
    this.#records.close(operation.id);
    this.#parts.ended(operation);
    if (operation.batch !== null) this.#batches.hearOfEnd(operation.batch);
  }

  #ended(operation: UpgradeOperation): void {
    this.#close(operation);
    this.#lookAtBatches(this.#parts.host.now());
    this.pump();
  }

  #runnerParts(): RunnerParts {
    const { host, chance = Math.random } = this.#parts;
    return {
      ...this.#parts,
      leftovers: this.leftovers,
      unjudged: (operation, probed) => this.#kin.unjudged(operation, probed),
      otherAt: (operation, probed) => this.#kin.otherAt(operation, probed),
      flashedSince: (operation) => this.#kin.flashedSince(operation),
      now: () => host.now(),
      ticks: () => performance.now(),
      chance,
      ending: this.#ending.signal,
      ended: (operation) => this.#ended(operation),
    };
  }

  #add(operation: UpgradeOperation): void {
    this.#records.add(upgradeRecord(operation, { ...this.#parts, changed: (changed) => this.#news.operation(changed) }));
  }
}
