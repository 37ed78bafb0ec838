import type { ImageFacts } from '../../../shared/contract/images.ts';

export type ReadMetadata =
  | { readonly ok: true; readonly facts: Omit<ImageFacts, 'signed'> }
  | { readonly ok: false; readonly reason: string };

/** More than any image names. */
const MOST_BOARDS = 200;
const LONGEST = 200;

/**
 * The JSON that an OpenWrt image carries behind its end. Images of compatibility above 1.0 name their boards a second time,
 * as old devices are not to take them by accident. @see reference openwisp-upgrader.md 6; OpenWrt `image.mk` (metadata.json)
 */
export function readMetadata(text: string): ReadMetadata {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'the metadata is no JSON' };
  }
  if (!isRecord(parsed)) return { ok: false, reason: 'the metadata is no object' };
  const compatVersion = textOf(parsed['compat_version']) ?? '1.0';
  if (!/^\d{1,5}\.\d{1,5}$/.test(compatVersion)) return { ok: false, reason: 'compat_version is no version' };
  const former = boardsOf(parsed['supported_devices']);
  const newer = boardsOf(parsed['new_supported_devices']);
  const boards = compatVersion === '1.0' ? former : newer.length > 0 ? newer : former;
  const version = isRecord(parsed['version']) ? parsed['version'] : {};
  return {
    ok: true,
    facts: {
      boards,
      boardsFrom: boards.length > 0 ? 'image' : 'nothing',
      compatVersion,
      compatMessage: textOf(parsed['compat_message']),
      distribution: textOf(version['dist']),
      version: textOf(version['version']),
      revision: textOf(version['revision']),
      target: textOf(version['target']),
    },
  };
}

function boardsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  const names = value.slice(0, MOST_BOARDS).flatMap((name) => textOf(name) ?? []);
  // The second list of newer images ends in a sentence for people, which old devices show.
  return [...new Set(names.filter((name) => /^\S+$/.test(name)))];
}

/** On one line, whatever breaks it: it stands in the middle of sentences and tables. */
function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, LONGEST).replaceAll(/[\r\n\u2028\u2029]+/g, ' ') : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
