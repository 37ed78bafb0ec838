import type { ListenerChoice } from '../../../shared/contract/serving.ts';
import type { Answer, ProvisioningRequest } from '../../domain/provisioning/request.ts';
import type { FileAnswer } from './duties.ts';
import type { RequestEnd, Snapshot } from './ledger.ts';

/** What the engine says to the data plane's worker. Messages travel in arrays, in both directions (`Outbox`). */
export type ToWorker =
  | { readonly kind: 'open'; readonly id: number; readonly listeners: readonly ListenerChoice[] }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Answer }
  /** The answer could not be found out: our own fault, told to the client as such. */
  | { readonly kind: 'no-answer'; readonly id: number; readonly reason: string }
  | { readonly kind: 'stop' };

/** What the worker says. `ask` waits for an `answer` of the same id, `opened` replies to `open`. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ask'; readonly id: number; readonly request: ProvisioningRequest }
  | { readonly kind: 'opened'; readonly id: number; readonly result: OpenResult }
  /** `transfer` is the id that the snapshots know it by. */
  | { readonly kind: 'begin'; readonly transfer: string; readonly request: ProvisioningRequest; readonly answer: FileAnswer }
  | { readonly kind: 'end'; readonly transfer: string | null; readonly end: RequestEnd }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot };

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
