import type { MessagePort } from 'node:worker_threads';
import type { Outcome } from '../../../shared/contract/journal.ts';
import { reasonOf } from '../../../shared/failures.ts';
import { Outbox } from '../serving/outbox.ts';
import { type RunningTransfer, startSession, type Terms } from './session.ts';
import { type Content, FileView, type SharedFile } from './shared-file.ts';

/** What a lane is told. `id` is the transfer's. */
export type ToLane =
  | { readonly kind: 'start'; readonly id: number; readonly terms: Terms; readonly file: SharedFile }
  | { readonly kind: 'abort'; readonly id: number; readonly reason: string; readonly tell: boolean };

/** What a lane says: for each transfer `begun` and `ended`, or `not-begun`; and `released` when it reads the file no more. */
export type FromLane =
  | { readonly kind: 'ready' }
  | { readonly kind: 'begun'; readonly id: number }
  | { readonly kind: 'not-begun'; readonly id: number; readonly code: string; readonly reason: string }
  /** Pairs: transfer, bytes that its client has; transfer, packets that went out again since this was last told. */
  | { readonly kind: 'progress'; readonly acked: readonly number[]; readonly resent: readonly number[] }
  | {
      readonly kind: 'ended';
      readonly id: number;
      readonly acked: number;
      readonly outcome: Outcome;
      readonly reason: string | null;
    }
  | { readonly kind: 'released'; readonly id: number };

const PROGRESS_EVERY_MS = 100;

/** A thread that does nothing but run transfers which another one has taken in. */
export function runLane(port: MessagePort): void {
  const outbox = new Outbox<FromLane>((messages) => port.postMessage(messages));
  const tell = (message: FromLane) => outbox.tell(message);
  const views = new Views();
  const running = new Map<number, RunningTransfer>();
  /** Only of transfers that moved since they were last told. */
  const moved = new Map<number, number>();
  const resent = new Map<number, number>();

  setInterval(() => {
    if (moved.size + resent.size === 0) return;
    tell({ kind: 'progress', acked: [...moved].flat(), resent: [...resent].flat() });
    moved.clear();
    resent.clear();
  }, PROGRESS_EVERY_MS);

  const start = async ({ id, terms, file }: Extract<ToLane, { kind: 'start' }>) => {
    let acked = 0;
    const content = views.open(file, () => tell({ kind: 'released', id }));
    try {
      const transfer = await startSession(terms, content, {
        begin: () => tell({ kind: 'begun', id }),
        progress: (bytes) => {
          acked = bytes;
          moved.set(id, bytes);
        },
        resent: (packets) => resent.set(id, (resent.get(id) ?? 0) + packets),
        end: (outcome, reason) => {
          const packets = resent.get(id);
          if (packets !== undefined) tell({ kind: 'progress', acked: [], resent: [id, packets] });
          running.delete(id);
          moved.delete(id);
          resent.delete(id);
          tell({ kind: 'ended', id, acked, outcome, reason });
        },
      });
      running.set(id, transfer);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      tell({ kind: 'not-begun', id, code, reason: reasonOf(error) });
    }
  };

  port.on('message', (messages: readonly ToLane[]) => {
    for (const message of messages) {
      if (message.kind === 'start') void start(message);
      else running.get(message.id)?.abort(message.reason, message.tell);
    }
  });
  tell({ kind: 'ready' });
}

/** The files that this thread reads, each through one view. */
class Views {
  readonly #views = new Map<string, { readonly view: FileView; users: number }>();

  open(file: SharedFile, onReleased: () => void): Content {
    // A file that was closed and opened again has another descriptor.
    const key = `${file.id} ${file.fd}`;
    const entry = this.#views.get(key) ?? { view: new FileView(file), users: 0 };
    this.#views.set(key, entry);
    entry.users += 1;
    const { view } = entry;
    return {
      size: file.size,
      copy: (position, length, target, at) => view.copy(position, length, target, at),
      load: (position, length) => view.load(position, length),
      release: () => {
        entry.users -= 1;
        if (entry.users > 0) return onReleased();
        this.#views.delete(key);
        // The descriptor must not be closed under a read.
        void view.idle().then(onReleased);
      },
    };
  }
}
