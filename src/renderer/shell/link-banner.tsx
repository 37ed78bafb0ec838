import { IconPlugConnectedX } from '@tabler/icons-react';
import { useLink } from '../mirror/link.ts';
import { useWords } from '../words/words.ts';
import classes from './link-banner.module.css';

/** Calm: nothing is lost, and nobody has to do anything. */
export function LinkBanner() {
  const { t } = useWords();
  const { state, app } = useLink();
  return (
    <div aria-live="polite">
      {state === 'away' && (
        <p className={classes.banner}>
          <IconPlugConnectedX size={17} aria-hidden />
          <strong>{t('app.away')}</strong>
          {app && <span>{t('app.awayDetail')}</span>}
        </p>
      )}
    </div>
  );
}
