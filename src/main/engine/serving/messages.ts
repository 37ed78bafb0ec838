import type { ListenerChoice } from '../../../shared/contract/serving.ts';
import type { ProvisioningRequest, UploadAnswer } from '../../domain/provisioning/request.ts';
import type { BriefContent } from './brief-answer.ts';
import type { RequestEnd, Snapshot } from './ledger.ts';
import type { PackedAnswer } from './sent-bytes.ts';
import type { TlsIdentity } from './tls-identity.ts';

/** What the engine says to the data plane's worker. Messages travel in arrays, in both directions (`Outbox`). */
export type ToWorker =
  /** `identity`: for those among them that speak HTTPS. */
  | { readonly kind: 'open'; readonly id: number; readonly listeners: readonly ListenerChoice[]; readonly identity?: TlsIdentity }
  /** `keep`: what the answer depends on has not changed while it was found. */
  | ({ readonly kind: 'answer'; readonly id: number; readonly keep: boolean } & PackedAnswer)
  | { readonly kind: 'upload-answer'; readonly id: number; readonly answer: UploadAnswer }
  /** The answer could not be found out: our own fault, told to the client as such. */
  | { readonly kind: 'no-answer'; readonly id: number; readonly reason: string }
  /** Answers that were given to these addresses may not hold any more. */
  | { readonly kind: 'forget'; readonly whose: readonly string[] | 'everybody' }
  /** The last reports are taken in: the next may come. */
  | { readonly kind: 'noted' }
  | { readonly kind: 'stop' };

/** What the worker says. `ask` waits for an `answer` of the same id, `ask-upload` for an `upload-answer`, `opened` replies to `open`, `noted` to `reports`. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ask'; readonly id: number; readonly request: ProvisioningRequest }
  | { readonly kind: 'ask-upload'; readonly id: number; readonly request: ProvisioningRequest }
  /** The bytes of this digest are not there any more: the next answer that needs them brings them. */
  | { readonly kind: 'lost'; readonly sha256: string }
  | { readonly kind: 'opened'; readonly id: number; readonly result: OpenResult }
  | { readonly kind: 'reports'; readonly reports: readonly Report[] }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot };

/** What became of requests. `transfer` is the id that the snapshots know it by. */
export type Report =
  /** It was given an answer that held; one that the engine was asked about is not reported so. */
  | { readonly kind: 'heard'; readonly request: ProvisioningRequest }
  | { readonly kind: 'begin'; readonly transfer: string; readonly request: ProvisioningRequest; readonly answer: BriefContent }
  | { readonly kind: 'end'; readonly transfer: string | null; readonly end: RequestEnd };

/** What the worker is started with. */
export interface WorkerStart {
  /** One Int32: how often the engine has said `forget`. */
  readonly changes: SharedArrayBuffer;
  /** The file of our own tests: answered, and left out of all that is told and counted. */
  readonly unwatched: string | null;
}

/** `listeners` are those that are open now, with their real ports. */
export type OpenResult =
  | { readonly kind: 'open'; readonly listeners: readonly ListenerChoice[] }
  /** `code` is the operating system's: `EADDRINUSE`, `EACCES`, … */
  | {
      readonly kind: 'failed';
      readonly listener: ListenerChoice;
      readonly code: string;
      readonly reason: string;
      readonly listeners: readonly ListenerChoice[];
    };
