import type { Answer } from '../../domain/provisioning/request.ts';
import { type BriefAnswer, briefOf } from './brief-answer.ts';

/** What crosses to the data plane: the bytes beside the answer, where they are not there yet. */
export interface PackedAnswer {
  readonly answer: BriefAnswer;
  readonly bytes?: Uint8Array<ArrayBuffer>;
}

/** Which rendered bytes the data plane was sent and still has, so that each goes there once. It says what it lost. */
export class SentBytes {
  readonly #there = new Set<string>();

  pack(answer: Answer): PackedAnswer {
    if (answer.kind !== 'rendered') return { answer };
    const brief = briefOf(answer);
    if (this.#there.has(answer.sha256)) return { answer: brief };
    this.#there.add(answer.sha256);
    return { answer: brief, bytes: answer.bytes };
  }

  lost(sha256: string): void {
    this.#there.delete(sha256);
  }
}
