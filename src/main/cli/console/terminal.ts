import { Recoverable, start } from 'node:repl';
import { HISTORY_LINES } from '../../../shared/console/history.ts';
import type { Completion } from '../../../shared/console/complete.ts';
import type { Console } from '../../../shared/console/console.ts';

export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Where what was typed is kept from one time to the next. */
  readonly historyPath: string;
}

/** A prompt with line editing, completion and history, until `.exit` or Ctrl+D. */
export async function runTerminal(console: Console, { input, output, historyPath }: Terminal): Promise<void> {
  output.write('Provdesk console. “help” shows what there is, “.exit” leaves.\n');
  const server = start({
    prompt: 'provdesk> ',
    input,
    output,
    terminal: true,
    ignoreUndefined: true,
    preview: false,
    // Values are printed by the console itself; the prompt only waits for it.
    eval: (code, _context, _file, done) => void evaluate(console, code, done),
    completer: (line: string, done: CompletionDone) => void completeLine(console, line, done),
  });
  // In a terminal that is read key by key, Ctrl+C is a key: while something runs it cancels that, else it is the prompt's.
  const own = server.listeners('SIGINT');
  server.removeAllListeners('SIGINT');
  server.on('SIGINT', () => {
    if (!console.cancel()) for (const listener of own) Reflect.apply(listener, server, []);
  });
  const closed = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  // Without a history that can be written, the console works as well.
  server.setupHistory({ filePath: historyPath, size: HISTORY_LINES, onHistoryFileLoaded: () => undefined });
  await closed;
}

type CompletionDone = (error: null, completion: Completion) => void;

async function evaluate(console: Console, code: string, done: (error: Error | null, result: undefined) => void): Promise<void> {
  const ended = await console.run(code);
  done(ended === 'incomplete' ? new Recoverable(new SyntaxError('it goes on')) : null, undefined);
}

async function completeLine(console: Console, line: string, done: CompletionDone): Promise<void> {
  done(null, await console.complete(line));
}
