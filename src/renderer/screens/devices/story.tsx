import { memo } from 'react';
import type { JournalEntry } from '../../../shared/contract/journal.ts';
import type { Verdict } from '../../../shared/contract/upgrades.ts';
import { entryText } from '../../components/entry-words.ts';
import { OutcomeMark } from '../../components/outcome-mark.tsx';
import { useWords } from '../../words/words.ts';
import classes from './story.module.css';

/** An old entry may hold one that this version does not know. */
const verdictWords = {
  success: 'flash.verdictHint_success',
  'not-needed': 'flash.verdictHint_not-needed',
  'rejected-untouched': 'flash.verdictHint_rejected-untouched',
  'same-build': 'flash.verdictHint_same-build',
  'rebooted-old': 'flash.verdictHint_rebooted-old',
  'other-version': 'flash.verdictHint_other-version',
  'did-not-flash': 'flash.verdictHint_did-not-flash',
  unreachable: 'flash.verdictHint_unreachable',
} as const satisfies Record<Verdict, string>;

/** More than anybody reads beside a table; the journal screen has them all. */
const MOST_SHOWN = 200;

export function Story({ entries }: { readonly entries: readonly JournalEntry[] }) {
  return (
    <ol className={classes.story} tabIndex={0}>
      {entries.slice(0, MOST_SHOWN).map((entry) => (
        <Moment key={entry.seq} entry={entry} />
      ))}
    </ol>
  );
}

const Moment = memo(function Moment({ entry }: { readonly entry: JournalEntry }) {
  const words = useWords();
  const { t, format } = words;
  const isRequest = entry.kind === 'request';
  return (
    <li className={classes.moment}>
      <time className={classes.time}>{format.moment(entry.at)}</time>
      <div className={classes.what}>
        <p className={isRequest ? classes.path : undefined}>{entryText(entry, words)}</p>
        {isRequest && (
          <p className={classes.more}>
            <OutcomeMark outcome={entry.outcome} />
            <span>{entry.protocol.toUpperCase()}</span>
            {entry.bytes > 0 && <span>{format.bytes(entry.bytes)}</span>}
            {entry.from && <span>{t('journal.from', { plugin: entry.from })}</span>}
          </p>
        )}
        {isRequest && entry.reason && <p className={classes.more}>{entry.reason}</p>}
        {entry.kind === 'upgrade.ended' && entry.verdict !== null && entry.verdict in verdictWords && (
          <p className={classes.more}>{t(verdictWords[entry.verdict as keyof typeof verdictWords])}</p>
        )}
      </div>
    </li>
  );
});
