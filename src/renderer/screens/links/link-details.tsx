import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { Link } from '../../../shared/contract/links.ts';
import { Copyable } from '../../components/copyable.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { formatRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import classes from './link-details.module.css';
import { LinkMark } from './links-grid.tsx';

/** One address whole, how it answered, and the way to its plugin. */
export function LinkDetails({ link, onClose }: { readonly link: Link; readonly onClose: () => void }) {
  const { t, format } = useWords();
  const { url, plugin, package: id, file, state, failure, checkedAt } = link;
  return (
    <section className={classes.details} aria-label={file}>
      <header className={classes.header}>
        <h2 className={classes.name}>{file}</h2>
        <LinkMark state={state} />
        {checkedAt !== undefined && <span className="quiet">{t('links.since', { when: format.moment(checkedAt) })}</span>}
        <span className={classes.space} />
        <a href={formatRoute({ screen: 'plugins', subject: plugin })}>{t('queue.openPlugin', { plugin })}</a>
        <ActionIcon variant="subtle" size={26} aria-label={t('common.close')} onClick={onClose}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </header>
      <p className="quiet">{t('links.ofPackage', { package: id })}</p>
      <p className={classes.url}>
        <Copyable text={url} />
      </p>
      {failure && (
        <FailureNote failure={failure}>
          <span className="quiet">{t('links.deadHint')}</span>
        </FailureNote>
      )}
    </section>
  );
}
