import type { Context } from 'node:vm';
import { failureOf, ProvdeskError } from '../../../shared/failures.ts';
import type { Session } from '../program.ts';
import { type Completion, complete } from './complete.ts';
import { Desk } from './desk.ts';
import { helpOf } from './members.ts';
import { pluginsObject } from './plugin-objects.ts';
import { documentOf, linesOf, Report } from './shown.ts';
import { devicesObject, journalFunction } from './site-objects.ts';
import { compile, createWorld, evaluate, statementFailed } from './statement.ts';

/** How a statement ended; `incomplete`: it goes on in the next line, and nothing was run. */
export type Ended = 'done' | 'failed' | 'incomplete';

const OVERVIEW = [
  'plugins              the plugin server and its plugins; help(plugins)',
  "p = plugins['ID']    one of them, and its packages; help(p)",
  'devices              those that asked for something; help(devices)',
  'journal(20)          what happened',
  '.exit                leaves the console',
  'Tab completes names and ids. Ctrl+C cancels what runs.',
];

/** The objects of the console, the world that statements run in, and what is printed of them. */
export class Console {
  readonly #session: Session;
  readonly #desk: Desk;
  readonly #context: Context;
  #last: Promise<unknown> = Promise.resolve();

  constructor(session: Session) {
    this.#session = session;
    this.#desk = new Desk(session);
    const objects = {
      plugins: pluginsObject(this.#desk),
      devices: devicesObject(this.#desk),
      journal: journalFunction(this.#desk),
      help: (of?: unknown) => new Report(helpOf(of) ?? OVERVIEW, helpOf(of) ?? OVERVIEW),
    };
    this.#context = createWorld(objects);
  }

  /** Runs a statement when those before it have ended, and prints what it gives. */
  async run(code: string): Promise<Ended> {
    const ended = this.#last.then(() => this.#run(code.trim() === 'help' ? 'help()' : code));
    this.#last = ended;
    return await ended;
  }

  /** Cancels the operation that runs. False where none does. */
  cancel(): boolean {
    return this.#desk.cancel();
  }

  async complete(line: string): Promise<Completion> {
    return await complete(line, this.#session.client, this.#context);
  }

  async #run(code: string): Promise<Ended> {
    const { output } = this.#session;
    const failures = new Set<unknown>();
    let value: unknown;
    try {
      const script = compile(code);
      if (!script) return 'incomplete';
      value = await evaluate(script, this.#context);
    } catch (error) {
      failures.add(error);
    }
    const reports = new Set<unknown>();
    for (const result of await this.#desk.settled()) {
      if (result.status === 'rejected') failures.add(result.reason);
      else if (result.value instanceof Report) reports.add(result.value);
    }
    reports.add(value); // What the statement itself gives stands last, once.
    let failed = failures.size > 0;
    for (const each of reports) {
      if (each instanceof Report) failed ||= each.failed;
      if (each !== undefined) output.answer(documentOf(each), linesOf(each));
    }
    for (const each of failures) output.failure(toFailure(code, each));
    return failed ? 'failed' : 'done';
  }
}

function toFailure(code: string, error: unknown) {
  return failureOf(error instanceof ProvdeskError ? error : statementFailed(code, error));
}
