import type { Counters, Protocol, ServingStatus } from '../../../shared/contract/serving.ts';
import { type Speech, useWords } from '../../words/words.ts';
import classes from './transfers-screen.module.css';

const protocols: readonly Protocol[] = ['tftp', 'http'];

/** A row a protocol. What is amiss stands out; missing is normal. */
export function ProtocolCounters({ status }: { readonly status: ServingStatus }) {
  const words = useWords();
  const { t, format } = words;
  return (
    <section className={classes.counters} aria-label={t('live.byProtocol')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('transfers.protocol')}</th>
            <th scope="col">{t('counters.requests')}</th>
            <th scope="col">{t('counters.sent')}</th>
            <th scope="col" title={t('counters.missingHint')}>
              {t('counters.missing')}
            </th>
            <th scope="col">{t('counters.refused')}</th>
            <th scope="col">{t('counters.broken')}</th>
            <th scope="col" title={t('live.resentHint')}>
              {t('live.resent')}
            </th>
            <th scope="col">{t('counters.bytes')}</th>
          </tr>
        </thead>
        <tbody>
          {protocols.map((protocol) => (
            <CountersRow key={protocol} protocol={protocol} counters={status.byProtocol[protocol]} words={words} />
          ))}
        </tbody>
      </table>
      <dl className={classes.now}>
        <div>
          <dt>{t('transfers.title')}</dt>
          <dd>{format.count(status.activeTransfers)}</dd>
        </div>
        <div>
          <dt>{t('counters.rate')}</dt>
          <dd>{t('common.rate', { bytes: format.bytes(status.bytesPerSecond) })}</dd>
        </div>
      </dl>
    </section>
  );
}

interface CountersRowProps {
  readonly protocol: Protocol;
  readonly counters: Counters;
  readonly words: Speech;
}

function CountersRow({ protocol, counters, words: { t, format } }: CountersRowProps) {
  const warn = (count: number) => (count > 0 ? 'warn' : undefined);
  return (
    <tr>
      <th scope="row">{t(`live.${protocol}`)}</th>
      <td>{format.count(counters.requests)}</td>
      <td>{format.count(counters.sent)}</td>
      <td>{format.count(counters.missing)}</td>
      <td data-tone={warn(counters.refused)}>{format.count(counters.refused)}</td>
      <td data-tone={warn(counters.broken)}>{format.count(counters.broken)}</td>
      <td>{protocol === 'tftp' ? format.count(counters.resent) : '—'}</td>
      <td>{format.bytes(counters.bytes)}</td>
    </tr>
  );
}
