import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Completion } from '../../../shared/console/complete.ts';
import { useWords } from '../../words/words.ts';
import { chosen, completed } from './completion.ts';
import { clear, complete, enter, interrupt, useConsole } from './console-store.ts';
import classes from './prompt.module.css';

/** What Tab offers, and which of it is marked. */
interface Offer {
  readonly completion: Completion;
  readonly choices: readonly string[];
  readonly at: number;
}

/** Newer browsers return a promise here, which React would take for a way to tidy up. */
function showElement(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

export function Prompt() {
  const { t } = useWords();
  const { busy, begun, history } = useConsole();
  const [line, setLine] = useState('');
  const [offer, setOffer] = useState<Offer>();
  /** How far back in the history; 0 is the line being written, kept in `draft`. */
  const [back, setBack] = useState(0);
  const draft = useRef('');
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    if (!busy) input.current?.focus();
  }, [busy]);

  const write = (text: string) => {
    setLine(text);
    setOffer(undefined);
    setBack(0);
  };
  const take = (candidate: string) => {
    if (offer) write(chosen(line, offer.completion, candidate));
    input.current?.focus();
  };
  const recall = (step: number) => {
    const next = Math.min(Math.max(back + step, 0), history.length);
    if (back === 0) draft.current = line;
    setBack(next);
    setOffer(undefined);
    setLine(next === 0 ? draft.current : (history.at(-next) ?? ''));
  };
  const offerFor = async (text: string) => {
    const completion = await complete(text);
    // Typed on in the meantime: what was found is of another line.
    if (input.current?.value !== text) return;
    const { line: becomes, choices } = completed(text, completion);
    setLine(becomes);
    setOffer(
      choices.length === 0
        ? undefined
        : { completion: [completion[0], becomes.slice(text.length - completion[1].length)], choices, at: 0 },
    );
  };
  const submit = () => {
    write('');
    void enter(line);
  };
  const inOffer = (key: string, { choices, at }: Offer): boolean => {
    const move = key === 'ArrowDown' || key === 'Tab' ? 1 : key === 'ArrowUp' ? -1 : 0;
    if (move !== 0) setOffer((now) => now && { ...now, at: (at + move + choices.length) % choices.length });
    else if (key === 'Enter') take(choices[at] ?? '');
    else if (key === 'Escape') setOffer(undefined);
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const { key, ctrlKey, shiftKey } = event;
    const selected = input.current && input.current.selectionStart !== input.current.selectionEnd;
    if (ctrlKey && key === 'l') clear();
    else if (ctrlKey && key === 'c' && !selected && (busy || begun !== '' || line !== '')) {
      if (!interrupt()) write('');
    } else if (ctrlKey || event.altKey || event.metaKey) return;
    else if (offer && !shiftKey && inOffer(key, offer)) {
      // Done there.
    } else if (key === 'Enter' && !busy) submit();
    // An empty line lets Tab go on to the next control, so that nobody is caught here.
    else if (key === 'Tab' && !shiftKey && line !== '') void offerFor(line);
    else if (key === 'ArrowUp') recall(1);
    else if (key === 'ArrowDown') recall(-1);
    else if (key === 'Escape' && line !== '') write('');
    else return;
    event.preventDefault();
  };

  return (
    <div className={classes.prompt}>
      {offer && (
        <div className={classes.choices} role="listbox" id={listId} aria-label={t('console.choices')}>
          {offer.choices.map((choice, i) => (
            <div
              key={choice}
              id={`${listId}-${i}`}
              role="option"
              aria-selected={i === offer.at}
              className={classes.choice}
              ref={i === offer.at ? showElement : undefined}
              onPointerDown={(event) => {
                event.preventDefault();
                take(choice);
              }}
            >
              {choice}
            </div>
          ))}
        </div>
      )}
      <span className={classes.sign} aria-hidden title={begun === '' ? undefined : t('console.goesOn')}>
        {begun === '' ? '›' : '…'}
      </span>
      <input
        ref={input}
        className={classes.input}
        value={line}
        aria-label={t('console.prompt')}
        role="combobox"
        aria-expanded={offer !== undefined}
        aria-controls={listId}
        aria-activedescendant={offer ? `${listId}-${offer.at}` : undefined}
        aria-autocomplete="list"
        placeholder={busy ? t('console.running') : undefined}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        maxLength={4000}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}
