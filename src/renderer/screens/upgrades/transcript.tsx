import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { LogLine, UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { type Failure, failureOf } from '../../../shared/failures.ts';
import { engine, onNews } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { saveText } from '../../save-text.ts';
import { useWords } from '../../words/words.ts';
import classes from './operation-view.module.css';

/** A step at a time and a few tries: more lines than this is a device that says too much. The saved text has them all. */
const MOST_SHOWN = 2_000;

/** Every line of one operation, in the order in which it happened, as it happens. */
export function Transcript({ operation: { id, deviceName } }: { readonly operation: UpgradeOperation }) {
  const { t } = useWords();
  const { lines, failure } = useLog(id);
  const list = useRef<HTMLOListElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    // Who has scrolled up to read is left there.
    if (list.current && atEnd.current) list.current.scrollTop = list.current.scrollHeight;
  }, [lines]);
  const save = () =>
    saveText(
      `${deviceName.replace(/[^\w.-]+/g, '-')}.log`,
      'text/plain',
      (lines ?? []).map(({ at, text }) => `${new Date(at).toISOString()} ${text}\n`).join(''),
    );
  return (
    <section className={classes.log} aria-label={t('flash.transcript')}>
      <div className={classes.logTop}>
        <h2 className={classes.partTitle}>{t('flash.transcript')}</h2>
        <span className={classes.logHint}>{t('flash.transcriptHint')}</span>
        {lines && lines.length > 0 && (
          <Button variant="subtle" size="compact-xs" onClick={save}>
            {t('flash.transcriptSave')}
          </Button>
        )}
      </div>
      {failure ? (
        <FailureNote failure={failure} />
      ) : !lines ? (
        <LoadingState />
      ) : lines.length === 0 ? (
        <p className={classes.none}>{t('flash.transcriptEmpty')}</p>
      ) : (
        <ol
          ref={list}
          lang="en"
          className={classes.lines}
          tabIndex={0}
          aria-label={t('flash.transcript')}
          onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
            atEnd.current = scrollTop + clientHeight >= scrollHeight - 24;
          }}
        >
          {lines.slice(-MOST_SHOWN).map((line) => (
            <Line key={line.seq} line={line} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Line({ line: { at, text } }: { readonly line: LogLine }) {
  const { format } = useWords();
  return (
    <li className={classes.line}>
      <time dateTime={new Date(at).toISOString()}>{format.moment(at)}</time>
      <span>{text}</span>
    </li>
  );
}

/** Listens first, then asks for what there is; each line has a number, so that none comes twice. */
function useLog(id: string): { lines: readonly LogLine[] | undefined; failure: Failure | undefined } {
  const [lines, setLines] = useState<readonly LogLine[]>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    let left = false;
    let heard: readonly LogLine[] = [];
    let here = false;
    const leave = onNews('upgrades.logged', (news) => {
      if (news.operation !== id) return;
      if (here) setLines((before) => joined(before ?? [], news.lines));
      else heard = joined(heard, news.lines);
    });
    engine.upgrades.operation({ id }).then(
      ({ log }) => {
        if (left) return;
        here = true;
        setLines(joined(log, heard));
      },
      (error: unknown) => !left && setFailure(failureOf(error)),
    );
    return () => {
      left = true;
      leave();
    };
  }, [id]);
  return { lines, failure };
}

function joined(lines: readonly LogLine[], more: readonly LogLine[]): readonly LogLine[] {
  const last = lines.at(-1)?.seq ?? -1;
  return [...lines, ...more.filter(({ seq }) => seq > last)];
}
