/** A string of a JSON text, where it stands. */
export interface JsonString {
  readonly text: string;
  /** A key of an object, or a value. */
  readonly kind: 'key' | 'value';
  /** Keys that lead to it, its own key included: `['capabilities', 'Acme, D10, 1']`; in a list, its place. */
  readonly path: readonly string[];
  /** 1 = first. */
  readonly line: number;
  /** Offsets of the literal, quotes included. */
  readonly start: number;
  readonly end: number;
}

/** Every string of a text that `JSON.parse` accepts, in order. */
export function jsonStrings(json: string): JsonString[] {
  const found: JsonString[] = [];
  /** One for each object or list that is open. */
  const open: { kind: '{' | '['; at: string }[] = [];
  let line = 1;
  let counted = 0;
  for (const { 0: token, index } of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/gs)) {
    line += newlines(json, counted, index);
    counted = index;
    const inner = open.at(-1);
    if (token === '{' || token === '[') open.push({ kind: token, at: '0' });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',') {
      if (inner?.kind === '[') inner.at = String(Number(inner.at) + 1);
    } else {
      const end = index + token.length;
      const kind = inner?.kind === '{' && /^\s*:/.test(json.slice(end, end + 200)) ? 'key' : 'value';
      const text = String(JSON.parse(token));
      if (inner && kind === 'key') inner.at = text;
      found.push({ text, kind, path: open.map(({ at }) => at), line, start: index, end });
    }
  }
  return found;
}

/** The text with some strings replaced and every other byte as it was. */
export function rewriteJsonStrings(json: string, rewrite: (string: JsonString) => string): string {
  let result = '';
  let done = 0;
  for (const string of jsonStrings(json)) {
    const text = rewrite(string);
    if (text === string.text) continue;
    result += json.slice(done, string.start) + JSON.stringify(text);
    done = string.end;
  }
  return result + json.slice(done);
}

function newlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
