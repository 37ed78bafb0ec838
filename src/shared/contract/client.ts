import { ProvdeskError } from '../failures.ts';
import type { Contract } from './contract.ts';
import type { Client, NewsOf, Transport } from './kit.ts';

export type ProvdeskClient = Client<Contract>;
export type ProvdeskNews = NewsOf<Contract>;

/** Makes typed functions over a transport; knows no schema, so that a window need not load them. */
export function connect(transport: Transport): ProvdeskClient {
  const areas = new Map<string, object>();
  return new Proxy({} as ProvdeskClient, {
    get(_target, area) {
      if (typeof area !== 'string' || area === 'then') return undefined;
      const known = areas.get(area) ?? areaOf(transport, area);
      areas.set(area, known);
      return known;
    },
  });
}

/** Listens to one kind of news. Returns the function that ends the subscription. */
export function listen<N extends keyof ProvdeskNews>(
  transport: Transport,
  name: N,
  listener: (payload: ProvdeskNews[N]) => void,
): () => void {
  return transport.subscribe((heard, payload) => {
    if (heard === name) listener(payload as ProvdeskNews[N]);
  });
}

function areaOf(transport: Transport, area: string): object {
  return new Proxy(
    {},
    {
      get(_target, name) {
        if (typeof name !== 'string' || name === 'then') return undefined;
        return async (input: unknown) => {
          const reply = await transport.request(`${area}.${name}`, input);
          if (reply.ok) return reply.value;
          throw ProvdeskError.of(reply.failure);
        };
      },
    },
  );
}
