import type { Operation } from './contract/operations.ts';

/** How much had come at one moment: milliseconds of any clock that only goes forward, and bytes. */
export interface Sample {
  readonly at: number;
  readonly bytes: number;
}

/** How far back a speed looks, in milliseconds: long enough to be calm, short enough to be of now. */
const LOOKS_BACK = 5_000;
/** A shorter time than this says nothing of a speed. */
const LEAST = 500;

/** Adds what is known now. What is older than a speed looks back goes, but for the one that stands at its edge. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const edge = sample.at - LOOKS_BACK;
  const from = samples.findLastIndex(({ at }) => at <= edge);
  return [...samples.slice(Math.max(0, from)), sample];
}

/** Bytes a second over the last seconds; undefined before there is a speed to tell of. */
export function speedOf(samples: readonly Sample[]): number | undefined {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at - first.at < LEAST) return undefined;
  return Math.max(0, ((last.bytes - first.bytes) * 1000) / (last.at - first.at));
}

/** Seconds until so many bytes have come; undefined without a speed, and while nothing comes. */
export function secondsLeft(bytes: number, speed: number | undefined): number | undefined {
  return speed === undefined || speed <= 0 ? undefined : Math.ceil(bytes / speed);
}

/** Bytes that an operation has still to fetch, as far as is known. A file that several packages want is counted once. */
export function bytesLeft({ items }: Pick<Operation, 'items'>): number {
  const left = new Map<string, number>();
  const here = new Set<string>();
  for (const { state, files } of items) {
    for (const { name, done, total, state: fileState } of files) {
      const key = JSON.stringify([name, total]);
      if (fileState === 'here') here.add(key);
      else if (state === 'waiting' || state === 'downloading') left.set(key, Math.min(left.get(key) ?? total, total - done));
    }
  }
  return [...left].reduce((sum, [key, bytes]) => sum + (here.has(key) ? 0 : Math.max(0, bytes)), 0);
}
