import { IconBroadcast, IconBroadcastOff } from '@tabler/icons-react';
import type { NetworkInterface, ServingStatus } from '../../../shared/contract/serving.ts';
import { Copyable } from '../../components/copyable.tsx';
import { useWords } from '../../words/words.ts';
import { phoneAddresses } from './addresses.ts';
import { servingState } from './serving-state.ts';
import classes from './serving-panel.module.css';

interface ServingPanelProps {
  readonly status: ServingStatus;
  readonly interfaces: readonly NetworkInterface[];
}

/** The one thing to be read from two metres away: whether phones can fetch, and under which address. */
export function ServingPanel({ status, interfaces }: ServingPanelProps) {
  const { t } = useWords();
  const { tone, word } = servingState(status);
  const serving = status.listeners.length > 0;
  const Icon = serving ? IconBroadcast : IconBroadcastOff;
  return (
    <section className={classes.panel} data-tone={tone} aria-labelledby="serving-state">
      <Icon size={36} stroke={1.6} aria-hidden className={classes.icon} />
      <div className={classes.text}>
        <h1 id="serving-state" className={classes.word}>
          {t(word)}
        </h1>
        <p className={classes.hint}>{t(serving ? 'serving.phonesAsk' : 'serving.nobody')}</p>
        {serving && (
          <ul className={classes.addresses}>
            {phoneAddresses(status.listeners, interfaces).map((address) => (
              <li key={address}>
                <Copyable text={address} />
              </li>
            ))}
          </ul>
        )}
        {status.certificate && <p className={classes.hint}>{t('serving.certificate', { fingerprint: status.certificate })}</p>}
        {status.folder && <p className={classes.hint}>{t('serving.folder', { path: status.folder })}</p>}
      </div>
    </section>
  );
}
