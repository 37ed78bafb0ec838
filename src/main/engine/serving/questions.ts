import type { Answer, ProvisioningRequest, UploadAnswer } from '../../domain/provisioning/request.ts';
import { FileLooks } from './file-looks.ts';
import { fileVersion } from './file-version.ts';
import { KeptAnswers } from './kept-answers.ts';
import type { FromWorker } from './messages.ts';
import type { Reports } from './reports.ts';

export interface QuestionsParts {
  tell(message: FromWorker): void;
  readonly reports: Pick<Reports, 'add' | 'isFull'>;
  /** How often the engine has told to forget, counted by it in shared memory at the moment of the change. */
  readonly changes: Int32Array;
}

/** As many as HTTP and TFTP attend to at once. What comes beyond is told to ask again later, and the engine not asked. */
export const MOST_OPEN = 5000;

interface Open {
  readonly request: ProvisioningRequest;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/**
 * Asks the engine, which knows plugins and devices, what to do with a request. What it answered is given again as long
 * as that holds. The word to forget travels; the count does not: while they differ, nothing is given again.
 */
export class Questions {
  readonly #parts: QuestionsParts;
  readonly #kept = new KeptAnswers();
  readonly #looks = new FileLooks();
  readonly #open = new Map<number, Open>();
  readonly #uploads = new Map<number, (answer: UploadAnswer) => void>();
  #nextId = 1;
  #heardChanges = 0;

  constructor(parts: QuestionsParts) {
    this.#parts = parts;
  }

  answer(request: ProvisioningRequest): Answer | Promise<Answer> {
    const kept = this.#keptFor(request);
    if (!kept || this.#parts.reports.isFull) return this.#ask(request);
    return kept.kind === 'file' && kept.holds === 'while-unchanged' ? this.#lookAgain(request, kept) : this.#again(request, kept);
  }

  upload(request: ProvisioningRequest): Promise<UploadAnswer> {
    if (this.#uploads.size >= MOST_OPEN) return Promise.resolve({ kind: 'refused', reason: 'not-expected' });
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#uploads.set(id, resolve);
      this.#parts.tell({ kind: 'ask-upload', id, request });
    });
  }

  uploadAnswered(id: number, answer: UploadAnswer): void {
    this.#uploads.get(id)?.(answer);
    this.#uploads.delete(id);
  }

  /** `keep`: nothing that it depends on has changed since. */
  answered(id: number, answer: Answer, keep: boolean): void {
    const open = this.#open.get(id);
    if (!open) return;
    if (keep) this.#kept.keep(open.request, answer);
    this.#open.delete(id);
    open.resolve(answer);
  }

  giveUp(id: number, reason: string): void {
    this.#open.get(id)?.reject(new Error(reason));
    this.#open.delete(id);
  }

  forget(whose: readonly string[] | 'everybody'): void {
    this.#heardChanges += 1;
    this.#kept.forget(whose);
  }

  #keptFor(request: ProvisioningRequest): Answer | undefined {
    return Atomics.load(this.#parts.changes, 0) === this.#heardChanges ? this.#kept.find(request) : undefined;
  }

  async #lookAgain(request: ProvisioningRequest, kept: Extract<Answer, { kind: 'file' }>): Promise<Answer> {
    const found = await this.#looks.look(kept.filePath); // The engine says what is wrong.
    if (this.#keptFor(request) === kept) {
      if (found && fileVersion(found) === kept.version) return this.#again(request, kept);
      this.#kept.drop(request);
    }
    return this.#ask(request);
  }

  #again(request: ProvisioningRequest, kept: Answer): Answer {
    this.#parts.reports.add({ kind: 'heard', request });
    return kept;
  }

  #ask(request: ProvisioningRequest): Answer | Promise<Answer> {
    if (this.#open.size >= MOST_OPEN) return { kind: 'refused', reason: 'not-now' };
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { request, resolve, reject });
      this.#parts.tell({ kind: 'ask', id, request });
    });
  }
}
