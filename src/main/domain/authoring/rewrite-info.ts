import { compareVersions } from '../../../shared/values/version.ts';
import { rewriteJsonStrings } from './json-strings.ts';
import { type Replacement, replaceText } from './replace-text.ts';

/**
 * The same `plugin-info` with another version. `replace` is also applied to the versions of its models and to its
 * descriptions, `models` to the versions of its models alone.
 */
export function rewriteInfo(
  text: string,
  wish: { readonly version: string; readonly replace: readonly Replacement[]; readonly models: readonly Replacement[] },
): string {
  return rewriteJsonStrings(text, ({ text: found, kind, path }) => {
    const [key = ''] = path;
    if (path.length === 1 && kind === 'value' && key === 'version') return wish.version;
    if (path.length === 1 && kind === 'value' && /^description(?:_|$)/.test(key)) return replaceText(found, wish.replace);
    if (path.length === 2 && kind === 'key' && key === 'capabilities') {
      const comma = found.lastIndexOf(',') + 1;
      return found.slice(0, comma) + replaceText(found.slice(comma), [...wish.models, ...wish.replace]);
    }
    return found;
  });
}

/** The last number raised by one: `1.4.9` → `1.4.10`. Always newer than what it was made from. */
export function nextVersion(version: string): string {
  const raised = version.replace(/(\d+)(?=\D*$)/, (digits) => String(BigInt(digits) + 1n));
  return compareVersions(raised, version) > 0 ? raised : `${version}.1`;
}

/**
 * What the models' versions become where packages change theirs: only a version that every package of it leaves for
 * the same new one. `''` is no version.
 */
export function modelReplacements(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Replacement[] {
  const targets = new Map<string, Set<string>>();
  for (const [id, from] of before) targets.set(from, (targets.get(from) ?? new Set()).add(after.get(id) ?? from));
  return [...targets].flatMap(([from, tos]) => {
    const [to] = tos;
    return from !== '' && to !== undefined && tos.size === 1 && to !== from ? [{ from, to }] : [];
  });
}
