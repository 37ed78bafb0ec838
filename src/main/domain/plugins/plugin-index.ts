import { isRecord, type PluginInfo, parsePluginInfo } from './plugin-info.ts';

/** One plugin that a server offers. */
export interface IndexEntry extends PluginInfo {
  readonly id: string;
  /** Archive name, to be resolved against the server's URL. */
  readonly filename: string;
  /** Bytes of the archive, as declared. */
  readonly archiveBytes: number;
  /** 40 lower-case hex digits. */
  readonly sha1: string;
}

export interface PluginIndex {
  readonly entries: readonly IndexEntry[];
  /** Entries that cannot be used, with the reason: they hide no other. */
  readonly broken: readonly { readonly id: string; readonly reason: string }[];
}

/**
 * Reads `plugins.db`. An index of which nothing can be used is refused as a whole.
 *
 * @see reference wazo-provd.md 1.1
 */
export function parsePluginIndex(text: string): PluginIndex | { reason: string } {
  const json = parseJson(text);
  if (json instanceof Error) return { reason: `it is not JSON (${json.message})` };
  if (!isRecord(json)) return { reason: 'it is not a JSON object' };
  const entries: IndexEntry[] = [];
  const broken: { id: string; reason: string }[] = [];
  for (const [id, value] of Object.entries(json)) {
    const entry = parseEntry(id, value);
    if ('reason' in entry) broken.push({ id, reason: entry.reason });
    else entries.push(entry);
  }
  const [first] = broken;
  if (first && entries.length === 0) return { reason: `${first.id}: ${first.reason}` };
  return { entries: entries.sort(byId), broken };
}

function parseEntry(id: string, json: unknown): IndexEntry | { reason: string } {
  if (!/^[^/\\\0]{1,200}$/.test(id) || id.startsWith('.')) return { reason: 'its id is not a plain name' };
  if (!isRecord(json)) return { reason: 'it is not a JSON object' };
  const { filename, dsize, sha1sum } = json;
  for (const key of ['filename', 'dsize', 'sha1sum']) {
    if (!Object.hasOwn(json, key)) return { reason: `“${key}” is missing` };
  }
  if (typeof filename !== 'string' || !isSafeReference(filename)) return { reason: '“filename” is not a file of the server' };
  if (typeof dsize !== 'number' || !Number.isSafeInteger(dsize) || dsize < 0)
    return { reason: '“dsize” is not a number of bytes' };
  if (typeof sha1sum !== 'string' || !/^[0-9a-f]{40}$/i.test(sha1sum)) return { reason: '“sha1sum” is not a SHA-1' };
  const info = parsePluginInfo(json);
  if ('reason' in info) return info;
  return { ...info, id, filename, archiveBytes: dsize, sha1: sha1sum.toLowerCase() };
}

/** A name below the server's folder: no climbing, no root, no other server. */
function isSafeReference(filename: string): boolean {
  return filename !== '' && !/^[/\\]|^[a-z][a-z0-9+.-]*:|[\\\0]/i.test(filename) && !filename.split('/').includes('..');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function byId(a: IndexEntry, b: IndexEntry): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
