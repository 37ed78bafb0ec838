import type { UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { StatusMark, type Tone, waitingIcon } from '../../components/status-mark.tsx';
import { type Speech, useWords } from '../../words/words.ts';
import classes from './batch-details.module.css';
import { waveName } from './batch-words.ts';
import { type Wave, wavesOf } from './operation-state.ts';

/** Shown at most, from the first that is not over: the others are a number. */
const MOST_SHOWN = 8;

export function WaveStrip({ operations }: { readonly operations: readonly UpgradeOperation[] }) {
  const words = useWords();
  const { t } = words;
  const waves = wavesOf(operations);
  const current = waves.findIndex(({ ended, total }) => ended < total);
  const from = Math.max(0, Math.min(current - 1, waves.length - MOST_SHOWN));
  const shown = waves.slice(from, from + MOST_SHOWN);
  return (
    <ol className={classes.waves} aria-label={t('flash.waves')} tabIndex={0}>
      {shown.map((wave) => {
        const tone = toneOf(wave);
        return (
          <li key={wave.number} className={classes.wave} data-tone={tone}>
            <span className={classes.waveName}>{waveName(wave.number, words)}</span>
            <StatusMark tone={tone} word={figures(wave, words)} plain {...(tone === 'neutral' ? { icon: waitingIcon } : {})} />
          </li>
        );
      })}
      {waves.length > shown.length && (
        <li className={classes.more}>{t('flash.waveMore', { count: waves.length - shown.length })}</li>
      )}
    </ol>
  );
}

/** What is red is said: “2 of 2” in red would read as two failed ones. */
function figures({ ended, total, bad }: Wave, { t, format }: Pick<Speech, 't' | 'format'>): string {
  const through = t('common.ofBytes', { done: format.count(ended), total: format.count(total) });
  return bad > 0 ? `${through} · ${t('flash.failedCount', { count: bad })}` : through;
}

function toneOf({ total, ended, bad, running, succeeded }: Wave): Tone {
  if (bad > 0) return 'bad';
  if (ended < total) return running > 0 || ended > 0 ? 'busy' : 'neutral';
  return succeeded > 0 ? 'good' : 'neutral';
}
