import { failureOf, ProvdeskError } from '../failures.ts';
import { type Completion, complete } from './complete.ts';
import { type ConsoleHost, Desk } from './desk.ts';
import { helpOf } from './members.ts';
import { pluginsObject } from './plugin-objects.ts';
import { documentOf, linesOf, Report } from './shown.ts';
import { devicesObject, journalFunction } from './site-objects.ts';
import { compile, statementFailed } from './statement.ts';
import { World } from './world.ts';

/** How a statement ended; `incomplete`: it goes on in the next line, and nothing was run. */
export type Ended = 'done' | 'failed' | 'incomplete';

const OVERVIEW = [
  'plugins              the plugin server and its plugins; help(plugins)',
  "p = plugins['ID']    one of them, and its packages; help(p)",
  'devices              those that asked for something; help(devices)',
  'journal(20)          what happened',
  'Tab completes names and ids. Ctrl+C cancels what runs.',
];

/** The objects of the console, the world that statements run in, and what is printed of them. */
export class Console {
  readonly #host: ConsoleHost;
  readonly #desk: Desk;
  readonly #world: World;
  #last: Promise<unknown> = Promise.resolve();

  constructor(host: ConsoleHost) {
    this.#host = host;
    this.#desk = new Desk(host);
    const objects = {
      plugins: pluginsObject(this.#desk),
      devices: devicesObject(this.#desk),
      journal: journalFunction(this.#desk),
      help: (of?: unknown) => {
        const lines = helpOf(of) ?? [...OVERVIEW, ...host.hints];
        return new Report(lines, lines);
      },
    };
    this.#world = new World(objects);
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
    return await complete(line, this.#host.client, this.#world);
  }

  async #run(code: string): Promise<Ended> {
    const failures = new Set<unknown>();
    let value: unknown;
    try {
      const script = compile(code);
      if (!script) return 'incomplete';
      value = await this.#world.run(script);
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
      const shortfall = each instanceof Report ? each.shortfall : undefined;
      failed ||= shortfall !== undefined;
      if (each !== undefined) this.#host.answer(documentOf(each), linesOf(each), shortfall);
    }
    for (const each of failures) this.#host.failure(toFailure(code, each));
    return failed ? 'failed' : 'done';
  }
}

function toFailure(code: string, error: unknown) {
  return failureOf(error instanceof ProvdeskError ? error : statementFailed(code, error));
}
