import type { Outcome } from '../../../shared/contract/journal.ts';
import type { Answer, ProvisioningRequest, RefusedAnswer, UploadAnswer } from '../../domain/provisioning/request.ts';

/** Something goes out, from a file or from memory. */
export type ContentAnswer = Exclude<Answer, RefusedAnswer>;

/** What a server of files is given: who decides, and who is told. It knows nothing else of the product. */
export interface Duties {
  /** Where it rejects, the request fails; servers do not wait for it longer than `ANSWER_DEADLINE_MS`. */
  answer(request: ProvisioningRequest): Promise<Answer> | Answer;
  /** What to do with a file that a device wants to write. Without it every write is refused. */
  upload?(request: ProvisioningRequest): Promise<UploadAnswer>;
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
  /** So many more packets went out a second time. */
  resent(packets: number): void;
  /** The first end counts; later ones are not heard. `upload`: of a file that the client wrote. */
  end(outcome: Outcome, reason: string | null, upload?: Upload): void;
}

export interface Upload {
  /** Bytes that came. */
  readonly bytes: number;
  /** Absolute path of the file, where it came whole. */
  readonly kept: string | null;
}

/** Of a request that nobody is told of. */
export const UNWATCHED: RequestWatch = { answered() {}, begin() {}, progress() {}, resent() {}, end() {} };

export const ANSWER_DEADLINE_MS = 10_000;

/** Asks for the answer. Too late is `not-now`: a phone then asks again, instead of booting without its file. */
export async function answerInTime(duties: Duties, request: ProvisioningRequest): Promise<Answer> {
  const answer = duties.answer(request);
  return answer instanceof Promise ? await inTime(answer, { kind: 'refused', reason: 'not-now' }) : answer;
}

/** A client that wants to write and is not told in time is refused. */
export async function uploadInTime(duties: Duties, request: ProvisioningRequest): Promise<UploadAnswer> {
  const refused: UploadAnswer = { kind: 'refused', reason: 'not-expected' };
  return duties.upload ? await inTime(duties.upload(request), refused) : refused;
}

async function inTime<T>(answer: Promise<T>, tooLate: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(tooLate), ANSWER_DEADLINE_MS).unref();
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
