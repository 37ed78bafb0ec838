const SECOND_MS = 1000;

/**
 * HTTP tells whole seconds, and one may hold two changes: so each is dated by the end of its second. What a client was
 * given before has an earlier date then, and what it is given with this date is the last of that second.
 *
 * @param changedAt milliseconds since 1970
 */
export function endOfSecond(changedAt: number): number {
  return (Math.floor(changedAt / SECOND_MS) + 1) * SECOND_MS;
}
