import type { ProvisioningRequest } from '../../domain/provisioning/request.ts';
import type { BriefAnswer } from './brief-answer.ts';

/** Two thousand phones with five files each, at some five hundred bytes an answer. */
const MOST_KEPT = 10_000;
/** Names and User-Agents of real devices stay far below. */
const LONGEST_KEY = 1024;

/**
 * Answers that hold, by everything that a request says: the same device asking the same again. What is known of a
 * device changes with its address, so all answers of an address go together.
 */
export class KeptAnswers {
  readonly #byIp = new Map<string, Map<string, BriefAnswer>>();
  readonly #most: number;
  #count = 0;

  constructor(most = MOST_KEPT) {
    this.#most = most;
  }

  get count(): number {
    return this.#count;
  }

  find(request: ProvisioningRequest): BriefAnswer | undefined {
    return this.#byIp.get(request.ip)?.get(keyOf(request));
  }

  /** Does nothing where the answer does not hold, or is too large to keep. */
  keep(request: ProvisioningRequest, answer: BriefAnswer): void {
    const key = keyOf(request);
    if (answer.holds === undefined || key.length > LONGEST_KEY) return;
    if (!this.find(request)) {
      this.#makeRoom();
      this.#count += 1;
    }
    const ofIp = this.#byIp.get(request.ip) ?? new Map<string, BriefAnswer>();
    this.#byIp.set(request.ip, ofIp);
    ofIp.set(key, answer);
  }

  /** For one request: what it was answered with is not so any more. */
  drop(request: ProvisioningRequest): void {
    const ofIp = this.#byIp.get(request.ip);
    if (!ofIp?.delete(keyOf(request))) return;
    this.#count -= 1;
    if (ofIp.size === 0) this.#byIp.delete(request.ip);
  }

  forget(whose: readonly string[] | 'everybody'): void {
    if (whose === 'everybody') {
      this.#byIp.clear();
      this.#count = 0;
      return;
    }
    for (const ip of whose) this.#forgetOne(ip);
  }

  /** The address that was heard first goes: whoever is still there is asked about again. */
  #makeRoom(): void {
    if (this.#count < this.#most) return;
    const [oldest] = this.#byIp.keys();
    if (oldest !== undefined) this.#forgetOne(oldest);
  }

  #forgetOne(ip: string): void {
    this.#count -= this.#byIp.get(ip)?.size ?? 0;
    this.#byIp.delete(ip);
  }
}

/** No part can hold a NUL. A request without a User-Agent is not one with an empty one. */
function keyOf({ protocol, method, path, userAgent }: ProvisioningRequest): string {
  return `${protocol}\0${method}\0${path}${userAgent === null ? '' : `\0${userAgent}`}`;
}
