/** How upgrades are carried out where nobody said otherwise. Times in milliseconds. @see reference openwisp-upgrader.md 2 */
export const USUAL_POLICY = {
  atOnce: 5,
  retries: 4,
  firstWait: 60_000,
  longestWait: 600_000,
  prepareWithin: 1_500_000,
  backWithin: 600_000,
} as const;
