import { Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Device, SshConnection } from '../../../shared/contract/devices.ts';
import type { Evidence } from '../../../shared/contract/upgrades.ts';
import { engine } from '../../client.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { evidenceRows } from '../../components/evidence-rows.ts';
import { type Fact, FactList } from '../../components/fact-list.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useAction } from '../../components/use-action.ts';
import { followCredentials, useCredentials } from '../../mirror/credentials.ts';
import { useWords } from '../../words/words.ts';
import { planFor } from '../upgrade-plan/draft-store.ts';
import classes from './ssh-part.module.css';
import part from './pane-part.module.css';

interface SshPartProps {
  readonly device: Device;
  readonly ssh: SshConnection;
  readonly name: string;
}

/** How a device is reached over SSH, what it is as it said itself, and what can be done with it. */
export function SshPart({ device, ssh, name }: SshPartProps) {
  const { t } = useWords();
  const [evidence, setEvidence] = useState<Evidence>();
  const [forgetting, setForgetting] = useState(false);
  const [forgotten, setForgotten] = useState<number>();
  const { run, busy, failure, dismiss } = useAction();
  const identify = async () => {
    setForgotten(undefined);
    setEvidence(await engine.upgrades.probe({ device: device.id }));
  };
  return (
    <section className={part.part} aria-label={t('ssh.overSsh')}>
      <header className={classes.top}>
        <h3 className={part.title}>{t('ssh.overSsh')}</h3>
        {ssh.legacy && <StatusMark tone="warn" word={t('ssh.legacyBadge')} />}
        {!ssh.active && <StatusMark tone="neutral" word={t('ssh.inactive')} />}
      </header>
      <Facts device={device} ssh={ssh} />
      <div className={classes.buttons}>
        <Button
          variant="default"
          loading={busy}
          disabled={ssh.credentials.length === 0}
          leftSection={<IconPlugConnected size={15} aria-hidden />}
          onClick={() => run(identify)}
        >
          {t('ssh.identify')}
        </Button>
        <Button disabled={!ssh.active} onClick={() => planFor({ device: device.id })}>
          {t('ssh.upgrade')}
        </Button>
        <Button variant="subtle" onClick={() => setForgetting(true)}>
          {t('ssh.forgetKeys')}
        </Button>
      </div>
      {failure && (
        <FailureNote failure={failure}>
          {failure.code === 'ssh.host-key-changed' && (
            <Button variant="default" size="compact-xs" onClick={() => setForgetting(true)}>
              {t('ssh.forgetKeys')}
            </Button>
          )}
        </FailureNote>
      )}
      <p className={classes.told} aria-live="polite">
        {forgotten !== undefined && t('ssh.forgotten', { count: forgotten })}
      </p>
      {evidence && !failure && <Told evidence={evidence} />}
      {forgetting && (
        <ForgetKeys
          id={device.id}
          name={name}
          onForgotten={(count) => {
            dismiss();
            setForgotten(count);
          }}
          onClose={() => setForgetting(false)}
        />
      )}
    </section>
  );
}

function Facts({ device, ssh }: Omit<SshPartProps, 'name'>) {
  const { t, format } = useWords();
  const { credentials } = useCredentials();
  useEffect(followCredentials, []);
  const names = ssh.credentials.map((id) => credentials.find((known) => known.id === id)?.name ?? '…');
  const facts: Fact[] = [
    [t('ssh.address'), ssh.port === 22 ? ssh.host : `${ssh.host}:${ssh.port}`],
    [t('ssh.credentials'), names.length === 0 ? t('ssh.noCredential') : format.list(names)],
    [t('ssh.board'), device.board],
    [t('ssh.group'), device.group],
    [t('ssh.location'), device.location],
    [t('ssh.uuid'), ssh.uuid],
  ];
  return <FactList facts={facts} way="pairs" />;
}

/** What it just said of itself. */
function Told({ evidence }: { readonly evidence: Evidence }) {
  const words = useWords();
  const { t, format } = words;
  const facts = evidenceRows(words).map(({ name, told, exact }): Fact => {
    const value = told(evidence);
    return [
      name,
      exact && value ? (
        <span key="exact" className={classes.exact}>
          {value}
        </span>
      ) : (
        value || t('common.unknown')
      ),
    ];
  });
  return (
    <div className={classes.evidence}>
      <StatusMark tone="good" word={t('ssh.identified', { when: format.moment(evidence.at) })} plain />
      <FactList facts={facts} way="lines" />
    </div>
  );
}

interface ForgetKeysProps {
  readonly id: string;
  readonly name: string;
  readonly onForgotten: (count: number) => void;
  readonly onClose: () => void;
}

function ForgetKeys({ id, name, onForgotten, onClose }: ForgetKeysProps) {
  const { t } = useWords();
  const { run, busy, failure } = useAction();
  const forget = async () => {
    onForgotten((await engine.devices.forgetHostKeys({ id })).forgotten);
    onClose();
  };
  return (
    <ConfirmDialog
      opened
      title={t('ssh.forgetTitle', { name })}
      text={t('ssh.forgetText')}
      action={t('ssh.forgetDo')}
      busy={busy}
      onConfirm={() => run(forget)}
      onClose={onClose}
    >
      {failure && <FailureNote failure={failure} />}
    </ConfirmDialog>
  );
}
