import type { PausedFor, UpgradeBatch, UpgradeOperation } from '../../../shared/contract/upgrades.ts';

type Told = Pick<UpgradeOperation, 'wave' | 'step' | 'outcome' | 'verdict' | 'pending'>;
type Waiting = Told & Pick<UpgradeOperation, 'dueAt'>;

export function countsOf(
  operations: readonly Told[],
): Pick<UpgradeBatch, 'total' | 'succeeded' | 'failed' | 'aborted' | 'cancelled'> {
  const of = (outcome: UpgradeOperation['outcome']) => operations.filter((one) => one.outcome === outcome).length;
  return {
    total: operations.length,
    succeeded: of('success'),
    failed: of('failed'),
    aborted: of('aborted'),
    cancelled: of('cancelled'),
  };
}

/** Any failed or aborted one makes it failed, else any cancelled one cancelled. Undefined: it is not over. @see reference 3 */
export function endOf(operations: readonly Told[]): 'success' | 'failed' | 'cancelled' | undefined {
  if (operations.some(({ step }) => step !== 'done')) return undefined;
  const { failed, aborted, cancelled } = countsOf(operations);
  if (failed + aborted > 0) return 'failed';
  return cancelled > 0 ? 'cancelled' : 'success';
}

type Rules = Pick<UpgradeBatch, 'rollout' | 'acknowledged'>;

/**
 * Whether it is its turn: the first ones have to show that this build lives before anybody else is touched, then wave follows
 * wave. A device that is away holds up no other; when it comes back it waits its turn as all do.
 */
export function mayBegin(batch: Rules, operations: readonly Told[], { wave }: Told): boolean {
  if (!isProved(batch, operations)) return wave === 0;
  const open = operations.filter((one) => one.step !== 'done' && !one.pending).map((one) => one.wave);
  return open.length === 0 || wave <= Math.min(...open);
}

/**
 * One of the first devices has lived, or a person has gone on over them, or there are none. One to which nothing was sent has
 * proved nothing, and neither has one that runs what it ran before.
 */
function isProved({ acknowledged }: Pick<Rules, 'acknowledged'>, operations: readonly Told[]): boolean {
  const first = operations.filter(({ wave }) => wave === 0);
  return first.length === 0 || acknowledged[0] !== undefined || first.some(({ verdict }) => verdict === 'success');
}

/**
 * Who goes first as well, where none of the first devices needed anything: as many as there should be first ones, the next
 * that are there, or, where none is, the next.
 */
export function nextFirst<T extends Told>(batch: Rules, operations: readonly T[]): T[] {
  if (isProved(batch, operations) || !operations.every((one) => one.wave > 0 || needsNothing(one))) return [];
  const others = operations.filter(({ wave, step }) => wave > 0 && step === 'queued').toSorted((a, b) => a.wave - b.wave);
  const there = others.filter(({ pending }) => !pending);
  return (there.length > 0 ? there : others).slice(0, batch.rollout.canary);
}

function needsNothing({ verdict }: Told): boolean {
  return verdict === 'not-needed';
}

/** Who changes places where all first devices that are left are away: the next one goes first, so that nobody is held up. */
export function standIn<T extends Waiting>(batch: Rules, operations: readonly T[]): { away: T; instead: T } | undefined {
  const open = operations.filter(({ step }) => step !== 'done');
  const first = open.filter(({ wave }) => wave === 0);
  const [away] = first.toSorted((a, b) => dueOf(b) - dueOf(a));
  if (isProved(batch, operations) || !away || !first.every(({ pending }) => pending)) return undefined;
  const others = open.filter(({ wave }) => wave > 0);
  const [there] = others.filter(({ pending }) => !pending).toSorted((a, b) => a.wave - b.wave);
  if (there) return { away, instead: there };
  // All of them are away: whose next try comes first has the turn, so that each has it once.
  const [sooner] = others.toSorted((a, b) => dueOf(a) - dueOf(b));
  return sooner && dueOf(sooner) < dueOf(away) ? { away, instead: sooner } : undefined;
}

function dueOf({ dueAt }: Waiting): number {
  return dueAt ?? 0;
}

/**
 * Why a batch has to pause: so many failed in a wave, counted absolutely, as half of three devices is a number, and half of a
 * building is a disaster; or its first devices are through and none has proved this build. What a person has gone on over counts
 * no more.
 */
export function pauseFor(batch: Rules, operations: readonly Told[]): PausedFor | undefined {
  const { rollout, acknowledged } = batch;
  const { stopAfterCanary, stopAfterWave } = rollout;
  const failedIn = (wave: number) =>
    operations.filter((one) => one.wave === wave && (one.outcome === 'failed' || one.outcome === 'aborted')).length;
  for (const wave of [...new Set(operations.map((one) => one.wave))].sort((a, b) => a - b)) {
    const failed = failedIn(wave);
    if (failed - (acknowledged[wave] ?? 0) >= (wave === 0 ? stopAfterCanary : stopAfterWave)) return { wave, failed };
  }
  const first = operations.filter(({ wave }) => wave === 0);
  const areThrough = first.every(({ step }) => step === 'done') && !first.every(needsNothing);
  return areThrough && !isProved(batch, operations) ? { unproved: failedIn(0) } : undefined;
}
