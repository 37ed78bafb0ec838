import type { UpgradeBatch, UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import type { Tone } from '../../components/status-mark.tsx';
import type { Speech } from '../../words/words.ts';
import { shownState } from './operation-state.ts';

export const batchTones: Record<UpgradeBatch['state'], Tone> = {
  scheduled: 'neutral',
  running: 'busy',
  paused: 'warn',
  success: 'good',
  failed: 'bad',
  cancelled: 'neutral',
};

export function batchTitle({ categoryName, buildVersion }: UpgradeBatch, { t }: Pick<Speech, 't'>): string {
  return t('flash.title', { category: categoryName, version: buildVersion });
}

export function waveName(wave: number, { t }: Pick<Speech, 't'>): string {
  return wave === 0 ? t('flash.waveFirst') : t('flash.waveNumber', { number: wave });
}

/** Why a batch stands still, and what to do about it. */
export function pauseText({ pausedFor }: Pick<UpgradeBatch, 'pausedFor'>, words: Pick<Speech, 't' | 'format'>): string {
  const { t, format } = words;
  if (!pausedFor) return t('flash.pausedHint');
  if ('missed' in pausedFor) return t('flash.missed', { when: format.moment(pausedFor.missed) });
  if ('unproved' in pausedFor) return t('flash.unproved');
  return t('flash.pausedFor', { count: pausedFor.failed, wave: waveName(pausedFor.wave, words) });
}

/** Step or verdict in words. */
export function stateWord(operation: UpgradeOperation, { t, format }: Pick<Speech, 't' | 'format'>): string {
  const shown = shownState(operation);
  switch (shown.kind) {
    case 'step':
      return t(`flash.step_${shown.step}`);
    case 'away':
      return t('flash.away');
    case 'cancelling':
      return t('flash.cancelling');
    case 'again':
      return t('flash.again', { when: format.moment(shown.at) });
    case 'verdict':
      return t(`flash.verdict_${shown.verdict}`);
    case 'outcome':
      return t(`flash.outcome_${shown.outcome}`);
    default:
      shown satisfies never;
      return '';
  }
}

/** What of a batch came to something else than a success; nothing is said of what did not occur. */
export function countsText({ succeeded, failed, aborted, cancelled }: UpgradeBatch, { t }: Pick<Speech, 't'>): string {
  return [
    succeeded > 0 && t('flash.succeeded', { count: succeeded }),
    failed > 0 && t('flash.failedCount', { count: failed }),
    aborted > 0 && t('flash.abortedCount', { count: aborted }),
    cancelled > 0 && t('flash.cancelledCount', { count: cancelled }),
  ]
    .filter(Boolean)
    .join(' · ');
}
