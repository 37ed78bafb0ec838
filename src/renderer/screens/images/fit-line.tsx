import { IconHelpCircle } from '@tabler/icons-react';
import type { ImageFacts } from '../../../shared/contract/images.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { useDevices } from '../../mirror/devices.ts';
import { useWords } from '../../words/words.ts';
import classes from './image-facts.module.css';
import { fitOf } from './fitting-devices.ts';

/** Boards told at most; the rest is a count. */
const MOST_BOARDS = 6;

/** Which devices here an image fits; and where it fits none, why not. */
export function FitLine({ facts }: { readonly facts: Pick<ImageFacts, 'boards' | 'boardsFrom'> }) {
  const { t, format } = useWords();
  const byId = useDevices((mirror) => mirror.byId);
  const fit = fitOf(facts, byId.values());
  switch (fit.kind) {
    case 'fits':
      return <StatusMark tone="good" word={t('images.fits', { count: fit.devices })} plain />;
    case 'mismatch':
      return (
        <>
          <StatusMark tone="warn" word={t('images.fitsNone')} plain />
          <p className={classes.explained}>{t('images.fitsNoneHint', { boards: format.list(fit.here.slice(0, MOST_BOARDS)) })}</p>
        </>
      );
    case 'untold':
      return <p className={classes.explained}>{t('images.boardsFrom_nothing')}</p>;
    case 'unknown':
      return (
        <p className={classes.explained}>
          <IconHelpCircle size={14} aria-hidden /> {t('images.fitsUnknown')}
        </p>
      );
    default:
      return fit satisfies never;
  }
}
