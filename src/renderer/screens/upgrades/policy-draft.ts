import type { UpgradePolicy } from '../../../shared/contract/upgrade-policy.ts';
import { durationText, parseDuration } from '../../../shared/values/duration.ts';

export type PolicyField = keyof UpgradePolicy;
/** As typed. */
export type PolicyDraft = Readonly<Record<PolicyField, string>>;

const DAY = 86_400_000;
const COUNTS = { atOnce: [1, 100], retries: [0, 20] } as const;
/** In milliseconds. */
const TIMES = {
  firstWait: [0, DAY],
  longestWait: [0, DAY],
  prepareWithin: [1_000, DAY],
  backWithin: [1_000, DAY],
} as const;

/** `least` and `most` of a count; `time`: no time that could hold; `order`: shorter than the first wait. */
export type PolicyMistake =
  | { readonly kind: 'count'; readonly least: number; readonly most: number }
  | { readonly kind: 'time' }
  | { readonly kind: 'order' };

export function draftOf(policy: UpgradePolicy): PolicyDraft {
  const { atOnce, retries, firstWait, longestWait, prepareWithin, backWithin } = policy;
  return {
    atOnce: String(atOnce),
    retries: String(retries),
    firstWait: durationText(firstWait),
    longestWait: durationText(longestWait),
    prepareWithin: durationText(prepareWithin),
    backWithin: durationText(backWithin),
  };
}

/** What was typed, or what of it cannot hold. */
export function readPolicy(
  draft: PolicyDraft,
): { readonly kind: 'ready'; readonly policy: UpgradePolicy } | { readonly kind: 'wrong'; readonly mistakes: PolicyMistakes } {
  const mistakes: { -readonly [Field in PolicyField]?: PolicyMistake } = {};
  const count = (field: keyof typeof COUNTS) => {
    const [least, most] = COUNTS[field];
    const value = /^\s*\d{1,6}\s*$/.test(draft[field]) ? Number(draft[field]) : -1;
    if (value < least || value > most) mistakes[field] = { kind: 'count', least, most };
    return value;
  };
  const time = (field: keyof typeof TIMES) => {
    const [least, most] = TIMES[field];
    const value = parseDuration(draft[field]) ?? -1;
    if (value < least || value > most) mistakes[field] = { kind: 'time' };
    return value;
  };
  const policy = {
    atOnce: count('atOnce'),
    retries: count('retries'),
    firstWait: time('firstWait'),
    longestWait: time('longestWait'),
    prepareWithin: time('prepareWithin'),
    backWithin: time('backWithin'),
  };
  if (!mistakes.firstWait && !mistakes.longestWait && policy.longestWait < policy.firstWait)
    mistakes.longestWait = { kind: 'order' };
  return Object.keys(mistakes).length === 0 ? { kind: 'ready', policy } : { kind: 'wrong', mistakes };
}

export type PolicyMistakes = Readonly<Partial<Record<PolicyField, PolicyMistake>>>;
