/** A name that a device asked for, made comparable with published paths. */
export type AskedName =
  | { readonly kind: 'name'; readonly path: string }
  | { readonly kind: 'refused'; readonly reason: 'bad-name' | 'outside-root' };

/** Longest name taken from the wire, in characters. The longest real ones stay below 200. */
const LONGEST_NAME = 2048;

/**
 * Brings the ways in which phones write a name to one: percent-encoding (HTTP only), an absolute URI, a query,
 * leading and doubled slashes, backslashes, `./`. A name that climbs is refused, not repaired.
 *
 * @see reference field.md 2.4 and 2.5 (names: leading `/`, backslashes, `./`, mixed case, trailing NUL or junk)
 */
export function askedName(protocol: 'tftp' | 'http', raw: string): AskedName {
  if (raw.length > LONGEST_NAME) return { kind: 'refused', reason: 'bad-name' };
  const text = protocol === 'http' ? decode(withoutOriginAndQuery(raw)) : raw.replace(/\0.*$/s, '');
  if (text === undefined || hasControlCharacter(text)) return { kind: 'refused', reason: 'bad-name' };
  const parts = text.split(/[/\\]+/).filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return { kind: 'refused', reason: 'outside-root' };
  if (parts.length === 0) return { kind: 'refused', reason: 'bad-name' };
  return { kind: 'name', path: parts.join('/').normalize('NFC') };
}

/** The key under which names that differ only in case meet. */
export function foldName(path: string): string {
  return path.toLowerCase();
}

function withoutOriginAndQuery(target: string): string {
  return target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
}

/** Decodes once. A `%` that begins no valid escape stands for itself, as some phones send names unescaped. */
function decode(text: string): string | undefined {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const escape = /^%([0-9a-f]{2})/i.exec(text.slice(i, i + 3));
    if (escape?.[1]) {
      bytes.push(Number.parseInt(escape[1], 16));
      i += 2;
    } else {
      bytes.push(...utf8(text[i] ?? ''));
    }
  }
  return decodeUtf8(bytes);
}

/** node:http hands raw bytes over as Latin-1 characters, so a character below 256 is one byte. */
function utf8(char: string): number[] {
  const code = char.charCodeAt(0);
  if (code < 0x100) return [code];
  if (code < 0x800) return [0xc0 | (code >> 6), 0x80 | (code & 0x3f)];
  return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
}

/** Bytes as text: UTF-8 where they are valid UTF-8, else one character a byte. */
function decodeUtf8(bytes: readonly number[]): string | undefined {
  const latin1 = String.fromCharCode(...bytes);
  try {
    return decodeURIComponent(latin1.replace(/[^A-Za-z0-9]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`));
  } catch {
    return latin1; // Not UTF-8: an old phone's own code page. Compared byte by byte.
  }
}

function hasControlCharacter(text: string): boolean {
  // eslint-style ranges hide the intent: C0 controls and DEL have no place in a file name.
  return [...text].some((char) => char < ' ' || char === '\u007f');
}
