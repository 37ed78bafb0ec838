import type { Outcome } from '../../../shared/contract/journal.ts';
import type { Answer, ProvisioningRequest } from '../../domain/provisioning/request.ts';

export type FileAnswer = Extract<Answer, { kind: 'file' }>;

/** What a server of files is given: who decides, and who is told. It knows nothing else of the product. */
export interface Duties {
  /** Where it rejects, the request fails; servers do not wait for it longer than `ANSWER_DEADLINE_MS`. */
  answer(request: ProvisioningRequest): Promise<Answer> | Answer;
  /** Once for every request that was understood, before its answer. */
  watch(request: ProvisioningRequest): RequestWatch;
}

/** Follows one request to its end. */
export interface RequestWatch {
  answered(answer: Answer): void;
  /** The body starts to go out. `total` in bytes, as this client will get them. */
  begin(total: number): void;
  /** `sent` counts from the start of the transfer. */
  progress(sent: number): void;
  /** The first end counts; later ones are not heard. */
  end(outcome: Outcome, reason: string | null): void;
}

export const ANSWER_DEADLINE_MS = 10_000;

/** Asks for the answer. Too late is `not-now`: a phone then asks again, instead of booting without its file. */
export async function answerInTime(duties: Duties, request: ProvisioningRequest): Promise<Answer> {
  const answer = duties.answer(request);
  if (!(answer instanceof Promise)) return answer;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'refused', reason: 'not-now' }), ANSWER_DEADLINE_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
