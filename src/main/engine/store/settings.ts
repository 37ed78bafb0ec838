import type { z } from 'zod';
import type { Store } from './database.ts';

/** Named values that outlive a restart, each read through its schema: what no longer fits is as if it were not there. */
export class SettingsTable {
  readonly #database: Store;

  constructor(database: Store) {
    this.#database = database;
  }

  read<S extends z.ZodType>(key: string, schema: S): z.output<S> | undefined {
    const text = this.#database.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck().get(key);
    if (text === undefined) return undefined;
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  }

  write(key: string, value: unknown): void {
    this.#database
      .prepare('INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
      .run(key, JSON.stringify(value));
  }
}
