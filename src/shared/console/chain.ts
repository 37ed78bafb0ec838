/**
 * A value that is still to come, written on as if it were here: `plugins.installed().keys()`. Members and calls give
 * further chains; whoever awaits one gets the value.
 */
export function chain(promise: Promise<unknown>): unknown {
  promise.catch(() => undefined); // Told where the chain is shown; one that nobody looks at must not end the process.
  return new Proxy(noop, {
    get(_target, name) {
      if (name === 'then') return promise.then.bind(promise);
      return typeof name === 'symbol' ? undefined : chain(promise.then((value) => memberOf(value, name)));
    },
    apply: (_target, _this, args: unknown[]) => chain(promise.then((value) => callOf(value, args))),
  });
}

function memberOf(value: unknown, name: string): unknown {
  if (value === undefined || value === null) throw new TypeError(`${String(value)} has no ${name}`);
  const member: unknown = Reflect.get(Object(value), name);
  return typeof member === 'function' ? (...args: unknown[]) => Reflect.apply(member, value, args) : member;
}

function callOf(value: unknown, args: unknown[]): unknown {
  if (typeof value !== 'function') throw new TypeError('this is not a function');
  return Reflect.apply(value, undefined, args);
}

function noop(): void {}
