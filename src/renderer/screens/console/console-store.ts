import { create } from 'zustand';
import { Console } from '../../../shared/console/console.ts';
import type { Shortfall } from '../../../shared/console/shown.ts';
import type { Operation } from '../../../shared/contract/operations.ts';
import type { Failure } from '../../../shared/failures.ts';
import { engine, transport } from '../../client.ts';

/** What stands on the page, from top to bottom. */
export type Entry =
  | { readonly id: number; readonly kind: 'typed'; readonly text: string; readonly goesOn: boolean }
  | { readonly id: number; readonly kind: 'answer'; readonly text: string; readonly shortfall: Shortfall | undefined }
  | { readonly id: number; readonly kind: 'failure'; readonly failure: Failure };

interface ConsolePage {
  readonly entries: readonly Entry[];
  /** Older ones were given up. */
  readonly dropped: boolean;
  readonly busy: boolean;
  /** What the statement that runs waits for. */
  readonly operation: Operation | undefined;
  /** The lines of a statement that goes on. */
  readonly begun: string;
  /** Oldest first. */
  readonly history: readonly string[];
}

/** Entries that a page keeps: more than anybody scrolls back, and few enough to stay quick. */
const MOST_ENTRIES = 500;
/** Longest answer that is shown, in characters; the rest is told of. */
const LONGEST_ANSWER = 200_000;

/** The page outlives a look at another screen: what runs goes on, what was said stays. */
export const useConsole = create<ConsolePage>(() => ({
  entries: [],
  dropped: false,
  busy: false,
  operation: undefined,
  begun: '',
  history: [],
}));

const console = new Console({
  client: engine,
  transport,
  hints: [],
  repeat(call) {
    const timer = window.setInterval(call, 2000);
    return () => window.clearInterval(timer);
  },
  answer: (_document, lines, shortfall) => add({ kind: 'answer', text: shortened(lines.join('\n')), shortfall }),
  failure: (failure) => add({ kind: 'failure', failure }),
  progress: (operation) => useConsole.setState({ operation: operation.state === 'running' ? operation : undefined }),
});

/** Lines of an earlier day, once. Without them the console works as well. */
export async function loadHistory(): Promise<void> {
  if (useConsole.getState().history.length > 0) return;
  const earlier = await engine.console.history(undefined);
  // Lines may have been entered before the answer came, which may tell of them too.
  useConsole.setState(({ history }) => ({ history: [...earlier.filter((line) => !history.includes(line)), ...history] }));
}

/** Runs a line, or adds it to the statement that was begun. */
export async function enter(line: string): Promise<void> {
  const { begun, history } = useConsole.getState();
  if (line.trim() === '' && begun === '') return;
  add({ kind: 'typed', text: line, goesOn: begun !== '' });
  if (line.trim() !== '' && history.at(-1) !== line) useConsole.setState({ history: [...history, line] });
  // A history that cannot be written keeps nobody from working.
  if (line.trim() !== '') engine.console.remember({ line }).catch(() => undefined);
  const code = begun === '' ? line : `${begun}\n${line}`;
  useConsole.setState({ busy: true });
  const ended = await console.run(code);
  useConsole.setState({ busy: false, operation: undefined, begun: ended === 'incomplete' ? code : '' });
}

/** Cancels what runs; else gives up the statement that was begun. False where there is neither. */
export function interrupt(): boolean {
  if (console.cancel()) return true;
  const begun = useConsole.getState().begun !== '';
  useConsole.setState({ begun: '' });
  return begun;
}

export function clear(): void {
  useConsole.setState({ entries: [], dropped: false });
}

export const complete = (line: string) => console.complete(line);

let nextId = 1;

function add(entry: Entry extends infer E ? (E extends Entry ? Omit<E, 'id'> : never) : never): void {
  const { entries, dropped } = useConsole.getState();
  const all = [...entries, { ...entry, id: nextId }];
  nextId += 1;
  useConsole.setState({ entries: all.slice(-MOST_ENTRIES), dropped: dropped || all.length > MOST_ENTRIES });
}

function shortened(text: string): string {
  return text.length <= LONGEST_ANSWER ? text : `${text.slice(0, LONGEST_ANSWER)}\n…`;
}
