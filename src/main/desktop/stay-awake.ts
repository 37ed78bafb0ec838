import type { PowerSaveBlocker } from 'electron';
import { connect, listen } from '../../shared/contract/client.ts';
import type { Transport } from '../../shared/contract/kit.ts';
import type { Operation } from '../../shared/contract/operations.ts';
import type { ServingStatus } from '../../shared/contract/serving.ts';
import type { UpgradeOperation } from '../../shared/contract/upgrades.ts';
import { reasonOf } from '../../shared/failures.ts';
import type { Log } from '../engine/host.ts';

/** Between two files of one device, and between two upgrades. In milliseconds. */
const LINGER = 10_000;
/** Timers count no further than some 24 days. */
const LONGEST_TIMER = 3_600_000;

/**
 * Keeps the machine from falling asleep by itself while something is under way that sleep would break: operations, upgrades, and
 * files on their way to devices. Not while it only listens, or waits for a device that is off. A closed lid is stronger.
 *
 * @returns ends it, and lets the machine sleep again
 */
export function stayAwake(backend: Transport, blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>, log: Log): () => void {
  /** What is under way, until when. */
  const busy = new Map<string, number>();
  let held: number | undefined;
  let timer: NodeJS.Timeout | undefined;

  const look = () => {
    clearTimeout(timer);
    const now = Date.now();
    for (const [what, until] of busy) if (until <= now) busy.delete(what);
    const until = Math.max(0, ...busy.values());
    if (until > now) {
      held ??= blocker.start('prevent-app-suspension');
      if (Number.isFinite(until)) timer = setTimeout(look, Math.min(LONGEST_TIMER, until - now));
    } else if (held !== undefined) {
      blocker.stop(held);
      held = undefined;
    }
  };
  const note = (what: string, until: number) => {
    if (until > 0) busy.set(what, until);
    else if (busy.has(what)) busy.set(what, Date.now() + LINGER);
  };

  const hear = {
    operation: ({ id, state }: Operation) => note(id, state === 'running' ? Number.POSITIVE_INFINITY : 0),
    upgrade: (operation: UpgradeOperation) => note(operation.id, busyUntil(operation)),
    serving: ({ activeTransfers }: ServingStatus) => note('transfers', activeTransfers > 0 ? Number.POSITIVE_INFINITY : 0),
  };
  const ends = [
    listen(backend, 'operations.changed', (operation) => {
      hear.operation(operation);
      look();
    }),
    listen(backend, 'upgrades.changed', ({ operations }) => {
      operations.forEach(hear.upgrade);
      look();
    }),
    listen(backend, 'serving.changed', (status) => {
      hear.serving(status);
      look();
    }),
  ];
  const client = connect(backend);
  const ask = async () => {
    (await client.operations.list(undefined)).forEach(hear.operation);
    (await client.upgrades.operations({})).forEach(hear.upgrade);
    hear.serving(await client.serving.status(undefined));
    look();
  };
  // What changes is heard of all the same.
  ask().catch((error: unknown) => log.warn('desktop', 'not known what is under way', { reason: reasonOf(error) }));

  return () => {
    for (const end of ends) end();
    busy.clear();
    look();
  };
}

/** Zero: nothing is done about it now. A try that waits for its turn is waited for; a device that is off is not. */
function busyUntil({ step, dueAt, pending }: UpgradeOperation): number {
  if (step === 'done' || pending) return 0;
  if (step !== 'queued') return Number.POSITIVE_INFINITY;
  return dueAt === null ? 0 : dueAt + LINGER;
}
