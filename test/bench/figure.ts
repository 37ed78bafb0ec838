/** One measured number of a goal. */
export interface Figure {
  /** `G3`. */
  readonly goal: string;
  /** What is compared: `200 clients, lock-step ÷ tftpd-hpa`. */
  readonly what: string;
  /** Null where it could not be measured: the peer is not installed. */
  readonly value: number | null;
  readonly wanted: { readonly atLeast: number } | { readonly atMost: number };
  /** What stands behind the number, in words: medians, absolute figures. */
  readonly behind: string;
}

/** What is measured at one go, for one or several goals. */
export interface Part {
  readonly goals: readonly string[];
  /** `rounds`: how often each server is measured, in turn. */
  measure(rounds: number): Promise<readonly Figure[]>;
}

export function isMet({ value, wanted }: Figure): boolean | null {
  if (value === null) return null;
  return 'atLeast' in wanted ? value >= wanted.atLeast : value <= wanted.atMost;
}

export function wantedText({ wanted }: Figure): string {
  return 'atLeast' in wanted ? `≥ ${wanted.atLeast}` : `≤ ${wanted.atMost}`;
}

/** Three figures that matter: `0.843`, `12.1`, `312`. */
export function shown(value: number | null): string {
  if (value === null) return 'not measured';
  if (Number.isInteger(value)) return String(value);
  return value.toPrecision(3).replace(/e.*$/, '');
}
