import type { Operation } from '../../shared/contract/operations.ts';
import { bytesLeft, type Sample, secondsLeft, speedOf, withSample } from '../../shared/speed.ts';
import { useOperations } from './operations.ts';

export interface Speed {
  readonly bytesPerSecond: number | undefined;
  readonly remainingMs: number | undefined;
}

/** How much each running operation had fetched lately. Kept beside the mirror, so that a speed is known on every screen at once. */
const samples = new Map<string, readonly Sample[]>();

export function watchSpeeds(): void {
  useOperations.subscribe(({ byId }, before) => {
    if (byId === before.byId) return;
    for (const operation of byId.values()) {
      const { id, state, bytes } = operation;
      if (state !== 'running') samples.delete(id);
      else if (operation !== before.byId.get(id))
        samples.set(id, withSample(samples.get(id) ?? [], { at: performance.now(), bytes }));
    }
  });
}

/** Of a running operation; undefined for one that has ended. It changes only together with the operation itself. */
export function speedOfOperation(operation: Operation | undefined): Speed | undefined {
  if (operation?.state !== 'running' || operation.kind === 'links.check') return undefined;
  const bytesPerSecond = speedOf(samples.get(operation.id) ?? []);
  const seconds = secondsLeft(bytesLeft(operation), bytesPerSecond);
  return { bytesPerSecond, remainingMs: seconds === undefined ? undefined : seconds * 1000 };
}
