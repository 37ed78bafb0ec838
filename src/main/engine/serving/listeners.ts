import type { ListenerChoice } from '../../../shared/contract/serving.ts';
import { reasonOf } from '../../../shared/failures.ts';
import type { OpenResult } from './messages.ts';

/** A server that listens. */
export interface OpenServer {
  readonly address: string;
  readonly port: number;
  stop(): Promise<void>;
}

interface Listener {
  readonly choice: ListenerChoice;
  readonly server: OpenServer;
}

/** The open listeners, and how one set of them follows another. */
export class Listeners {
  readonly #start: (choice: ListenerChoice) => Promise<OpenServer>;
  #open: readonly Listener[] = [];
  /** One change at a time: the next one waits for the one before. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(start: (choice: ListenerChoice) => Promise<OpenServer>) {
    this.#start = start;
  }

  /** All or none. A listener that is in both sets stays open without a gap; one that goes ends its transfers. */
  replace(choices: readonly ListenerChoice[]): Promise<OpenResult> {
    const change = this.#last.then(() => this.#replaceNow(choices));
    this.#last = change.catch(() => undefined);
    return change;
  }

  async #replaceNow(choices: readonly ListenerChoice[]): Promise<OpenResult> {
    const { slots, leaving } = compare(this.#open, choices);
    const wanted = slots.filter((slot) => !slot.listener).map((slot) => slot.choice);
    // Two sockets cannot share a port, not even for a moment: what stands in the way goes first, and comes back on failure.
    const inTheWay = leaving.filter((listener) => wanted.some((choice) => collide(realChoice(listener), choice)));
    await stopAll(inTheWay);

    const opened: Listener[] = [];
    for (const slot of slots) {
      if (slot.listener) continue;
      try {
        slot.listener = { choice: slot.choice, server: await this.#start(slot.choice) };
        opened.push(slot.listener);
      } catch (error) {
        await stopAll(opened);
        await this.#reopen(inTheWay);
        return {
          kind: 'failed',
          listener: slot.choice,
          code: codeOf(error),
          reason: reasonOf(error),
          listeners: this.#open.map(realChoice),
        };
      }
    }
    await stopAll(leaving.filter((listener) => !inTheWay.includes(listener)));
    this.#open = slots.flatMap((slot) => slot.listener ?? []);
    return { kind: 'open', listeners: this.#open.map(realChoice) };
  }

  /** Puts the stopped ones back in their places. One whose port was taken meanwhile is no longer listed as open. */
  async #reopen(stopped: readonly Listener[]): Promise<void> {
    const open: Listener[] = [];
    for (const listener of this.#open) {
      const again = stopped.includes(listener) ? await this.#startAgain(listener) : listener;
      if (again) open.push(again);
    }
    this.#open = open;
  }

  async #startAgain(listener: Listener): Promise<Listener | undefined> {
    try {
      return { choice: listener.choice, server: await this.#start(realChoice(listener)) };
    } catch {
      return undefined; // The failure that led here is the one to tell.
    }
  }
}

interface Slot {
  readonly choice: ListenerChoice;
  listener: Listener | undefined;
}

/** Finds for each choice the listener that serves it already; what is left over has to go. */
function compare(open: readonly Listener[], choices: readonly ListenerChoice[]): { slots: Slot[]; leaving: Listener[] } {
  const leaving = [...open];
  const slots = choices.map((choice): Slot => {
    const at = leaving.findIndex((listener) => same(listener.choice, choice) || same(realChoice(listener), choice));
    const [listener] = at < 0 ? [] : leaving.splice(at, 1);
    return { choice, listener };
  });
  return { slots, leaving };
}

function same(a: ListenerChoice, b: ListenerChoice): boolean {
  const asSet = a.protocol === b.protocol && (a.singlePort ?? false) === (b.singlePort ?? false);
  return asSet && a.address === b.address && a.port === b.port;
}

function collide(a: ListenerChoice, b: ListenerChoice): boolean {
  if ((a.protocol === 'tftp') !== (b.protocol === 'tftp') || a.port !== b.port) return false;
  return a.address === b.address || isWildcard(a.address) || isWildcard(b.address);
}

function isWildcard(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

function realChoice({ choice, server }: Listener): ListenerChoice {
  return { ...choice, port: server.port };
}

async function stopAll(listeners: readonly Listener[]): Promise<void> {
  await Promise.all(listeners.map(({ server }) => server.stop()));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
