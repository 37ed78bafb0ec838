import { Button } from '@mantine/core';
import { IconTerminal2 } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { CopyButton } from '../../components/copyable.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { progressOf } from '../../components/operation-progress.ts';
import { operationTones } from '../../components/operation-words.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { useWords } from '../../words/words.ts';
import { isAligned } from './answer-shape.ts';
import { clear, type Entry, enter, interrupt, loadHistory, useConsole } from './console-store.ts';
import { Prompt } from './prompt.tsx';
import classes from './console-screen.module.css';

/** Shown to who has not typed anything yet; a click runs them. */
const EXAMPLES = ['help', 'plugins.installed().keys()', 'plugins.installable()', 'devices.list()', 'journal(20)'];

export function ConsoleScreen() {
  const { t } = useWords();
  const { entries, dropped } = useConsole();
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Without it the arrows have nothing to bring back, and all else works.
    loadHistory().catch(() => undefined);
  }, []);
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'end' });
  }, [entries]);
  return (
    <div className={classes.screen}>
      <div className={classes.log} role="log" aria-label={t('console.log')} tabIndex={entries.length > 0 ? 0 : -1}>
        {entries.length === 0 && (
          <EmptyState icon={IconTerminal2} title={t('console.title')} hint={t('console.hint', { command: 'provdesk console' })}>
            <div className={classes.examples}>
              {EXAMPLES.map((code) => (
                <Button key={code} variant="default" className="mono" onClick={() => void enter(code)}>
                  {code}
                </Button>
              ))}
            </div>
          </EmptyState>
        )}
        {dropped && <p className="quiet">{t('console.dropped')}</p>}
        {entries.map((entry) => (
          <EntryLines key={entry.id} entry={entry} />
        ))}
        <div ref={end} />
      </div>
      <Running />
      <div className={classes.foot}>
        <Prompt />
        <p className={classes.keys}>
          <span>{t('console.keys')}</span>
          {entries.length > 0 && (
            <Button variant="subtle" size="compact-xs" onClick={clear}>
              {t('console.clear')}
            </Button>
          )}
        </p>
      </div>
    </div>
  );
}

function EntryLines({ entry }: { readonly entry: Entry }) {
  const words = useWords();
  if (entry.kind === 'typed') {
    return (
      <p className={classes.typed}>
        <span aria-hidden>{entry.goesOn ? '… ' : '› '}</span>
        {entry.text}
      </p>
    );
  }
  if (entry.kind === 'failure') {
    return (
      <p className={classes.failure}>
        {words.failure(entry.failure)} <span className={classes.code}>{entry.failure.code}</span>
      </p>
    );
  }
  return (
    <div className={classes.answer} data-tone={entry.shortfall && operationTones[entry.shortfall]}>
      {entry.shortfall && (
        <StatusMark tone={operationTones[entry.shortfall]} word={words.t(`operation.${entry.shortfall}`)} plain />
      )}
      <pre data-aligned={isAligned(entry.text) || undefined}>{entry.text}</pre>
      {entry.text !== '' && (
        <span className={classes.copy}>
          <CopyButton text={entry.text} what={words.t('console.answer')} />
        </span>
      )}
    </div>
  );
}

/** Progress of what the statement waits for, item by item in one bar. */
function Running() {
  const { t, format } = useWords();
  const { busy, operation } = useConsole();
  if (!busy || !operation) return null;
  const progress = progressOf(operation);
  const now = operation.items.filter(({ state }) => state === 'downloading' || state === 'installing').map(({ id }) => id);
  return (
    <section className={classes.running} aria-label={t('console.running')}>
      <div className={classes.runningLine}>
        <span className={classes.now}>{now.join(', ')}</span>
        <span className="quiet numbers">
          {t('console.items', {
            done: format.count(progress.done),
            total: format.count(operation.items.length),
            bytes: format.bytes(operation.bytes),
          })}
        </span>
        <Button size="compact-sm" variant="default" onClick={() => interrupt()}>
          {t('console.cancel')}
        </Button>
      </div>
      <ProgressBar label={t('console.running')} done={progress.share} total={1} />
    </section>
  );
}
