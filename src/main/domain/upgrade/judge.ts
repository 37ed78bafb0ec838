import type { ImageFacts } from '../../../shared/contract/images.ts';
import type { Evidence, Verdict } from '../../../shared/contract/upgrades.ts';

/** What a device should say after the flash, as far as anybody knows. */
export interface Expected {
  readonly version: string | null;
  readonly revision: string | null;
  /** The build's os identifier. */
  readonly os: string | null;
}

/** A device that lives on so long after the command, in milliseconds, was not flashed. @see reference 2 (verdicts) */
export const NOT_FLASHED_AFTER = 120_000;

export function expectedOf(facts: ImageFacts, os: string | null): Expected {
  return { version: facts.version, revision: facts.revision, os };
}

/** The revision where both have one, as two builds may share a version; else what is told. Undefined: nothing tells. */
export function runs(evidence: Pick<Evidence, 'release' | 'revision' | 'description'>, expected: Expected): boolean | undefined {
  if (expected.revision !== null && evidence.revision !== '') return evidence.revision === expected.revision;
  if (expected.os !== null) return evidence.description === expected.os;
  if (expected.version !== null && evidence.release !== '') return evidence.release === expected.version;
  return undefined;
}

/**
 * What is proved by what a device says after the flash command. Another boot id: it has restarted. The same one says that
 * it has not yet, and only time tells that it will not. Undefined: go on watching.
 */
export function judge(before: Evidence, now: Evidence, expected: Expected, commandSentAt: number): Verdict | undefined {
  if (now.bootId === before.bootId) return now.at - commandSentAt >= NOT_FLASHED_AFTER ? 'did-not-flash' : undefined;
  const proved = runs(now, expected);
  if (proved === true) return 'success';
  const changed = now.release !== before.release || now.revision !== before.revision || now.description !== before.description;
  // An image that tells no version: that another one runs than before is all the proof there can be.
  if (proved === undefined) return changed ? 'success' : 'rebooted-old';
  return changed ? 'other-version' : 'rebooted-old';
}
