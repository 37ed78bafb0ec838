import type { TaggedJson } from './tagged-json.ts';

// These functions run inside Chromium: their source text is sent there, so each stands alone.

interface Message {
  readonly kind: 'expose' | 'call' | 'result' | 'settle';
  readonly id: number;
  readonly key?: string;
  readonly ok?: boolean;
  readonly value?: unknown;
}

export interface WorldBridge {
  expose(key: string, api: unknown): void;
}

/**
 * One end of contextBridge; both worlds run one. Values cross as the detail of events, which Chromium clones from
 * world to world; functions and promises cross as numbers. What arrives is frozen and has lost its prototype.
 */
export function worldBridge(send: string, receive: string): WorldBridge {
  const { document, CustomEvent, Promise, Map, Error, Object, Array } = globalThis;
  const functions = new Map<number, (...given: unknown[]) => unknown>();
  const promises = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const results = new Map<number, Message>();
  let lastId = 0;
  const post = (message: Message) => document.dispatchEvent(new CustomEvent(send, { detail: message }));
  const textOf = (value: unknown) => (typeof value === 'string' ? value : 'no answer from the other world');
  const errorOf = (reason: unknown) => new Error(reason instanceof Error ? reason.message : String(reason));

  const crossesWhole = (value: object) => ArrayBuffer.isView(value) || value instanceof Date || value instanceof Blob;
  const pack = (value: unknown): unknown => {
    if (typeof value === 'function') {
      functions.set(++lastId, value as (...given: unknown[]) => unknown);
      return { $function: lastId };
    }
    if (value instanceof Promise) {
      const id = ++lastId;
      value.then(
        (settled) => post({ kind: 'settle', id, ok: true, value: pack(settled) }),
        (reason) => post({ kind: 'settle', id, ok: false, value: errorOf(reason).message }),
      );
      return { $promise: id };
    }
    if (Array.isArray(value)) return value.map(pack);
    if (typeof value !== 'object' || value === null || crossesWhole(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pack(inner)]));
  };
  const unpack = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || crossesWhole(value)) return value;
    if (Array.isArray(value)) return Object.freeze(value.map(unpack));
    const { $function, $promise } = value as { $function?: number; $promise?: number };
    if ($function) return (...given: unknown[]) => call($function, given);
    if ($promise) return new Promise((resolve, reject) => promises.set($promise, { resolve, reject }));
    return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unpack(inner)])));
  };
  const call = (target: number, given: unknown[]): unknown => {
    const id = ++lastId;
    post({ kind: 'call', id, value: { target, given: pack(given) } });
    const result = results.get(id); // Events are heard before dispatchEvent returns, so it is here by now.
    results.delete(id);
    if (!result?.ok) throw new Error(textOf(result?.value));
    return unpack(result.value);
  };
  const answer = (message: Message) => {
    const { target, given } = message.value as { target: number; given: unknown[] };
    try {
      const value = functions.get(target)?.(...(unpack(given) as unknown[]));
      post({ kind: 'result', id: message.id, ok: true, value: pack(value) });
    } catch (error) {
      post({ kind: 'result', id: message.id, ok: false, value: errorOf(error).message });
    }
  };

  document.addEventListener(receive, (event) => {
    const message = (event as CustomEvent<Message>).detail;
    if (message.kind === 'call') answer(message);
    if (message.kind === 'result') results.set(message.id, message);
    if (message.kind === 'settle') {
      const waiting = promises.get(message.id);
      promises.delete(message.id);
      if (message.ok) waiting?.resolve(unpack(message.value));
      else waiting?.reject(new Error(textOf(message.value)));
    }
    if (message.kind === 'expose') {
      Object.defineProperty(globalThis, message.key ?? '', { value: unpack(message.value), enumerable: true });
    }
  });
  return { expose: (key, api) => post({ kind: 'expose', id: 0, key, value: pack(api) }) };
}

/** What `require('electron')` gives to a sandboxed preload, and the way for main to reach it. */
export function preloadWorld(bindingName: string, bridge: WorldBridge, json: TaggedJson, filesDir: string) {
  const host = globalThis as unknown as Record<string, (text: string) => void>;
  const listeners = new Map<string, Set<(event: object, ...given: unknown[]) => void>>();
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  const lacks = (name: string) => (target: object, key: string | symbol) => {
    if (key in target || typeof key === 'symbol') return Reflect.get(target, key);
    throw new Error(`electron-host: ${name}.${key} is not provided`);
  };
  const ipcRenderer = {
    invoke(channel: string, ...given: unknown[]) {
      const id = ++lastId;
      host[bindingName]?.(json.write({ id, channel, given }));
      return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
    },
    on(channel: string, listener: (event: object, ...given: unknown[]) => void) {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
    },
    removeListener(channel: string, listener: (event: object, ...given: unknown[]) => void) {
      listeners.get(channel)?.delete(listener);
    },
  };
  const electron = {
    ipcRenderer: new Proxy(ipcRenderer, { get: lacks('ipcRenderer') }),
    contextBridge: new Proxy({ exposeInMainWorld: bridge.expose }, { get: lacks('contextBridge') }),
    webUtils: new Proxy(
      { getPathForFile: (file: File) => (filesDir === '' ? '' : `${filesDir}/${file.name}`) },
      { get: lacks('webUtils') },
    ),
  };
  return {
    require(name: string) {
      if (name === 'electron') return new Proxy(electron, { get: lacks('electron') });
      throw new Error(`electron-host: a sandboxed preload cannot require ${name}`);
    },
    settle(id: number, ok: boolean, text: string) {
      const { resolve, reject } = waiting.get(id) ?? {};
      waiting.delete(id);
      if (ok) resolve?.(json.read(text));
      else reject?.(new Error(text));
    },
    hear(channel: string, text: string) {
      for (const listener of listeners.get(channel) ?? []) listener({}, ...(json.read(text) as unknown[]));
    },
  };
}
