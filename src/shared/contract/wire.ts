import { ProvdeskError } from '../failures.ts';
import type { Reply, Transport } from './kit.ts';

/**
 * The frames that a WebSocket and the control socket carry, one JSON document each. A request has an id
 * chosen by the client; its reply has the same id; news has none.
 */
export type ClientFrame = { readonly id: number; readonly name: string; readonly input?: unknown };
export type ServerFrame = { readonly id: number; readonly reply: Reply } | { readonly news: string; readonly payload: unknown };

/** One open connection, whatever carries it. `send` may be called until `onClose` was heard. */
export interface Channel {
  send(text: string): void;
  onMessage(listener: (text: string) => void): void;
  onClose(listener: () => void): void;
}

/** The client's end. Every request that is still open when the channel closes ends with `contract.connection-lost`. */
export function wireTransport(channel: Channel): Transport {
  const waiting = new Map<number, (reply: Reply) => void>();
  const listeners = new Set<(name: string, payload: unknown) => void>();
  let nextId = 1;
  let closed = false;

  channel.onMessage((text) => {
    const frame = JSON.parse(text) as ServerFrame;
    if ('news' in frame) {
      for (const listener of listeners) listener(frame.news, frame.payload);
      return;
    }
    waiting.get(frame.id)?.(frame.reply);
    waiting.delete(frame.id);
  });
  channel.onClose(() => {
    closed = true;
    for (const settle of waiting.values()) settle(connectionLost());
    waiting.clear();
  });

  return {
    request(name, input) {
      if (closed) return Promise.resolve(connectionLost());
      const id = nextId;
      nextId += 1;
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        channel.send(JSON.stringify({ id, name, input } satisfies ClientFrame));
      });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The engine's end: answers requests and passes all news on until the channel closes. A frame that is none is ignored. */
export function serveWire(channel: Channel, transport: Transport): void {
  const send = (frame: ServerFrame) => channel.send(JSON.stringify(frame));
  const unsubscribe = transport.subscribe((news, payload) => send({ news, payload }));
  channel.onClose(unsubscribe);
  channel.onMessage((text) => {
    const frame = parseClientFrame(text);
    if (frame) void transport.request(frame.name, frame.input).then((reply) => send({ id: frame.id, reply }));
  });
}

function parseClientFrame(text: string): ClientFrame | undefined {
  try {
    const frame: unknown = JSON.parse(text);
    if (typeof frame !== 'object' || frame === null) return undefined;
    const { id, name, input } = frame as Partial<ClientFrame>;
    return Number.isSafeInteger(id) && typeof name === 'string' ? { id: id as number, name, input } : undefined;
  } catch {
    return undefined; // Not JSON: nobody of ours sent it, and there is no id to answer to.
  }
}

function connectionLost(): Reply {
  return { ok: false, failure: new ProvdeskError('contract.connection-lost').failure };
}
