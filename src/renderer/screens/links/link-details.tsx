import type { Link } from '../../../shared/contract/links.ts';
import { Copyable } from '../../components/copyable.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { OpenedBelow } from '../../components/opened-below.tsx';
import { useWords } from '../../words/words.ts';
import classes from './link-details.module.css';
import { LinkMark } from './links-grid.tsx';

/** One address whole, how it answered, and the way to its plugin. */
export function LinkDetails({ link, onClose }: { readonly link: Link; readonly onClose: () => void }) {
  const { t, format } = useWords();
  const { url, plugin, package: id, file, state, failure, checkedAt } = link;
  return (
    <OpenedBelow
      name={file}
      plugin={plugin}
      onClose={onClose}
      state={
        <>
          <LinkMark state={state} />
          {checkedAt !== undefined && <span className="quiet">{t('links.since', { when: format.moment(checkedAt) })}</span>}
        </>
      }
    >
      <p className="quiet">{t('links.ofPackage', { package: id })}</p>
      <p className={classes.url}>
        <Copyable text={url} />
      </p>
      {failure && (
        <FailureNote failure={failure}>
          <span className="quiet">{t('links.deadHint')}</span>
        </FailureNote>
      )}
    </OpenedBelow>
  );
}
