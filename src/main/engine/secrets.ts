import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ProvdeskError } from '../../shared/failures.ts';
import type { Secrets } from './host.ts';
import type { Sealing } from './sealing.ts';
import { keySealing } from './secrets-key.ts';
import { codeOf, storeFailure } from './store/disk-failure.ts';
import { replaceFile } from './store/replace-file.ts';

const FORMAT = 1;
const SealedFile = z.object({ version: z.literal(FORMAT), by: z.string() }).catchall(z.union([z.string(), z.number()]));
const Entries = z.record(z.string(), z.string());
const LARGEST_FILE = 2 ** 22;

/**
 * Secrets in one sealed file of the data folder, `secrets.<name>.json`: written whole under another name, then renamed.
 * What cannot be opened is never written over.
 */
export class SecretsFile implements Secrets {
  readonly #path: string;
  readonly #sealing: Sealing;
  /** Two changes at the same time would each write the other one away. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(dataDir: string, sealing: Sealing) {
    this.#path = path.join(dataDir, `secrets.${sealing.name}.json`);
    this.#sealing = sealing;
  }

  get(name: string): Promise<string | undefined> {
    return this.#inTurn(async () => (await this.#read()).get(name));
  }

  names(): Promise<string[]> {
    return this.#inTurn(async () => [...(await this.#read()).keys()].sort());
  }

  set(name: string, value: string): Promise<void> {
    return this.#inTurn(async () => {
      const entries = await this.#read();
      await this.#write(entries.set(name, value));
    });
  }

  remove(name: string): Promise<void> {
    return this.#inTurn(async () => {
      const entries = await this.#read();
      if (entries.delete(name)) await this.#write(entries);
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined); // Who asked hears of it; the next one has its own try.
    return turn;
  }

  async #read(): Promise<Map<string, string>> {
    const text = await this.#text();
    if (text === undefined) return new Map();
    const damaged = (cause?: unknown) => new ProvdeskError('secrets.damaged', { path: this.#path }, { cause });
    let file: z.infer<typeof SealedFile>;
    try {
      file = SealedFile.parse(JSON.parse(text));
    } catch (error) {
      throw damaged(error);
    }
    if (file.by !== this.#sealing.name) throw damaged();
    const opened = await this.#sealing.open(file, this.#path);
    try {
      return new Map(Object.entries(Entries.parse(JSON.parse(opened))));
    } catch {
      throw damaged(); // Without its cause, which may quote what was opened.
    }
  }

  async #text(): Promise<string | undefined> {
    try {
      const bytes = await readFile(this.#path);
      if (bytes.length > LARGEST_FILE) throw new ProvdeskError('secrets.damaged', { path: this.#path });
      return bytes.toString('utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw storeFailure(error, this.#path);
    }
  }

  async #write(entries: ReadonlyMap<string, string>): Promise<void> {
    const sealed = await this.#sealing.seal(JSON.stringify(Object.fromEntries(entries)));
    const text = `${JSON.stringify({ ...sealed, version: FORMAT, by: this.#sealing.name })}\n`;
    await replaceFile(this.#path, [Buffer.from(text)], undefined, 0o600);
    await this.#sealing.settled?.();
  }
}

/**
 * The secrets of an engine without a desktop: locked with `PROVDESK_PASSPHRASE` where the environment has it, else
 * with a key of this data folder that is made on first use.
 */
export function openKeySecrets(dataDir: string, passphrase: string | undefined): Secrets {
  return new SecretsFile(dataDir, keySealing(path.join(dataDir, 'secrets.key'), passphrase === '' ? undefined : passphrase));
}
