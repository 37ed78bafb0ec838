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
    this.#out.write(this.json ? `${JSON.stringify(document)}\n` : lines.map((line) => `${line}\n`).join(''));
  }

  /** One line of a stream of documents (`journal`, `serve`). */
  item(document: unknown, line: string): void {
    this.#clearProgress();
    this.#out.write(`${this.json ? JSON.stringify(document) : line}\n`);
  }

  failure(failure: Failure): void {
    this.#clearProgress();
    if (this.json) this.#out.write(`${JSON.stringify({ failure: failureDocument(failure) })}\n`);
    else this.#err.write(`${failure.message} [${failure.code}]\n`);
  }

  /** A remark for people; scripts do not see it. */
  remark(text: string): void {
    if (this.json) return;
    this.#clearProgress();
    this.#err.write(`${text}\n`);
  }

  /** Progress: a JSON line each with `--json`, one line that is written over on a terminal, nothing else. */
  progress(document: unknown, line: string): void {
    if (this.json) this.#err.write(`${JSON.stringify(document)}\n`);
    else if (this.#err.isTTY) {
      this.#err.write(`\r\u001b[K${line}`);
      this.#progressShown = true;
    }
  }

  #clearProgress(): void {
    if (this.#progressShown) this.#err.write('\r\u001b[K');
    this.#progressShown = false;
  }
}

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
