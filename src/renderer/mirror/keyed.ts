/** A copy of things that the engine holds by id. While `held` is there a snapshot is on its way, and news waits in it. */
export interface Keyed<T> {
  readonly byId: ReadonlyMap<string, T>;
  readonly held: readonly Change<T>[] | undefined;
}

export interface Change<T> {
  readonly revision: number;
  readonly changed: readonly T[];
  readonly removed: readonly string[];
}

export function emptyKeyed<T>(): Keyed<T> {
  return { byId: new Map(), held: [] };
}

/** An engine that restarted counts anew, so that no old revision may be compared with what comes now. */
export function awaitSnapshot<T>(mirror: Keyed<T>): Keyed<T> {
  return { byId: mirror.byId, held: [] };
}

/** The snapshot, then what was heard meanwhile and is newer than it. */
export function takeSnapshot<T extends { id: string; revision: number }>(
  mirror: Keyed<T>,
  revision: number,
  things: readonly T[],
): Keyed<T> {
  const snapshot: Keyed<T> = { byId: new Map(things.map((thing) => [thing.id, thing])), held: undefined };
  return (mirror.held ?? []).filter((change) => change.revision > revision).reduce(takeChange, snapshot);
}

export function takeChange<T extends { id: string; revision: number }>(mirror: Keyed<T>, change: Change<T>): Keyed<T> {
  if (mirror.held) return { byId: mirror.byId, held: [...mirror.held, change] };
  const byId = new Map(mirror.byId);
  for (const thing of change.changed) {
    const known = byId.get(thing.id);
    if (!known || thing.revision >= known.revision) byId.set(thing.id, thing);
  }
  for (const id of change.removed) byId.delete(id);
  return { byId, held: undefined };
}
