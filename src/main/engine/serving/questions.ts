import type { Answer, FileAnswer, ProvisioningRequest, UploadAnswer } from '../../domain/provisioning/request.ts';
import type { BriefAnswer, RenderedBrief } from './brief-answer.ts';
import { FileLooks } from './file-looks.ts';
import { fileVersion } from './file-version.ts';
import { KeptAnswers } from './kept-answers.ts';
import type { FromWorker } from './messages.ts';
import { RenderedBytes } from './rendered-bytes.ts';
import type { Reports } from './reports.ts';
import type { PackedAnswer } from './sent-bytes.ts';

export interface QuestionsParts {
  tell(message: FromWorker): void;
  readonly reports: Pick<Reports, 'add' | 'isFull'>;
  /** How often the engine has told to forget, counted by it in shared memory at the moment of the change. */
  readonly changes: Int32Array;
  /** Room for rendered configurations; without it, what a campus needs. */
  readonly renderedBytes?: number;
}

/** As many as HTTP and TFTP attend to at once. What comes beyond is told to ask again later, and the engine not asked. */
export const MOST_OPEN = 5000;
/** So often in a row what was rendered may be lost before it is used: then the memory is far too small. */
const MOST_TRIES = 3;

interface Open {
  readonly request: ProvisioningRequest;
  tries: number;
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
  readonly #rendered: RenderedBytes;
  readonly #open = new Map<number, Open>();
  readonly #uploads = new Map<number, (answer: UploadAnswer) => void>();
  #nextId = 1;
  #heardChanges = 0;

  constructor(parts: QuestionsParts) {
    this.#parts = parts;
    this.#rendered = new RenderedBytes((sha256) => parts.tell({ kind: 'lost', sha256 }), parts.renderedBytes);
  }

  answer(request: ProvisioningRequest): Answer | Promise<Answer> {
    const kept = this.#keptFor(request);
    if (!kept || this.#parts.reports.isFull) return this.#ask(request);
    if (kept.kind === 'rendered') return this.#renderedAgain(request, kept);
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
  answered(id: number, { answer: brief, bytes }: PackedAnswer, keep: boolean): void {
    if (bytes && brief.kind === 'rendered') this.#rendered.keep(brief.sha256, bytes);
    const open = this.#open.get(id);
    if (!open) return;
    const answer = this.#whole(brief);
    if (!answer) return this.#askAgain(id, open);
    if (keep) this.#kept.keep(open.request, brief);
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

  #keptFor(request: ProvisioningRequest): BriefAnswer | undefined {
    return Atomics.load(this.#parts.changes, 0) === this.#heardChanges ? this.#kept.find(request) : undefined;
  }

  async #lookAgain(request: ProvisioningRequest, kept: FileAnswer): Promise<Answer> {
    const found = await this.#looks.look(kept.filePath); // The engine says what is wrong.
    if (this.#keptFor(request) === kept) {
      if (found && fileVersion(found) === kept.version) return this.#again(request, kept);
      this.#kept.drop(request);
    }
    return this.#ask(request);
  }

  /** Where others took its place in memory, the engine writes it anew. */
  #renderedAgain(request: ProvisioningRequest, kept: RenderedBrief): Answer | Promise<Answer> {
    const answer = this.#whole(kept);
    return answer ? this.#again(request, answer) : this.#ask(request);
  }

  /** Undefined where the bytes are not here. */
  #whole(brief: BriefAnswer): Answer | undefined {
    if (brief.kind !== 'rendered') return brief;
    const bytes = this.#rendered.find(brief.sha256);
    return bytes && { ...brief, bytes };
  }

  #again(request: ProvisioningRequest, kept: Answer): Answer {
    this.#parts.reports.add({ kind: 'heard', request });
    return kept;
  }

  /** The engine answered before it heard that the bytes are gone. */
  #askAgain(id: number, open: Open): void {
    open.tries += 1;
    if (open.tries >= MOST_TRIES) this.giveUp(id, 'there is no room for this configuration');
    else this.#parts.tell({ kind: 'ask', id, request: open.request });
  }

  #ask(request: ProvisioningRequest): Answer | Promise<Answer> {
    if (this.#open.size >= MOST_OPEN) return { kind: 'refused', reason: 'not-now' };
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { request, tries: 0, resolve, reject });
      this.#parts.tell({ kind: 'ask', id, request });
    });
  }
}
