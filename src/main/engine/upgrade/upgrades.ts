import type { LogLine, UpgradeBatch, UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { mayBegin, standIn } from '../../domain/upgrade/batch-state.ts';
import { leftToRetry } from '../../domain/upgrade/left-to-retry.ts';
import { waveOf } from '../../domain/upgrade/plan-batch.ts';
import { stepAfterRestart } from '../../domain/upgrade/steps.ts';
import { isPastNoReturn } from '../../../shared/values/no-return.ts';
import type { EngineHost } from '../host.ts';
import { type NewBatch, newBatch } from './new-batch.ts';
import type { NewOperation } from './new-operation.ts';
import { UpgradeBatches } from './upgrade-batches.ts';
import { UpgradeNews } from './upgrade-news.ts';
import { type RunnerParts, runOperation, watch } from './upgrade-runner.ts';
import { UpgradeRecord } from './upgrade-record.ts';
import type { UpgradeTable } from './upgrade-table.ts';

export interface UpgradesParts extends Omit<RunnerParts, 'ending' | 'ended' | 'now' | 'chance'> {
  readonly table: UpgradeTable;
  readonly host: Pick<EngineHost, 'now' | 'log'>;
  chance?(): number;
  ended(operation: UpgradeOperation): void;
  announce(news: { operations: UpgradeOperation[]; batches: UpgradeBatch[] }): void;
  announceLines(operation: string, lines: readonly LogLine[]): void;
}

/** Timers count no further than some 24 days. */
const LONGEST_TIMER = 3_600_000;

/**
 * The queue: what runs, what waits, and in which order. All of it is on the disk at every moment, so that a killed engine
 * goes on by asking the devices, and never flashes one twice.
 */
export class Upgrades {
  readonly #parts: UpgradesParts;
  readonly #records = new Map<string, UpgradeRecord>();
  /** Of them, those that have not ended. */
  readonly #open = new Set<UpgradeRecord>();
  readonly #byBatch = new Map<string, UpgradeRecord[]>();
  readonly #batches: UpgradeBatches;
  readonly #running = new Map<string, { readonly cancel: AbortController; readonly done: Promise<void> }>();
  readonly #watching = new Map<string, Promise<void>>();
  readonly #ending = new AbortController();
  readonly #news: UpgradeNews;
  #active = false;
  #pumpTimer: NodeJS.Timeout | undefined;

  constructor(parts: UpgradesParts) {
    this.#parts = parts;
    this.#news = new UpgradeNews((news) => parts.announce(news));
    this.#batches = new UpgradeBatches(parts.table, this.#news, () => parts.host.now());
    for (const operation of parts.table.operations()) this.#add(operation);
  }

  /** Goes on with what a former engine left. A command that only looks does not call this. */
  resume(): void {
    if (this.#active) return;
    this.#active = true;
    for (const record of this.#records.values()) this.#takeUp(record);
    this.#pump();
  }

  operations(batch?: string): UpgradeOperation[] {
    const records = batch === undefined ? [...this.#records.values()] : (this.#byBatch.get(batch) ?? []);
    return records.map(({ operation }) => operation);
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
    const record = this.#find(id);
    record.settle();
    return { operation: record.operation, log: this.#parts.table.log(id) };
  }

  /** The operation that works on a device. */
  busyWith(device: string): UpgradeOperation | undefined {
    return [...this.#open].find(({ operation }) => operation.device === device)?.operation;
  }

  /** @throws ProvdeskError `upgrade.no-devices`, `upgrade.already-running`, `store.*`: then nothing is begun */
  start(wish: NewBatch, planned: readonly NewOperation[]): { batch: UpgradeBatch; operations: UpgradeOperation[] } {
    if (planned.length === 0) throw new ProvdeskError('upgrade.no-devices');
    const { batch, operations } = newBatch(wish, planned, this.#parts.host.now());
    this.#batches.create(batch, operations);
    for (const operation of operations) this.#add(operation);
    for (const operation of operations) this.#news.operation(operation);
    this.resume();
    this.#pump();
    return { batch, operations };
  }

  /** @throws ProvdeskError `upgrade.unknown`, `upgrade.not-running`, `upgrade.past-no-return` */
  cancel(id: string): UpgradeOperation {
    const record = this.#find(id);
    const { step, deviceName, stopped } = record.operation;
    if (step === 'done') throw new ProvdeskError('upgrade.not-running', { operation: id });
    if (isPastNoReturn(step)) throw new ProvdeskError('upgrade.past-no-return', { device: deviceName });
    const running = this.#running.get(id);
    record.save({ cancelRequested: true });
    if (running) running.cancel.abort();
    else if (stopped.length > 0)
      this.#run(record); // It is tidied up first.
    else this.#endCancelled(record);
    return record.operation;
  }

  /** Starts no new device; what runs goes on. @throws ProvdeskError `upgrade.batch-unknown`, `upgrade.batch-ended` */
  pauseBatch(id: string): UpgradeBatch {
    return this.#batches.pause(id);
  }

  /** Goes on, over what failed so far too, and with what a killed engine left. `startAt`: at that time. @throws as `goOn` */
  resumeBatch(id: string, startAt?: number): UpgradeBatch {
    const resumed = this.#batches.goOn(id, startAt);
    this.resume();
    this.#pump();
    return resumed;
  }

  /** Cancels all of it that can be. @throws ProvdeskError `upgrade.batch-unknown`, `upgrade.batch-ended` */
  cancelBatch(id: string): UpgradeBatch {
    this.#batches.open(id);
    for (const { step, id: operation } of this.operations(id))
      if (step !== 'done' && !isPastNoReturn(step)) this.cancel(operation);
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
    const record = [...this.#open].find(({ operation }) => operation.device === device && operation.pending);
    if (!record || !this.#active) return;
    record.save({ dueAt: this.#parts.host.now(), pending: false });
    this.#pump();
  }

  /** Ends what runs, without a verdict: the next start goes on. */
  async stop(): Promise<void> {
    this.#active = false;
    this.#ending.abort();
    clearTimeout(this.#pumpTimer);
    await Promise.all([...this.#running.values()].map(({ done }) => done));
    await Promise.all(this.#watching.values());
    this.#news.stop();
  }

  #takeUp(record: UpgradeRecord): void {
    const { step, watching } = record.operation;
    const next = stepAfterRestart(step);
    if (step === 'done') {
      if (watching) this.#watchOn(record);
      return;
    }
    if (step === 'queued') return;
    record.log(
      next === 'queued'
        ? `Provdesk was ended at “${step}”: it begins again, nothing was flashed`
        : 'Provdesk was ended after the flash command: the device is asked how it went',
    );
    record.step(next);
  }

  /** Starts what is due, as many at a time as are allowed. */
  #pump(): void {
    if (!this.#active) return;
    clearTimeout(this.#pumpTimer);
    const now = this.#parts.host.now();
    let next = Math.min(now + LONGEST_TIMER, this.#batches.startDue() ?? Number.POSITIVE_INFINITY);
    for (const batch of this.#batches.all()) this.#changePlaces(batch);
    for (const record of this.#open) {
      const { id, dueAt } = record.operation;
      if (this.#running.has(id) || !this.#hasItsTurn(record.operation)) continue;
      if (dueAt !== null && dueAt > now) next = Math.min(next, dueAt);
      else if (this.#running.size < this.#parts.policy().atOnce) this.#run(record);
    }
    this.#pumpTimer = setTimeout(() => this.#pump(), Math.max(0, next - now));
  }

  /** What is past its point of no return is looked after whatever its batch says. */
  #hasItsTurn(operation: UpgradeOperation): boolean {
    const { batch: id, step } = operation;
    if (isPastNoReturn(step) || id === null) return true;
    return this.#batches.runs(id) && mayBegin(this.batch(id), this.operations(id), operation);
  }

  /** A batch whose first devices are all away lets another one go first. */
  #changePlaces(batch: UpgradeBatch): void {
    const found = batch.state === 'running' ? standIn(batch, this.operations(batch.id)) : undefined;
    const away = found && this.#records.get(found.away.id);
    const instead = found && this.#records.get(found.instead.id);
    if (!away || !instead) return;
    const { wave, deviceName } = instead.operation;
    away.log(`It is away: ${deviceName} goes first in its place`);
    instead.log(`${away.operation.deviceName} is away: this one goes first in its place`);
    away.save({ wave });
    instead.save({ wave: 0 });
  }

  #run(record: UpgradeRecord): void {
    const { id } = record.operation;
    const cancel = new AbortController();
    if (record.operation.cancelRequested) cancel.abort();
    const done = runOperation(record, this.#runnerParts(), cancel.signal)
      .catch((error: unknown) => this.#parts.host.log.error('upgrade', 'bug', { operation: id, reason: reasonOf(error) }))
      .finally(() => {
        this.#running.delete(id);
        if (record.operation.watching) this.#watchOn(record);
        this.#pump();
      });
    this.#running.set(id, { cancel, done });
  }

  #watchOn(record: UpgradeRecord): void {
    const { id } = record.operation;
    if (this.#watching.has(id) || this.#ending.signal.aborted) return;
    const done = watch(record, this.#runnerParts())
      .catch((error: unknown) => this.#parts.host.log.error('upgrade', 'bug', { operation: id, reason: reasonOf(error) }))
      .finally(() => this.#watching.delete(id));
    this.#watching.set(id, done);
  }

  #endCancelled(record: UpgradeRecord): void {
    const { failure } = new ProvdeskError('upgrade.cancelled');
    record.step('done', { outcome: 'cancelled', failure, finishedAt: this.#parts.host.now(), pending: false, dueAt: null });
    this.#ended(record.operation);
  }

  #ended(operation: UpgradeOperation): void {
    const record = this.#records.get(operation.id);
    if (record) this.#open.delete(record);
    this.#parts.ended(operation);
    if (operation.batch !== null) this.#batches.count(operation.batch, this.operations(operation.batch));
    this.#pump();
  }

  #runnerParts(): RunnerParts {
    const { host, chance = Math.random } = this.#parts;
    return {
      ...this.#parts,
      now: () => host.now(),
      chance,
      ending: this.#ending.signal,
      ended: (operation) => this.#ended(operation),
    };
  }

  #add(operation: UpgradeOperation): void {
    const record = this.#record(operation);
    const { id, batch, step } = operation;
    this.#records.set(id, record);
    if (step !== 'done') this.#open.add(record);
    if (batch !== null) this.#byBatch.set(batch, [...(this.#byBatch.get(batch) ?? []), record]);
  }

  #record(operation: UpgradeOperation): UpgradeRecord {
    const { host, table } = this.#parts;
    return new UpgradeRecord(operation, {
      table,
      now: () => host.now(),
      stepped: ({ id, step }) => host.log.debug('upgrade', step, { operation: id }),
      notWritten: (error) => host.log.error('upgrade', 'log-not-written', { operation: operation.id, reason: reasonOf(error) }),
      announce: (changed, lines) => {
        if (lines.length > 0) this.#parts.announceLines(changed.id, lines);
        this.#news.operation(changed);
      },
    });
  }

  #find(id: string): UpgradeRecord {
    const record = this.#records.get(id);
    if (!record) throw new ProvdeskError('upgrade.unknown', { operation: id });
    return record;
  }
}
