import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { DecidedBy, Proxies } from '../../../shared/contract/network.ts';
import { engine } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { useAction } from '../../components/use-action.ts';
import { loadNetwork } from '../../mirror/network.ts';
import { useWords } from '../../words/words.ts';
import classes from './network-dialog.module.css';

/** What a person chose on one line: the environment's word, nothing, or what is typed. */
interface Line {
  readonly use: 'environment' | 'none' | 'typed';
  readonly text: string;
}

/** Lines that nobody touched show what holds; one that was refused stays as it was typed. */
export function ProxiesForm({ proxies: { proxies, exceptions } }: { readonly proxies: Proxies }) {
  const { t } = useWords();
  const [changed, setChanged] = useState<ReadonlyMap<string, Line>>(new Map());
  const { run, busy, failure } = useAction();
  const change = (name: string, line: Line) => setChanged((before) => new Map(before).set(name, line));
  const save = async () => {
    try {
      for (const { kind } of proxies) {
        const line = changed.get(kind);
        if (line) await engine.network.setProxy({ kind, ...addressOf(line) });
      }
      const hosts = changed.get('exceptions');
      if (hosts) await engine.network.setExceptions(hosts.use === 'environment' ? {} : { hosts: hosts.text.split(/[\s,]+/) });
      setChanged(new Map());
    } finally {
      loadNetwork();
    }
  };
  return (
    <form
      className={classes.proxies}
      onSubmit={(event) => {
        event.preventDefault();
        run(save);
      }}
    >
      {proxies.map(({ kind, url, from }) => (
        <ProxyLine
          key={kind}
          name={`${kind}://`}
          labels={[t('network.choose', { kind }), t('network.proxyFor', { kind })]}
          choices={['environment', 'none', 'typed']}
          typedWord={t('network.address')}
          environment={from === 'environment' ? url : null}
          placeholder="http://proxy.example:3128"
          line={changed.get(kind) ?? lineOf(from, url)}
          onChange={(line) => change(kind, line)}
        />
      ))}
      <ProxyLine
        name={t('network.exceptions')}
        labels={[t('network.chooseExceptions'), t('network.hosts')]}
        choices={['environment', 'typed']}
        typedWord={t('network.theseHosts')}
        environment={exceptions.from === 'environment' ? exceptions.hosts.join(', ') : null}
        placeholder="intranet.example, 10.0.0.0/8"
        line={changed.get('exceptions') ?? lineOf(exceptions.from, exceptions.hosts.join(', '))}
        onChange={(line) => change('exceptions', line)}
      />
      {failure && <FailureNote failure={failure} />}
      <Button type="submit" className={classes.submit} disabled={changed.size === 0} loading={busy}>
        {t('network.save')}
      </Button>
    </form>
  );
}

interface ProxyLineProps {
  readonly name: string;
  readonly labels: readonly [choice: string, text: string];
  readonly choices: readonly Line['use'][];
  readonly typedWord: string;
  /** What the environment says, where that holds now. */
  readonly environment: string | null;
  readonly placeholder: string;
  readonly line: Line;
  readonly onChange: (line: Line) => void;
}

function ProxyLine({ name, labels, choices, typedWord, environment, placeholder, line, onChange }: ProxyLineProps) {
  const { t } = useWords();
  const typed = line.use === 'typed';
  return (
    <div className={classes.proxy}>
      <span className={classes.kind}>{name}</span>
      <NativeSelect
        size="xs"
        aria-label={labels[0]}
        value={line.use}
        data={choices.map((value) => ({ value, label: value === 'typed' ? typedWord : t(`network.${value}`) }))}
        onChange={(event) => {
          const use = choices.find((choice) => choice === event.currentTarget.value);
          if (use) onChange({ ...line, use });
        }}
      />
      {typed ? (
        <TextInput
          aria-label={labels[1]}
          placeholder={placeholder}
          spellCheck={false}
          value={line.text}
          onChange={(event) => onChange({ use: 'typed', text: event.currentTarget.value })}
        />
      ) : (
        <span className={classes.said}>{line.use === 'environment' && (environment ?? t('network.nothingThere'))}</span>
      )}
    </div>
  );
}

function lineOf(from: DecidedBy, text: string | null): Line {
  if (from !== 'settings') return { use: 'environment', text: '' };
  return text === null ? { use: 'none', text: '' } : { use: 'typed', text };
}

function addressOf({ use, text }: Line): { url?: string | null } {
  if (use === 'environment') return {};
  return { url: use === 'none' ? null : text.trim() };
}
