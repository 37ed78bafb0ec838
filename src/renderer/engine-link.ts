import type { Reply, Transport } from '../shared/contract/kit.ts';
import { type Channel, wireTransport } from '../shared/contract/wire.ts';
import { ProvdeskError } from '../shared/failures.ts';

export type LinkState = 'connecting' | 'online' | 'away';

/** A transport that comes back by itself. The state is told on every change, so that a mirror can take a new snapshot. */
export interface EngineLink extends Transport {
  onState(listener: (state: LinkState) => void): () => void;
}

/** What the link hears from a socket. */
export interface SocketEvents {
  onOpen(): void;
  onMessage(text: string): void;
  /** Once, whether it was open or never opened. */
  onClose(): void;
}

/** Opens a socket; returns how to send over it. */
export type OpenSocket = (events: SocketEvents) => { send(text: string): void };

/** Milliseconds before the n-th try; the last one is kept. Short first: an engine that restarts is back within a second. */
const RETRY_DELAYS = [250, 500, 1000, 2000, 4000] as const;
/** Milliseconds. What the engine fetches for an answer has its own shorter limit there. */
const REQUEST_DEADLINE = 120_000;
/** But for a whole firmware: the engine gives up a server that stalls within seconds, and the file after an hour. */
const LONGER_DEADLINES: Readonly<Record<string, number>> = {
  'repo.measureAddress': 3_660_000,
  'serving.test': 600_000,
  'serving.fetch': 960_000,
};

/** Keeps one socket open, for as long as the window lives. */
export function createEngineLink(open: OpenSocket): EngineLink {
  const stateListeners = new Set<(state: LinkState) => void>();
  const newsListeners = new Set<(name: string, payload: unknown) => void>();
  let state: LinkState = 'connecting';
  let current: Transport | undefined;
  let tries = 0;

  connectSocket();
  return {
    request: (name, input) => (current ? withDeadline(name, current.request(name, input)) : Promise.resolve(connectionLost())),
    subscribe(listener) {
      newsListeners.add(listener);
      return () => newsListeners.delete(listener);
    },
    onState(listener) {
      stateListeners.add(listener);
      listener(state);
      return () => stateListeners.delete(listener);
    },
  };

  function connectSocket(): void {
    const channel = createChannel();
    const transport = wireTransport(channel);
    transport.subscribe((name, payload) => {
      for (const listener of newsListeners) listener(name, payload);
    });
    const socket = open({
      onOpen() {
        tries = 0;
        current = transport;
        tell('online');
      },
      onMessage: (text) => channel.hearMessage(text),
      onClose() {
        current = undefined;
        channel.hearClose();
        tell('away');
        setTimeout(connectSocket, RETRY_DELAYS[Math.min(tries, RETRY_DELAYS.length - 1)]);
        tries += 1;
      },
    });
    channel.sendBy((text) => socket.send(text));
  }

  function tell(next: LinkState): void {
    if (next === state) return;
    state = next;
    for (const listener of stateListeners) listener(next);
  }
}

/** A link over a transport that lives as long as the window does, as the desktop's. */
export function lastingLink(transport: Transport): EngineLink {
  return {
    request: (name, input) => withDeadline(name, transport.request(name, input)),
    subscribe: (listener) => transport.subscribe(listener),
    onState(listener) {
      listener('online');
      return () => undefined;
    },
  };
}

interface HeardChannel extends Channel {
  sendBy(send: (text: string) => void): void;
  hearMessage(text: string): void;
  hearClose(): void;
}

function createChannel(): HeardChannel {
  let send: (text: string) => void = () => undefined;
  let onMessage: (text: string) => void = () => undefined;
  let onClose: () => void = () => undefined;
  return {
    send: (text) => send(text),
    onMessage(listener) {
      onMessage = listener;
    },
    onClose(listener) {
      onClose = listener;
    },
    sendBy(sender) {
      send = sender;
    },
    hearMessage: (text) => onMessage(text),
    hearClose: () => onClose(),
  };
}

function withDeadline(name: string, reply: Promise<Reply>): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(connectionLost()), LONGER_DEADLINES[name] ?? REQUEST_DEADLINE);
    reply.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function connectionLost(): Reply {
  return { ok: false, failure: new ProvdeskError('contract.connection-lost').failure };
}
