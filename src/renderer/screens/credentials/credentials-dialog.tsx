import { Button, Modal } from '@mantine/core';
import { IconKey, IconPassword, IconUserKey } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { Credential } from '../../../shared/contract/credentials.ts';
import { engine } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { useAction } from '../../components/use-action.ts';
import { followCredentials, loadCredentials, useCredentials } from '../../mirror/credentials.ts';
import { useWords } from '../../words/words.ts';
import classes from './credentials-dialog.module.css';
import { NewCredentialForm } from './new-credential-form.tsx';

export const kindIcons = { password: IconPassword, key: IconKey, agent: IconUserKey };

/** What signs in to devices over SSH: never the secrets, only what they are called and who uses them. */
export function CredentialsDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const { phase, credentials } = useCredentials();
  useEffect(followCredentials, []);
  return (
    <Modal opened onClose={onClose} title={t('ssh.keyTitle')} size={600} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <p className={classes.hint}>{t('ssh.keyHint')}</p>
      {phase.kind === 'loading' && credentials.length === 0 ? (
        <LoadingState />
      ) : phase.kind === 'failed' ? (
        <FailureNote failure={phase.failure}>
          <Button variant="default" onClick={() => void loadCredentials()}>
            {t('common.retry')}
          </Button>
        </FailureNote>
      ) : (
        <Known credentials={credentials} />
      )}
      <NewCredentialForm />
    </Modal>
  );
}

function Known({ credentials }: { readonly credentials: readonly Credential[] }) {
  const { t } = useWords();
  const { run, failure } = useAction();
  const remove = async (id: string) => {
    await engine.credentials.remove({ id });
    await loadCredentials();
  };
  if (credentials.length === 0) return <p className={classes.none}>{t('ssh.credentialsNone')}</p>;
  return (
    <>
      <ul className={classes.list} aria-label={t('ssh.credentials')}>
        {credentials.map(({ id, name, kind, username, devices }) => {
          const Icon = kindIcons[kind];
          return (
            <li key={id} className={classes.one}>
              <Icon size={16} aria-hidden className={classes.icon} />
              <span className={classes.name} title={name}>
                {name}
              </span>
              <span className={classes.quiet}>
                {t(`ssh.kind_${kind}`)} · {username}
              </span>
              <span className={classes.quiet}>{devices === 0 ? t('ssh.unused') : t('ssh.usedBy', { count: devices })}</span>
              <Button
                variant="subtle"
                size="compact-xs"
                aria-label={t('ssh.forgetOne', { name })}
                onClick={() => run(() => remove(id))}
              >
                {t('ssh.forget')}
              </Button>
            </li>
          );
        })}
      </ul>
      {failure && <FailureNote failure={failure} />}
    </>
  );
}
