import type { PausedFor, UpgradeBatch } from '../../../shared/contract/upgrades.ts';
import { ProvdeskError } from '../../../shared/failures.ts';

/** How far ahead a batch can be scheduled, in days. @see reference openwisp-upgrader.md 1 (scheduled time) */
const HORIZON = 180;
const DAY = 86_400_000;
/** A start that comes later than that was not what somebody planned: the devices may be in use by now. In milliseconds. */
const GRACE = 60_000;

/** @throws ProvdeskError `upgrade.start-too-far`, `upgrade.start-passed`: who mistypes a time does not mean now */
export function checkStart(startAt: number, now: number): void {
  if (startAt <= now) throw new ProvdeskError('upgrade.start-passed');
  if (startAt > now + HORIZON * DAY) throw new ProvdeskError('upgrade.start-too-far', { days: HORIZON });
}

/**
 * Until when nobody need look at the clock. A timer stands still while the machine sleeps, so that one that was set for the time
 * itself would come late by all of that, and the start be missed with the lid open.
 */
export function lookAgainAt(now: number): number {
  return now + GRACE / 3;
}

/** `missed`: the app was closed or the lid down at its time. Nobody is there who expects it, so a person is asked. */
export function dueOf(startAt: number, now: number): 'later' | 'now' | 'missed' {
  if (startAt > now) return 'later';
  return now - startAt <= GRACE ? 'now' : 'missed';
}

/**
 * A batch that a person goes on with. What it paused for counts no more. One that was paused before its time waits for that
 * time again; one that waits for it begins now.
 */
export function resumed<B extends Pick<UpgradeBatch, 'state' | 'startAt' | 'pausedFor' | 'acknowledged'>>(
  batch: B,
  now: number,
  startAt: number | undefined = batch.state === 'paused' ? (batch.startAt ?? undefined) : undefined,
): B {
  const acknowledged = { ...batch.acknowledged, ...goneOver(batch.pausedFor) };
  const ahead = startAt !== undefined && startAt > now ? startAt : null;
  return { ...batch, state: ahead === null ? 'running' : 'scheduled', startAt: ahead, pausedFor: null, acknowledged };
}

/** Failed ones by wave. */
function goneOver(pausedFor: PausedFor | null): UpgradeBatch['acknowledged'] {
  if (!pausedFor || 'missed' in pausedFor) return {};
  return 'unproved' in pausedFor ? { 0: pausedFor.unproved } : { [pausedFor.wave]: pausedFor.failed };
}
