/**
 * Paths of a tree that a source pattern of `cp`, `unzip`, `untar` … names: `*`, `?` and `[…]` within one path part,
 * no `**`, and a leading dot only where the pattern has one. In the order of the tree.
 *
 * @see reference wazo-provd.md 1.4 (globs)
 */
export function globPaths(pattern: string, paths: Iterable<string>): string[] {
  const parts = splitPath(pattern).map(partMatcher);
  const matched: string[] = [];
  for (const path of paths) {
    const names = path.split('/');
    if (names.length === parts.length && names.every((name, i) => parts[i]?.(name))) matched.push(path);
  }
  return matched;
}

/** The matcher of `include` and `exclude`: against the whole relative path, where `*` also crosses `/`. */
export function patternMatcher(pattern: string): (path: string) => boolean {
  const expression = new RegExp(`^${translate(pattern)}$`, 's');
  return (path) => expression.test(path);
}

/** The pattern that only this name matches. */
export function literalPattern(name: string): string {
  return name.replace(/[*?[]/g, '[$&]');
}

/** A pattern that begins at the root or climbs is refused before it is used. */
export function isUnsafePattern(pattern: string): boolean {
  return /^[/\\]/.test(pattern) || /^[a-z]:/i.test(pattern) || pattern.split(/[/\\]/).includes('..') || pattern.includes('\0');
}

/** Path parts without `.` and empty ones: `./a//b/` is `a`, `b`. */
export function splitPath(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

function partMatcher(part: string): (name: string) => boolean {
  const expression = new RegExp(`^${translate(part)}$`, 's');
  return (name) => (name.startsWith('.') ? part.startsWith('.') : true) && expression.test(name);
}

/** A shell pattern as a regular expression that cannot backtrack badly: runs of `*` are one. */
function translate(pattern: string): string {
  let expression = '';
  for (let i = 0; i < pattern.length; i += 1) {
    const char = pattern[i] ?? '';
    if (char === '*') {
      while (pattern[i + 1] === '*') i += 1;
      expression += '.*';
    } else if (char === '?') {
      expression += '.';
    } else if (char === '[') {
      const set = bracket(pattern, i);
      expression += set?.expression ?? '\\[';
      i = set?.end ?? i;
    } else {
      expression += char.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
    }
  }
  return expression;
}

/** `[abc]`, `[!a-z]`; a bracket that is never closed stands for itself. */
function bracket(pattern: string, start: number): { expression: string; end: number } | undefined {
  const negated = pattern[start + 1] === '!';
  const first = start + (negated ? 2 : 1);
  const end = pattern.indexOf(']', first + 1);
  if (end < 0) return undefined;
  const members = pattern.slice(first, end).replace(/[\\^[\]]/g, '\\$&');
  const backwards = [...members.matchAll(/([^\\])-([^\\])/g)].some(([, from, to]) => (from ?? '') > (to ?? ''));
  // A range that runs backwards matches nothing in a shell, and is an error in a regular expression.
  return { expression: backwards ? '(?!)' : `[${negated ? '^' : ''}${members}]`, end };
}
