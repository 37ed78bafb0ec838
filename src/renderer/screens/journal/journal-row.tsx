import { memo } from 'react';
import type { JournalEntry } from '../../../shared/contract/journal.ts';
import { entryText } from '../../components/entry-words.ts';
import { OutcomeMark } from '../../components/outcome-mark.tsx';
import { GridCell } from '../../components/virtual-grid.tsx';
import { useWords } from '../../words/words.ts';
import classes from './journal-row.module.css';

/** A written entry never changes. */
export const JournalRow = memo(function JournalRow({ entry }: { readonly entry: JournalEntry }) {
  const words = useWords();
  const { t, format } = words;
  const text = entryText(entry, words);
  const who = 'device' in entry ? (entry.mac ?? entry.ip ?? entry.device) : null;
  if (entry.kind !== 'request') {
    return (
      <>
        <GridCell quiet>{format.moment(entry.at)}</GridCell>
        <GridCell mono>{who ?? ''}</GridCell>
        <GridCell title={text}>{text}</GridCell>
        <GridCell>{''}</GridCell>
        <GridCell>{''}</GridCell>
        <GridCell>{''}</GridCell>
      </>
    );
  }
  const more = [
    entry.from && t('journal.from', { plugin: entry.from }),
    entry.served && t('journal.servedAs', { path: entry.served }),
    entry.reason,
  ].filter(Boolean);
  return (
    <>
      <GridCell quiet>{format.moment(entry.at)}</GridCell>
      <GridCell mono title={entry.ip ?? undefined}>
        {who ?? t('common.unknown')}
      </GridCell>
      <GridCell title={[text, ...more, entry.userAgent].filter(Boolean).join('\n')}>
        <span className={classes.protocol}>{entry.protocol.toUpperCase()}</span>
        <span className={classes.path}>{text}</span>
        {more.length > 0 && <span className={classes.more}>{more.join(' · ')}</span>}
      </GridCell>
      <GridCell>
        <OutcomeMark outcome={entry.outcome} />
      </GridCell>
      <GridCell alignEnd quiet>
        {entry.bytes > 0 ? format.bytes(entry.bytes) : ''}
      </GridCell>
      <GridCell alignEnd quiet>
        {format.duration(entry.milliseconds)}
      </GridCell>
    </>
  );
});
