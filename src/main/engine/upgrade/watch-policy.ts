/** All in milliseconds. @see reference openwisp-upgrader.md 2 (proposal) */
export interface WatchPolicy {
  /** Until the device is asked for the first time. */
  readonly first: number;
  readonly soon: number;
  /** From `soonFor` on, it is asked less often. */
  readonly soonFor: number;
  readonly later: number;
  /** Then it is told as not back, and watched on. */
  readonly deadline: number;
  /** How long it is watched in all. */
  readonly giveUp: number;
}

export const DEFAULT_WATCH: WatchPolicy = {
  first: 5_000,
  soon: 3_000,
  soonFor: 120_000,
  later: 10_000,
  deadline: 600_000,
  giveUp: 24 * 3_600_000,
};
