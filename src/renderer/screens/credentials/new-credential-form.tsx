import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Credential } from '../../../shared/contract/credentials.ts';
import { engine } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { FilePicker } from '../../components/file-picker.tsx';
import { useAction } from '../../components/use-action.ts';
import { loadCredentials } from '../../mirror/credentials.ts';
import { useWords } from '../../words/words.ts';
import classes from './credentials-dialog.module.css';

const kinds: readonly Credential['kind'][] = ['password', 'key', 'agent'];

/** A private key is a few thousand characters; another file was meant. */
const MOST_KEY_BYTES = 20_000;

/** What was typed is gone from the window once it is kept. */
export function NewCredentialForm() {
  const { t } = useWords();
  const [kind, setKind] = useState<Credential['kind']>('password');
  const [name, setName] = useState('');
  const [username, setUsername] = useState('root');
  const [secret, setSecret] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const { run, busy, failure } = useAction();
  const keep = async () => {
    const named = { name, username };
    if (kind === 'password') await engine.credentials.add({ kind, ...named, password: secret });
    else if (kind === 'agent') await engine.credentials.add({ kind, ...named });
    else await engine.credentials.add({ kind, ...named, privateKey: secret, ...(passphrase === '' ? {} : { passphrase }) });
    for (const clear of [setName, setSecret, setPassphrase]) clear('');
    await loadCredentials();
  };
  const ready = name.trim() !== '' && username.trim() !== '' && (kind !== 'key' || secret.trim() !== '');
  return (
    <form
      className={classes.new}
      onSubmit={(event) => {
        event.preventDefault();
        run(keep);
      }}
    >
      <div className={classes.three}>
        <NativeSelect
          size="xs"
          label={t('ssh.kind')}
          value={kind}
          onChange={(event) => {
            setKind(kinds.find((known) => known === event.currentTarget.value) ?? 'password');
            setSecret('');
          }}
          data={kinds.map((value) => ({ value, label: t(`ssh.kind_${value}`) }))}
        />
        <TextInput
          label={t('ssh.credentialName')}
          placeholder={t('ssh.credentialPlaceholder')}
          maxLength={100}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('ssh.username')}
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
        />
      </div>
      {kind === 'password' && (
        <TextInput
          type="password"
          label={t('ssh.password')}
          description={t('ssh.passwordHint')}
          autoComplete="off"
          value={secret}
          onChange={(event) => setSecret(event.currentTarget.value)}
        />
      )}
      {kind === 'key' && <KeyFields secret={secret} onSecret={setSecret} passphrase={passphrase} onPassphrase={setPassphrase} />}
      {failure && <FailureNote failure={failure} />}
      <div className={classes.submit}>
        {kind === 'agent' && <p className={classes.quiet}>{t('ssh.agentHint')}</p>}
        <Button type="submit" disabled={!ready} loading={busy}>
          {t('ssh.keep')}
        </Button>
      </div>
    </form>
  );
}

interface KeyFieldsProps {
  readonly secret: string;
  readonly onSecret: (text: string) => void;
  readonly passphrase: string;
  readonly onPassphrase: (text: string) => void;
}

function KeyFields({ secret, onSecret, passphrase, onPassphrase }: KeyFieldsProps) {
  const { t } = useWords();
  const read = useAction();
  const take = async ([file]: readonly File[]) => {
    if (file) onSecret(await file.slice(0, MOST_KEY_BYTES).text());
  };
  return (
    <>
      <Textarea
        size="xs"
        rows={4}
        className={classes.key ?? ''}
        label={t('ssh.privateKey')}
        description={t('ssh.privateKeyHint')}
        spellCheck={false}
        value={secret}
        onChange={(event) => onSecret(event.currentTarget.value)}
      />
      <div className={classes.submit}>
        <FilePicker variant="default" onPick={(files) => read.run(() => take(files))}>
          {t('ssh.chooseKey')}
        </FilePicker>
        <TextInput
          type="password"
          aria-label={t('ssh.passphrase')}
          placeholder={t('ssh.passphrase')}
          autoComplete="off"
          value={passphrase}
          onChange={(event) => onPassphrase(event.currentTarget.value)}
        />
      </div>
      {read.failure && <FailureNote failure={read.failure} />}
    </>
  );
}
