import { table } from '../text.ts';

/** How a member is told of. */
export interface Told {
  /** `install('PKG', …)` */
  readonly usage: string;
  readonly says: string;
}

/** One thing that an object of the console can do. */
export interface Member extends Told {
  run(args: readonly unknown[]): Promise<unknown>;
}

export type Members = Readonly<Record<string, Member>>;

/** What is told of an object, and by what a completion knows it. */
interface Page {
  readonly title: string;
  readonly members: Readonly<Record<string, Told>>;
  /** The plugin that the object stands for. */
  readonly plugin?: string;
}

/** Where the work of members waits its turn. */
interface Turns {
  ask(args: readonly unknown[], work: (args: readonly unknown[]) => Promise<unknown>): unknown;
}

const pages = new WeakMap<object, Page>();

/** An object of the console: each member is a function whose work waits for what was asked before. */
export function consoleObject(desk: Turns, page: Page & { readonly members: Members }): Record<string, unknown> {
  const functions = Object.entries(page.members).map(
    ([name, member]) => [name, (...args: unknown[]) => desk.ask(args, (given) => member.run(given))] as const,
  );
  const object: Record<string, unknown> = Object.fromEntries(functions);
  describe(object, page);
  return object;
}

export function describe(object: object, page: Page): void {
  pages.set(object, page);
}

export function pageOf(value: unknown): Page | undefined {
  return (typeof value === 'object' && value !== null) || typeof value === 'function' ? pages.get(value) : undefined;
}

/** Undefined where the value is none of the console's objects. */
export function helpOf(value: unknown): string[] | undefined {
  const page = pageOf(value);
  if (!page) return undefined;
  const rows = Object.values(page.members).map(({ usage, says }) => [`  ${usage}`, says]);
  const [, ...lines] = table(['', ''], rows);
  return [page.title, ...lines];
}
