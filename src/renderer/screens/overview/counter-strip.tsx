import type { ServingStatus } from '../../../shared/contract/serving.ts';
import { useWords } from '../../words/words.ts';
import classes from './counter-strip.module.css';

/** Live counters. Missing is calm: vendors ask layer by layer. */
export function CounterStrip({ status }: { readonly status: ServingStatus }) {
  const { t, format } = useWords();
  const { counters } = status;
  const tiles = [
    { name: t('counters.requests'), value: format.count(counters.requests) },
    { name: t('counters.sent'), value: format.count(counters.sent) },
    { name: t('counters.missing'), value: format.count(counters.missing), hint: t('counters.missingHint') },
    { name: t('counters.refused'), value: format.count(counters.refused), tone: counters.refused > 0 ? 'warn' : undefined },
    { name: t('counters.broken'), value: format.count(counters.broken), tone: counters.broken > 0 ? 'warn' : undefined },
    { name: t('counters.bytes'), value: format.bytes(counters.bytes) },
    { name: t('counters.rate'), value: t('common.rate', { bytes: format.bytes(status.bytesPerSecond) }) },
  ];
  return (
    <section aria-label={t('counters.title')}>
      <dl className={classes.strip}>
        {tiles.map(({ name, value, hint, tone }) => (
          <div key={name} className={classes.tile} title={hint}>
            <dt className={classes.name}>{name}</dt>
            <dd className={classes.value} data-tone={tone}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
