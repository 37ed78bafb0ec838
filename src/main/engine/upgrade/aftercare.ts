import { reasonOf } from '../../../shared/failures.ts';
import { waitBefore } from '../../domain/upgrade/retry.ts';
import type { EngineHost } from '../host.ts';
import { passes } from './passes.ts';
import { tidyOnce } from './tidy-up.ts';
import { type RunnerParts, watch } from './upgrade-runner.ts';
import type { UpgradeRecord } from './upgrade-record.ts';

interface AftercareParts {
  runner(): RunnerParts;
  /** An operation works on this device, or is about to: it tidies up by itself. */
  busy(device: string): boolean;
  readonly log: EngineHost['log'];
}

interface Visit {
  readonly leave: AbortController;
  /** Ends the wait that goes on. */
  hurry: () => void;
  readonly done: Promise<void>;
}

/** How often a device is sought to be tidied up after its operation has ended: some days of the longest wait. */
const MOST_VISITS = 1_000;

/** What an operation still needs after its end: devices are watched that did not come back, and tidied up when they do. */
export class Aftercare {
  readonly #parts: AftercareParts;
  readonly #watching = new Map<string, Promise<void>>();
  readonly #visits = new Map<string, Visit>();
  readonly #ending = new AbortController();

  constructor(parts: AftercareParts) {
    this.#parts = parts;
  }

  /** Goes on with whatever this operation left open. */
  takeOver(record: UpgradeRecord): void {
    if (record.operation.watching) this.#watchOn(record);
    else if (record.operation.untidy) this.#visit(record.operation.device);
  }

  /** It was heard: it need not be waited for. */
  seen(device: string): void {
    this.#visits.get(device)?.hurry();
  }

  /** An operation begins on this device. Resolves when nobody else works on it. */
  async leave(device: string): Promise<void> {
    const visit = this.#visits.get(device);
    visit?.leave.abort();
    await visit?.done;
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await Promise.all([...this.#watching.values(), ...[...this.#visits.values()].map(({ done }) => done)]);
  }

  #watchOn(record: UpgradeRecord): void {
    const { id } = record.operation;
    if (this.#watching.has(id) || this.#ending.signal.aborted) return;
    const done = watch(record, this.#parts.runner())
      .catch((error: unknown) => this.#bug(error, { operation: id }))
      .finally(() => {
        this.#watching.delete(id);
        if (!record.operation.watching) this.takeOver(record);
      });
    this.#watching.set(id, done);
  }

  #visit(device: string): void {
    if (this.#visits.has(device) || this.#ending.signal.aborted) return;
    const leave = new AbortController();
    const visit: Visit = { leave, hurry: () => undefined, done: Promise.resolve() };
    const done = this.#visitUntilTidy(device, visit)
      .catch((error: unknown) => this.#bug(error, { device }))
      .finally(() => this.#visits.delete(device));
    this.#visits.set(device, Object.assign(visit, { done }));
  }

  async #visitUntilTidy(device: string, visit: Visit): Promise<void> {
    const signal = AbortSignal.any([visit.leave.signal, this.#ending.signal]);
    let lastReason = '';
    for (let attempt = 1; attempt <= MOST_VISITS; attempt += 1) {
      const parts = this.#parts.runner();
      const { firstWait: first, longestWait: longest, retries } = parts.policy();
      await this.#waits(waitBefore(attempt, { retries, first, longest }, parts.chance()), visit, signal);
      const [left] = parts.leftovers.of(device).slice(-1);
      if (signal.aborted || this.#parts.busy(device) || !left) return;
      const log = (text: string) => left.log(text);
      try {
        await tidyOnce(parts, parts.device(device), undefined, { log: () => undefined, signal });
        if (parts.leftovers.of(device).length > 0) continue;
        log('The device is tidied up');
        return left.settle();
      } catch (error) {
        // Said once: it is sought a hundred times.
        const reason = reasonOf(error);
        if (reason !== lastReason && !signal.aborted) log(`The device could not be tidied up yet: ${reason}`);
        lastReason = reason;
      }
    }
  }

  async #waits(milliseconds: number, visit: Visit, signal: AbortSignal): Promise<void> {
    const hurried = new AbortController();
    visit.hurry = () => hurried.abort();
    await passes(milliseconds, AbortSignal.any([signal, hurried.signal]));
  }

  #bug(error: unknown, about: { operation: string } | { device: string }): void {
    this.#parts.log.error('upgrade', 'bug', { ...about, reason: reasonOf(error) });
  }
}
