import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HISTORY_FILE, HISTORY_LINES } from '../../shared/console/history.ts';
import { codeOf, storeFailure } from './store/disk-failure.ts';

/** What was typed at the console, in a terminal or on its page. */
export class ConsoleHistory {
  readonly #filePath: string;
  /** One after the other: two lines at once must not lose one. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(dataDir: string) {
    this.#filePath = path.join(dataDir, HISTORY_FILE);
  }

  /** Oldest first. @throws ProvdeskError `store.unreadable` */
  async lines(): Promise<string[]> {
    try {
      const text = await readFile(this.#filePath, 'utf8');
      return text.split(/\r?\n/).filter(Boolean).slice(0, HISTORY_LINES).reverse();
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw storeFailure(error, this.#filePath);
    }
  }

  /** The number of lines kept. @throws ProvdeskError `store.unreadable`, `store.disk-full` */
  async remember(line: string): Promise<number> {
    const added = this.#last.then(() => this.#add(line.replace(/\s+/g, ' ').trim()));
    this.#last = added.catch(() => undefined);
    return await added;
  }

  async #add(line: string): Promise<number> {
    const lines = await this.lines();
    if (line === '' || lines.at(-1) === line) return lines.length;
    const kept = [...lines, line].slice(-HISTORY_LINES);
    const tmpPath = `${this.#filePath}.new`;
    try {
      await writeFile(tmpPath, kept.toReversed().join('\n'), { mode: 0o600 });
      await rename(tmpPath, this.#filePath);
    } catch (error) {
      await rm(tmpPath, { force: true });
      throw storeFailure(error, this.#filePath);
    }
    return kept.length;
  }
}
