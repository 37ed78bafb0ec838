import type { EventEmitter } from 'node:events';

const EMITTER_METHODS = [
  'on',
  'once',
  'off',
  'addListener',
  'removeListener',
  'removeAllListeners',
  'listenerCount',
  'emit',
] as const;

/**
 * An Electron object of which only `parts` exist. Anything else throws by name when it is read or set, so that
 * no test passes on a thing that is not there. `T` comes from electron.d.ts: a changed signature does not compile.
 */
export function provide<T extends object>(name: string, parts: Partial<T>, events?: EventEmitter): T {
  const lacks = (key: PropertyKey): never => {
    throw new Error(`electron-host: ${name}.${String(key)} is not provided`);
  };
  return new Proxy(parts, {
    get(target, key) {
      if (key in target) return Reflect.get(target, key);
      const method = EMITTER_METHODS.find((each) => each === key);
      if (events && method) return events[method].bind(events);
      // Asked of any object by promises, loggers and inspectors.
      if (typeof key === 'symbol' || key === 'then' || key === 'toJSON') return undefined;
      return lacks(key);
    },
    set: (_target, key) => lacks(key),
  }) as T;
}
