import type { UpgradeBatch, UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { countsOf, endOf, pauseFor } from '../../domain/upgrade/batch-state.ts';
import { checkStart, dueOf, resumed } from '../../domain/upgrade/schedule.ts';
import type { UpgradeNews } from './upgrade-news.ts';
import type { UpgradeTable } from './upgrade-table.ts';

/** The batches: whether they run, wait or pause, and how they stand. Each change is on the disk before it counts. */
export class UpgradeBatches {
  readonly #table: UpgradeTable;
  readonly #news: UpgradeNews;
  readonly #now: () => number;
  readonly #batches = new Map<string, UpgradeBatch>();
  /** They may have to end or to pause: an operation of theirs has ended since they were written, or they begin or go on. */
  readonly #uncounted = new Set<string>();

  constructor(table: UpgradeTable, news: UpgradeNews, now: () => number) {
    this.#table = table;
    this.#news = news;
    this.#now = now;
    for (const batch of table.batches()) {
      this.#batches.set(batch.id, batch);
      // The former engine may have been killed between the end of an operation and this.
      if (batch.finishedAt === null) this.#uncounted.add(batch.id);
    }
  }

  /** Newest first. */
  all(): UpgradeBatch[] {
    return [...this.#batches.values()].reverse();
  }

  /** @throws ProvdeskError `upgrade.batch-unknown` */
  get(id: string): UpgradeBatch {
    const batch = this.#batches.get(id);
    if (!batch) throw new ProvdeskError('upgrade.batch-unknown', { batch: id });
    return batch;
  }

  /** With its operations, or neither. @throws ProvdeskError `upgrade.already-running`, `store.*` */
  create(batch: UpgradeBatch, operations: readonly UpgradeOperation[]): void {
    this.#table.create(batch, operations);
    this.#batches.set(batch.id, batch);
    this.#news.batch(batch);
  }

  runs(id: string): boolean {
    return this.#batches.get(id)?.state === 'running';
  }

  /** @throws ProvdeskError `upgrade.batch-unknown`, `upgrade.batch-ended` */
  open(id: string): UpgradeBatch {
    const batch = this.get(id);
    if (batch.finishedAt !== null) throw new ProvdeskError('upgrade.batch-ended', { batch: id });
    return batch;
  }

  pause(id: string): UpgradeBatch {
    return this.#save({ ...this.open(id), state: 'paused' });
  }

  /**
   * Over what failed so far too; one that runs, runs. `startAt`: then, and not now.
   * @throws ProvdeskError `upgrade.batch-unknown`, `upgrade.batch-not-paused`, `upgrade.start-*`
   */
  goOn(id: string, startAt?: number): UpgradeBatch {
    const batch = this.get(id);
    const { state } = batch;
    if (state === 'running') return batch;
    if (state !== 'paused' && state !== 'scheduled') throw new ProvdeskError('upgrade.batch-not-paused', { batch: id, state });
    const now = this.#now();
    if (startAt !== undefined) checkStart(startAt, now);
    this.#uncounted.add(id);
    return this.#save(resumed(batch, now, startAt));
  }

  /** One of its operations has ended. */
  hearOfEnd(id: string): void {
    this.#uncounted.add(id);
  }

  /**
   * Starts those whose time has come, pauses those that missed it, and counts what ended.
   * @returns when to look next @throws ProvdeskError `store.*`
   */
  look(operationsOf: (batch: string) => readonly UpgradeOperation[]): number {
    const next = this.#startDue();
    for (const id of this.#uncounted) {
      this.#count(id, operationsOf(id));
      this.#uncounted.delete(id);
    }
    return next;
  }

  #startDue(): number {
    const waiting: number[] = [];
    for (const batch of this.#batches.values()) {
      if (batch.state !== 'scheduled' || batch.startAt === null) continue;
      const due = dueOf(batch.startAt, this.#now());
      if (due === 'now') {
        this.#save({ ...batch, state: 'running' });
        this.#uncounted.add(batch.id);
      } else if (due === 'missed') this.#save({ ...batch, state: 'paused', pausedFor: { missed: batch.startAt } });
      else waiting.push(batch.startAt);
    }
    return Math.min(...waiting);
  }

  /** It pauses where too many failed; where a person has paused it before, it says so, and does not go on over that unasked. */
  #count(id: string, operations: readonly UpgradeOperation[]): void {
    const batch = this.get(id);
    const counted = { ...batch, ...countsOf(operations) };
    const end = endOf(operations);
    if (end) {
      this.#save({ ...counted, state: end, finishedAt: this.#now() });
      return;
    }
    const pausedFor = batch.state === 'scheduled' ? undefined : pauseFor(batch, operations);
    this.#save(pausedFor ? { ...counted, state: 'paused', pausedFor } : counted);
  }

  #save(batch: UpgradeBatch): UpgradeBatch {
    const saved = { ...batch, revision: batch.revision + 1 };
    this.#table.writeBatch(saved);
    this.#batches.set(saved.id, saved);
    this.#news.batch(saved);
    return saved;
  }
}
