import type { Outcome } from '../../../shared/contract/journal.ts';
import type { Counters, Protocol, Transfer } from '../../../shared/contract/serving.ts';
import type { ProvisioningRequest } from '../../domain/provisioning/request.ts';
import { type BriefAnswer, type BriefContent, briefOf } from './brief-answer.ts';
import type { RequestWatch } from './duties.ts';

/** How a request went, as the servers report it. */
export interface RequestEnd {
  readonly request: ProvisioningRequest;
  /** Null where none was asked for: a write, or a method that is never answered. */
  readonly answer: BriefAnswer | null;
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
  readonly counters: Readonly<Record<Protocol, Counters>>;
  /** At most 200, oldest first. */
  readonly transfers: readonly Transfer[];
  /** All that run, also those beyond the 200. */
  readonly activeTransfers: number;
  /** In the last second, all protocols. */
  readonly bytesPerSecond: number;
}

/** `transfer` is the id that the snapshots show. */
export interface LedgerNews {
  onBegin(transfer: string, request: ProvisioningRequest, answer: BriefContent): void;
  /** `transfer` is null where no body went out. */
  onEnd(transfer: string | null, end: RequestEnd): void;
}

const NOTHING_COUNTED: Counters = { requests: 0, sent: 0, missing: 0, refused: 0, broken: 0, bytes: 0, resent: 0 };

export const NOTHING_SERVED: Snapshot = {
  counters: { tftp: NOTHING_COUNTED, http: NOTHING_COUNTED },
  transfers: [],
  activeTransfers: 0,
  bytesPerSecond: 0,
};

const TRANSFERS_SHOWN = 200;
const RATE_WINDOW_MS = 1000;

/** How many bytes had gone at one moment. */
interface Mark {
  readonly at: number;
  readonly bytes: number;
}

interface Running extends Transfer {
  /** Of the last second, oldest first: the rate is the difference. */
  readonly marks: Mark[];
}

/** Counts what both servers do. Every number that the window shows about serving comes from here. */
export class Ledger {
  readonly #news: LedgerNews;
  /** Milliseconds since 1970. */
  readonly #now: () => number;
  readonly #counters = { tftp: { ...NOTHING_COUNTED }, http: { ...NOTHING_COUNTED } };
  readonly #running = new Map<string, Running>();
  /** Of all protocols. */
  readonly #marks: Mark[] = [];
  #nextId = 1;

  constructor(news: LedgerNews, now: () => number) {
    this.#news = news;
    this.#now = now;
  }

  watch(request: ProvisioningRequest): RequestWatch {
    const counters = this.#counters[request.protocol];
    counters.requests += 1;
    const askedAt = this.#now();
    let answer: BriefAnswer | null = null;
    let transfer: Running | null = null;
    let ended = false;
    return {
      answered: (given) => {
        answer = briefOf(given);
      },
      begin: (total) => {
        if (ended || transfer || !answer || answer.kind === 'refused') return;
        transfer = {
          id: `t${this.#nextId++}`,
          protocol: request.protocol,
          ip: request.ip,
          path: request.path,
          device: null,
          startedAt: this.#now(),
          sent: 0,
          total,
          bytesPerSecond: 0,
          resent: request.protocol === 'tftp' ? 0 : null,
          marks: [],
        };
        this.#running.set(transfer.id, transfer);
        this.#news.onBegin(transfer.id, request, answer);
      },
      progress: (sent) => {
        if (ended || !transfer || sent <= transfer.sent) return;
        counters.bytes += sent - transfer.sent;
        transfer.sent = sent;
      },
      resent: (packets) => {
        if (ended || !transfer || transfer.resent === null) return;
        counters.resent += packets;
        transfer.resent += packets;
      },
      end: (outcome, reason, upload) => {
        if (ended) return;
        ended = true;
        counters[COUNTER_OF[outcome]] += 1;
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
    const now = this.#now();
    for (const { marks, ...transfer } of this.#running.values()) {
      if (transfers.length === TRANSFERS_SHOWN) break;
      transfers.push({ ...transfer, bytesPerSecond: rateOf(marks, now, transfer.sent) });
    }
    const { tftp, http } = this.#counters;
    return {
      counters: { tftp: { ...tftp }, http: { ...http } },
      transfers,
      activeTransfers: this.#running.size,
      bytesPerSecond: rateOf(this.#marks, now, tftp.bytes + http.bytes),
    };
  }
}

function rateOf(marks: Mark[], now: number, bytes: number): number {
  marks.push({ at: now, bytes });
  while (marks.length > 1 && (marks[1]?.at ?? now) <= now - RATE_WINDOW_MS) marks.shift();
  const oldest = marks[0] ?? { at: now, bytes };
  // A first, short span is counted as a second: it would otherwise read as a burst.
  return Math.round(((bytes - oldest.bytes) * 1000) / Math.max(now - oldest.at, RATE_WINDOW_MS));
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
