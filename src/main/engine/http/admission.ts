import type { HttpLimits } from './limits.ts';

export type Admission = 'admitted' | 'too many connections' | 'too many connections of this client';

/** Counts connections, so that neither one client nor all together take what the others need. */
export class AdmissionDesk {
  readonly #limits: Pick<HttpLimits, 'connections' | 'connectionsPerClient'>;
  readonly #byIp = new Map<string, number>();
  #count = 0;

  constructor(limits: Pick<HttpLimits, 'connections' | 'connectionsPerClient'>) {
    this.#limits = limits;
  }

  /** Whoever is admitted has to `leave`. */
  enter(ip: string): Admission {
    if (this.#count >= this.#limits.connections) return 'too many connections';
    const ofClient = this.#byIp.get(ip) ?? 0;
    if (ofClient >= this.#limits.connectionsPerClient) return 'too many connections of this client';
    this.#count += 1;
    this.#byIp.set(ip, ofClient + 1);
    return 'admitted';
  }

  leave(ip: string): void {
    this.#count -= 1;
    const left = (this.#byIp.get(ip) ?? 0) - 1;
    if (left > 0) this.#byIp.set(ip, left);
    else this.#byIp.delete(ip);
  }
}
