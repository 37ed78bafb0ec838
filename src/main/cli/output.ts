import type { Failure } from '../../shared/failures.ts';

type Sink = Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;

/** What a command prints: one JSON document, or text for people. Progress goes to standard error either way. */
export class Output {
  readonly json: boolean;
  readonly #out: Sink;
  readonly #err: Sink;
  #progressShown = false;

  constructor(out: Sink, err: Sink, json: boolean) {
    this.#out = out;
    this.#err = err;
    this.json = json;
  }

  /** The answer: `document` with `--json`, else the lines. */
  answer(document: unknown, lines: readonly string[]): void {
    this.#clearProgress();
    this.#out.write(this.json ? documentLine(document) : lines.map((line) => `${shown(line)}\n`).join(''));
  }

  /** One line of a stream of documents (`journal`, `serve`). */
  item(document: unknown, line: string): void {
    this.#clearProgress();
    this.#out.write(this.json ? documentLine(document) : `${shown(line)}\n`);
  }

  failure(failure: Failure): void {
    this.#clearProgress();
    if (this.json) this.#out.write(documentLine({ failure: failureDocument(failure) }));
    else this.#err.write(`${shown(failure.message)} [${failure.code}]\n`);
  }

  /** A remark for people; scripts do not see it. */
  remark(text: string): void {
    if (this.json) return;
    this.#clearProgress();
    this.#err.write(`${shown(text)}\n`);
  }

  /** Progress: a JSON line each with `--json`, one line that is written over on a terminal, nothing else. */
  progress(document: unknown, line: string): void {
    if (this.json) this.#err.write(documentLine(document));
    else if (this.#err.isTTY) {
      this.#err.write(`\r\u001b[K${shown(line)}`);
      this.#progressShown = true;
    }
  }

  #clearProgress(): void {
    if (this.#progressShown) this.#err.write('\r\u001b[K');
    this.#progressShown = false;
  }
}

/** One line; each moment in it as ISO 8601, as people and other programs write them. A terminal may show it: nothing in it steers. */
function documentLine(document: unknown): string {
  const text = JSON.stringify(document, (key, value: unknown) =>
    typeof value === 'number' && MOMENT.test(key) ? new Date(value).toISOString() : value,
  );
  return `${text.replaceAll(STEERING, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}

/** How the contract names moments. @see Instant in shared/contract */
const MOMENT = /^at$|At$|^missed$/;

/** What images, plugins and devices say of themselves is shown, and never steers the terminal or turns its text around. */
function shown(text: string): string {
  return text.replaceAll(STEERING, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
  });
}

/** Control characters but tab and line feed, and those that change the direction of writing. @see ECMA-48; UAX #9 */
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** A failure as the command line writes it: its facts beside code, message and remedy. */
export function failureDocument({ code, message, remedy, facts }: Failure): object {
  return { ...facts, code, message, remedy };
}

/** A failure of something that has a name, for people. */
export function failureLine(name: string, { message, code }: Failure): string {
  return `${name}: ${message} [${code}]`;
}

/** `1 plugin`, `2 plugins`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
