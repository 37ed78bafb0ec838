import type { UpgradePlan } from '../../../shared/contract/upgrades.ts';
import { formatRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import classes from './plan-view.module.css';

/** More than one reads; the title counts all. */
const MOST_SHOWN = 200;

/** Who does not get it: each with the reason, and a way to where it can be changed. */
export function SkippedList({ skipped }: { readonly skipped: UpgradePlan['skipped'] }) {
  const words = useWords();
  const { t } = words;
  const title = t('rollout.skipped', { count: skipped.length });
  return (
    <section className={classes.skipped} aria-label={title}>
      <h3 className={classes.skippedTitle}>{title}</h3>
      <ul className={classes.skippedList} tabIndex={0} aria-label={title}>
        {skipped.slice(0, MOST_SHOWN).map(({ device, deviceName, failure }) => (
          <li key={device} className={classes.one}>
            <a className={classes.who} href={formatRoute({ screen: 'devices', subject: device })} title={deviceName}>
              {deviceName}
            </a>
            <span className={classes.reason}>
              {words.failure(failure)} <span className={classes.reasonCode}>{failure.code}</span>
            </span>
          </li>
        ))}
        {skipped.length > MOST_SHOWN && (
          <li className={classes.one}>{t('rollout.more', { count: skipped.length - MOST_SHOWN })}</li>
        )}
      </ul>
    </section>
  );
}
