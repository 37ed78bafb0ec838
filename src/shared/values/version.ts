/**
 * Orders versions as people read them: numbers as numbers (`1.10` after `1.9`), a text part before a
 * number part (`1.0-dev` before `1.0-1`), a pre-release before its release. An epoch (`2:1.0`) wins over all.
 * Total over any two strings: never throws, and 0 only for versions that read the same.
 *
 * @see reference wazo-provd.md 1.4: package versions are `[epoch:]a.b.c[-rel]`
 */
export function compareVersions(a: string, b: string): number {
  const left = split(a);
  const right = split(b);
  return left.epoch - right.epoch || compareParts(left.parts, right.parts);
}

const PRE_RELEASE = /^(dev|a|alpha|b|beta|rc|pre)$/;

function split(version: string): { epoch: number; parts: string[] } {
  const [, epoch, rest] = /^(?:(\d+):)?(.*)$/s.exec(version.trim().toLowerCase()) ?? [];
  return { epoch: Number(epoch ?? 0), parts: (rest ?? '').match(/\d+|[a-z]+/g) ?? [] };
}

function compareParts(a: string[], b: string[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const order = comparePart(a[i], b[i]);
    if (order !== 0) return order;
  }
  return 0;
}

function comparePart(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -extraWeight(b) : extraWeight(a);
  const numbers = /^\d/.test(a) && /^\d/.test(b);
  if (numbers) return compareNumbers(a, b);
  if (/^\d/.test(a) !== /^\d/.test(b)) return /^\d/.test(a) ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What a version gains by going on: a pre-release word makes it older, anything else newer. */
function extraWeight(part: string | undefined): number {
  return part !== undefined && PRE_RELEASE.test(part) ? -1 : 1;
}

function compareNumbers(a: string, b: string): number {
  const left = a.replace(/^0+(?=\d)/, '');
  const right = b.replace(/^0+(?=\d)/, '');
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}
