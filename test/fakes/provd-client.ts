import { setTimeout as sleep } from 'node:timers/promises';

const PROVD_JSON = 'application/vnd.proformatique.provd+json';
const FOLLOW_MS = 20_000;

export interface ProvdAnswer {
  readonly status: number;
  readonly type: string | null;
  readonly location: string | null;
  readonly body: unknown;
}

/** Asks as provd's own client does: its media type, the token header, and a tenant that nobody here needs. */
export class ProvdClient {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  get = async (path: string): Promise<ProvdAnswer> => await this.#ask('GET', path);
  delete = async (path: string): Promise<ProvdAnswer> => await this.#ask('DELETE', path);
  post = async (path: string, body: unknown): Promise<ProvdAnswer> => await this.#ask('POST', path, body);
  put = async (path: string, body: unknown): Promise<ProvdAnswer> => await this.#ask('PUT', path, body);

  /** POST, then follow the Location until it has ended, then delete it. Returns each text that was told, without repeats. */
  async follow(path: string, body: unknown): Promise<string[]> {
    const { status, location } = await this.post(path, body);
    if (status !== 201 || location === null) throw new Error(`${path} answered ${status}`);
    const told: string[] = [];
    for (const deadline = Date.now() + FOLLOW_MS; ; ) {
      const answer = await this.get(pathOf(location));
      const text = String((answer.body as { status: string }).status);
      if (told.at(-1) !== text) told.push(text);
      if (/^(?:\w+\|)?(?:success|fail)\b/.test(text)) break;
      if (Date.now() > deadline) throw new Error(`${location} does not end: ${text}`);
      await sleep(10);
    }
    if ((await this.delete(pathOf(location))).status !== 204) throw new Error(`${location} cannot be deleted`);
    return told;
  }

  async #ask(method: string, path: string, body?: unknown): Promise<ProvdAnswer> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        accept: PROVD_JSON,
        'x-auth-token': this.#token,
        'wazo-tenant': '2c34c282-433e-4bb8-8d56-fec14ff7e1e9',
        ...(body === undefined ? {} : { 'content-type': PROVD_JSON }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(FOLLOW_MS),
    });
    const { status, headers } = response;
    const text = await response.text();
    const type = headers.get('content-type');
    return { status, type, location: headers.get('location'), body: type === PROVD_JSON ? JSON.parse(text) : text };
  }
}

/** provd's client drops the prefix and the manager of a Location, and puts its own before the rest; so do we. */
function pathOf(location: string): string {
  return `/${location.split('/').slice(2).join('/')}`;
}
