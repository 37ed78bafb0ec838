import type { ImageFacts } from '../../../shared/contract/images.ts';
import type { Evidence, Verdict } from '../../../shared/contract/upgrades.ts';

/** What a device should say after the flash, as far as anybody knows. */
export interface Expected {
  readonly version: string | null;
  readonly revision: string | null;
  /** The build's os identifier. */
  readonly os: string | null;
}

/** What is known of a flash when the device is asked about it. */
export interface SinceFlash {
  /** How long the device had been up when the command went out, in seconds: its own clock is set by nobody meanwhile. */
  readonly commandUptime: number;
  /** The longest that this can be ago, in milliseconds. */
  readonly atMost: number;
  /** sysupgrade runs there still. */
  readonly flashing: boolean;
  /** It shows another key of the type that it showed before: its configuration was dropped, as no mere restart does. */
  readonly newKey: boolean;
}

/** A device that lives on so long after the command, in seconds, was not flashed. @see reference 2 (verdicts) */
const NOT_FLASHED_AFTER = 120;
/** By so much two clocks may differ in a day, in seconds. */
const CLOCKS_DIFFER = 10;

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

/** Up for longer than the flash is ago: this boot is no restart that came of it, so that this is another device. */
export function isOlderBoot(now: Pick<Evidence, 'uptime'>, { atMost }: Pick<SinceFlash, 'atMost'>): boolean {
  return now.uptime > atMost / 1000 + CLOCKS_DIFFER;
}

/**
 * What is proved by what a device says after the flash command. Another boot id, and not up for longer than the command is
 * ago: it has restarted. The same boot id says that it has not yet, and only time, after the end of sysupgrade, tells that it
 * will not. Undefined: go on watching.
 */
export function judge(before: Evidence, now: Evidence, expected: Expected, since: SinceFlash): Verdict | undefined {
  if (now.bootId === before.bootId) {
    const over = !since.flashing && now.uptime - since.commandUptime >= NOT_FLASHED_AFTER;
    return over ? 'did-not-flash' : undefined;
  }
  if (isOlderBoot(now, since)) return undefined;
  const proved = runs(now, expected);
  const changed = now.release !== before.release || now.revision !== before.revision || now.description !== before.description;
  // A build that was there before proves nothing by being there.
  if (proved === true) return changed || since.newKey ? 'success' : 'same-build';
  // An image that tells no version: that another one runs than before is all the proof there can be.
  if (proved === undefined) return changed ? 'success' : 'rebooted-old';
  return changed ? 'other-version' : 'rebooted-old';
}
