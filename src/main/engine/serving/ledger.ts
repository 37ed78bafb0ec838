import type { Outcome } from '../../../shared/contract/journal.ts';
import type { Counters, Transfer } from '../../../shared/contract/serving.ts';
import type { Answer, ProvisioningRequest } from '../../domain/provisioning/request.ts';
import type { FileAnswer, RequestWatch } from './duties.ts';

export interface RequestEnd {
  readonly request: ProvisioningRequest;
  /** Null where none was asked for: a write, or a method that is never answered. */
  readonly answer: Answer | null;
  readonly outcome: Outcome;
  /** Taken by the client. */
  readonly bytes: number;
  /** What the whole transfer had; 0 where none began. */
  readonly total: number;
  readonly milliseconds: number;
  readonly reason: string | null;
  /** Absolute path of a file that the client wrote. */
  readonly kept?: string;
}

export interface Snapshot {
  readonly counters: Counters;
  /** At most 200, oldest first. */
  readonly transfers: readonly Transfer[];
  /** All that run, also those beyond the 200. */
  readonly activeTransfers: number;
  /** In the last second, all protocols. */
  readonly bytesPerSecond: number;
}

/** `transfer` is the id that the snapshots show. */
export interface LedgerNews {
  onBegin(transfer: string, request: ProvisioningRequest, answer: FileAnswer): void;
  /** `transfer` is null where no body went out. */
  onEnd(transfer: string | null, end: RequestEnd): void;
}

export const NOTHING_SERVED: Snapshot = {
  counters: { requests: 0, sent: 0, missing: 0, refused: 0, broken: 0, bytes: 0 },
  transfers: [],
  activeTransfers: 0,
  bytesPerSecond: 0,
};

const TRANSFERS_SHOWN = 200;
const RATE_WINDOW_MS = 1000;

/** Counts what both servers do. Every number that the window shows about serving comes from here. */
export class Ledger {
  readonly #news: LedgerNews;
  /** Milliseconds since 1970. */
  readonly #now: () => number;
  readonly #counters = { ...NOTHING_SERVED.counters };
  readonly #running = new Map<string, Transfer>();
  /** Total of bytes at moments of the last second, oldest first: the rate is the difference. */
  readonly #marks: { at: number; bytes: number }[] = [];
  #nextId = 1;

  constructor(news: LedgerNews, now: () => number) {
    this.#news = news;
    this.#now = now;
  }

  watch(request: ProvisioningRequest): RequestWatch {
    this.#counters.requests += 1;
    const askedAt = this.#now();
    let answer: Answer | null = null;
    let transfer: Transfer | null = null;
    let ended = false;
    return {
      answered: (given) => {
        answer = given;
      },
      begin: (total) => {
        if (ended || transfer || answer?.kind !== 'file') return;
        transfer = {
          id: `t${this.#nextId++}`,
          protocol: request.protocol,
          ip: request.ip,
          path: request.path,
          startedAt: this.#now(),
          sent: 0,
          total,
        };
        this.#running.set(transfer.id, transfer);
        this.#news.onBegin(transfer.id, request, answer);
      },
      progress: (sent) => {
        if (ended || !transfer || sent <= transfer.sent) return;
        this.#counters.bytes += sent - transfer.sent;
        transfer.sent = sent;
      },
      end: (outcome, reason, upload) => {
        if (ended) return;
        ended = true;
        this.#counters[COUNTER_OF[outcome]] += 1;
        if (transfer) this.#running.delete(transfer.id);
        const { sent: bytes, total } = transfer ?? { sent: upload?.bytes ?? 0, total: upload?.bytes ?? 0 };
        this.#news.onEnd(transfer?.id ?? null, {
          request,
          answer,
          outcome,
          bytes,
          total,
          milliseconds: this.#now() - askedAt,
          reason,
          ...(upload && upload.kept !== null ? { kept: upload.kept } : {}),
        });
      },
    };
  }

  /** To be called several times a second: the rate is measured between calls. */
  snapshot(): Snapshot {
    const transfers: Transfer[] = [];
    for (const transfer of this.#running.values()) {
      if (transfers.length === TRANSFERS_SHOWN) break;
      transfers.push({ ...transfer });
    }
    return { counters: { ...this.#counters }, transfers, activeTransfers: this.#running.size, bytesPerSecond: this.#rate() };
  }

  #rate(): number {
    const now = this.#now();
    this.#marks.push({ at: now, bytes: this.#counters.bytes });
    while (this.#marks.length > 1 && (this.#marks[1]?.at ?? now) <= now - RATE_WINDOW_MS) this.#marks.shift();
    const oldest = this.#marks[0] ?? { at: now, bytes: this.#counters.bytes };
    // A first, short span is counted as a second: it would otherwise read as a burst.
    const span = Math.max(now - oldest.at, RATE_WINDOW_MS);
    return Math.round(((this.#counters.bytes - oldest.bytes) * 1000) / span);
  }
}

const COUNTER_OF: Record<Outcome, Exclude<keyof Counters, 'requests' | 'bytes'>> = {
  sent: 'sent',
  'not-modified': 'sent',
  missing: 'missing',
  refused: 'refused',
  aborted: 'broken',
  'timed-out': 'broken',
  failed: 'broken',
};
