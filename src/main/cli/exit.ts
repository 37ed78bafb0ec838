/** What a command's exit status says; scripts rely on it. */
export const EXIT = {
  done: 0,
  /** Refused or failed: standard output or error says why. */
  failed: 1,
  /** The command line itself was wrong. */
  usage: 2,
  /** Some items failed; each is listed with its failure. */
  partly: 3,
} as const;
