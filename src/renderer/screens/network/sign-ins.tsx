import { Button, TextInput } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { Credential } from '../../../shared/contract/network.ts';
import { engine } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { useAction } from '../../components/use-action.ts';
import { loadNetwork } from '../../mirror/network.ts';
import { useWords } from '../../words/words.ts';
import classes from './network-dialog.module.css';

interface SignInsProps {
  readonly credentials: readonly Credential[];
  /** A host that a download could not sign in at. */
  readonly wanted: string | undefined;
}

export function SignIns({ credentials, wanted }: SignInsProps) {
  const { t } = useWords();
  const [host, setHost] = useState(wanted ?? '');
  const [user, setUser] = useState(credentials.find((known) => known.host === wanted)?.user ?? '');
  const [password, setPassword] = useState('');
  const passwordField = useRef<HTMLInputElement>(null);
  const { run, busy, failure } = useAction();
  const keep = async () => {
    await engine.network.setCredential({ host, user, password });
    for (const clear of [setHost, setUser, setPassword]) clear('');
    loadNetwork();
  };
  const forget = async (forgotten: string) => {
    await engine.network.removeCredential({ host: forgotten });
    loadNetwork();
  };
  const change = (known: Credential) => {
    setHost(known.host);
    setUser(known.user);
    setPassword('');
    passwordField.current?.focus();
  };
  return (
    <>
      {credentials.length === 0 ? (
        <p className={classes.none}>{t('network.noSignIns')}</p>
      ) : (
        <ul className={classes.signIns} aria-label={t('network.signIns')}>
          {credentials.map((known) => (
            <li key={known.host} className={classes.signIn}>
              <IconKey size={15} aria-hidden className={classes.key} />
              <span className={classes.host} title={known.host}>
                {known.host}
              </span>
              <span className={classes.user} title={known.user}>
                {known.user}
              </span>
              <Button
                variant="subtle"
                size="compact-xs"
                aria-label={t('network.changeOne', { host: known.host })}
                onClick={() => change(known)}
              >
                {t('network.change')}
              </Button>
              <Button
                variant="subtle"
                size="compact-xs"
                aria-label={t('network.forgetOne', { host: known.host })}
                onClick={() => run(() => forget(known.host))}
              >
                {t('network.forget')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form
        className={classes.signInForm}
        onSubmit={(event) => {
          event.preventDefault();
          run(keep);
        }}
      >
        <TextInput
          label={t('network.host')}
          placeholder="fw.example.net"
          spellCheck={false}
          value={host}
          onChange={(event) => setHost(event.currentTarget.value)}
        />
        <TextInput
          label={t('network.user')}
          autoComplete="off"
          spellCheck={false}
          data-autofocus={wanted === undefined ? undefined : true}
          value={user}
          onChange={(event) => setUser(event.currentTarget.value)}
        />
        <TextInput
          ref={passwordField}
          type="password"
          label={t('network.password')}
          autoComplete="off"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={host.trim() === '' || user.trim() === ''} loading={busy}>
          {t('network.keep')}
        </Button>
      </form>
      {failure && <FailureNote failure={failure} />}
    </>
  );
}
