import type { Operation } from '../contract/operations.ts';
import { table } from '../text.ts';
import { pageOf } from './members.ts';

/** How an operation ended that did not do all it was asked to. */
export type Shortfall = Exclude<Operation['state'], 'running' | 'success'>;

/** Lines that say what was done, and how it ended where some of it was not. */
export class Report {
  readonly lines: readonly string[];
  readonly document: unknown;
  readonly shortfall: Shortfall | undefined;

  constructor(lines: readonly string[], document: unknown, shortfall?: Shortfall) {
    this.lines = lines;
    this.document = document;
    this.shortfall = shortfall;
  }
}

/** Entries by id, shown as a table; a statement may take its keys, its values, or one of them. */
export class Listing<T> {
  readonly #header: readonly string[];
  readonly #entries: ReadonlyMap<string, T>;
  readonly #row: (value: T) => readonly string[];

  constructor(header: readonly string[], entries: Iterable<readonly [string, T]>, row: (value: T) => readonly string[]) {
    this.#header = header;
    this.#entries = new Map(entries);
    this.#row = row;
  }

  get length(): number {
    return this.#entries.size;
  }
  keys = (): string[] => [...this.#entries.keys()];
  values = (): T[] => [...this.#entries.values()];
  get = (id: string): T | undefined => this.#entries.get(id);
  has = (id: string): boolean => this.#entries.has(id);
  lines = (): string[] => (this.length === 0 ? ['none'] : table(this.#header, this.values().map(this.#row)));
  toJSON = (): T[] => this.values();

  *[Symbol.iterator](): IterableIterator<T> {
    yield* this.#entries.values();
  }
}

/** A value as lines for people. Undefined shows as nothing. */
export function linesOf(value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (value instanceof Report) return value.lines;
  if (value instanceof Listing) return value.lines();
  const page = pageOf(value);
  if (page) return [page.title];
  if (typeof value === 'string') return [value];
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value;
  return written(value).split('\n');
}

/** As JSON where it can be. */
function written(value: unknown): string {
  try {
    return JSON.stringify(value, null, 2) ?? String(value);
  } catch {
    return String(value); // A circle, or a number beyond what JSON has.
  }
}

/** The same value for scripts. */
export function documentOf(value: unknown): unknown {
  if (value instanceof Report) return value.document;
  return pageOf(value)?.title ?? value ?? null;
}
