export interface Replacement {
  readonly from: string;
  readonly to: string;
}

/**
 * All replacements in one pass, the longest first, so that what one writes is not rewritten by another. A number is
 * never matched inside a longer one: `1.2` stands in `v1.2.rom`, not in `1.20` or `11.2`.
 */
export function replaceText(text: string, replacements: readonly Replacement[]): string {
  const pattern = patternOf(replacements.map(({ from }) => from));
  const targets = new Map(replacements.map(({ from, to }) => [from, to]));
  return pattern ? text.replace(pattern, (found) => targets.get(found) ?? found) : text;
}

/** Lines of a text in which one of these still stands, 1 = first. */
export function findTexts(text: string, wanted: readonly string[]): { line: number; text: string }[] {
  const pattern = patternOf(wanted);
  if (!pattern) return [];
  return text.split(/\r\n|\r|\n/).flatMap((line, i) => {
    const found = line.match(pattern)?.[0];
    return found === undefined ? [] : [{ line: i + 1, text: found }];
  });
}

function patternOf(texts: readonly string[]): RegExp | undefined {
  const alternatives = [...new Set(texts)]
    .filter((text) => text !== '')
    .sort((a, b) => b.length - a.length)
    .map((text) => {
      const escaped = text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
      return `${/^\d/.test(text) ? '(?<!\\d)' : ''}${escaped}${/\d$/.test(text) ? '(?!\\d)' : ''}`;
    });
  return alternatives.length === 0 ? undefined : new RegExp(alternatives.join('|'), 'g');
}
