import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Device } from '../../../shared/contract/devices.ts';
import type { JournalEntry } from '../../../shared/contract/journal.ts';
import { type Failure, failureOf } from '../../../shared/failures.ts';
import { engine } from '../../client.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { deviceName } from '../../components/device-name.ts';
import { type Fact, FactList } from '../../components/fact-list.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { useAction } from '../../components/use-action.ts';
import { takeDevice, useDevice } from '../../mirror/devices.ts';
import { followDevice } from '../../mirror/journal.ts';
import { goTo } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { ConfigurationPart } from './configuration-part.tsx';
import { DeviceDialog } from './device-dialog.tsx';
import { DeviceStateMark } from './device-state-mark.tsx';
import { SshPart } from './ssh-part.tsx';
import { Story } from './story.tsx';
import classes from './device-pane.module.css';

interface DevicePaneProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** One device: what is known of it, and what happened. */
export function DevicePane({ id, onClose }: DevicePaneProps) {
  const { t } = useWords();
  const device = useDevice(id);
  const [editing, setEditing] = useState(false);
  const name = device ? deviceName(device) : id;
  return (
    <aside
      className={classes.pane}
      aria-label={t('devices.details', { name })}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
    >
      <header className={classes.header}>
        <h2 className={classes.name} data-exact={device?.name === null || undefined} title={name}>
          {name}
        </h2>
        {device && (
          <Button variant="default" size="compact-xs" onClick={() => setEditing(true)}>
            {t('ssh.edit')}
          </Button>
        )}
        <ActionIcon variant="subtle" aria-label={t('devices.close')} title={t('devices.close')} onClick={onClose}>
          <IconX size={17} aria-hidden />
        </ActionIcon>
      </header>
      <div className={classes.body} data-whole={Boolean(device?.ssh) || undefined}>
        {device && <Facts device={device} />}
        {device?.ssh && <SshPart device={device} ssh={device.ssh} name={name} />}
        {device && <ConfigurationPart device={device} />}
        <h3 className={classes.title}>{t('devices.story')}</h3>
        <DeviceStory id={id} />
      </div>
      {device && <Actions device={device} name={name} onRemoved={onClose} />}
      {device && editing && <DeviceDialog device={device} onSaved={takeDevice} onClose={() => setEditing(false)} />}
    </aside>
  );
}

function Facts({ device }: { readonly device: Device }) {
  const { t, format } = useWords();
  // What is flashed over SSH and never asked for a file has nothing of a phone.
  const router = device.ssh !== null && device.plugin === null && device.requests === 0;
  const unknown = t('common.unknown');
  const facts: Fact[] = [
    [t('devices.state'), <DeviceStateMark key="state" device={device} plain />],
    [t('devices.mac'), device.mac !== null && device.ssh !== null && device.mac],
    [t('devices.ip'), (!router || device.ip !== null) && (device.ip || unknown)],
    [t('devices.model'), [device.vendor, device.model].filter(Boolean).join(' ') || unknown],
    [t('devices.version'), device.version || unknown],
    [t('devices.plugin'), !router && (device.plugin || unknown)],
    [t('devices.support'), !router && t(`devices.support_${device.support}`)],
    [t('devices.firstSeen'), format.moment(device.firstSeen)],
    [t('devices.lastSeen'), device.lastSeen === 0 ? t('devices.never') : format.moment(device.lastSeen)],
    [t('devices.requests'), !router && format.count(device.requests)],
  ];
  return (
    <div className={classes.facts}>
      <FactList facts={facts} way="pairs" className={classes.device} />
      {device.state === 'fetched' && <p className={classes.hint}>{t('devices.fetchedHint')}</p>}
    </div>
  );
}

function DeviceStory({ id }: { readonly id: string }) {
  const { t } = useWords();
  const [entries, setEntries] = useState<readonly JournalEntry[]>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => followDevice(id, setEntries, (error) => setFailure(failureOf(error))), [id]);
  if (failure) return <FailureNote failure={failure} />;
  if (!entries) return <LoadingState />;
  if (entries.length === 0) return <p className={classes.hint}>{t('devices.storyEmpty')}</p>;
  return <Story entries={entries} />;
}

function Actions({
  device,
  name,
  onRemoved,
}: {
  readonly device: Device;
  readonly name: string;
  readonly onRemoved: () => void;
}) {
  const { t } = useWords();
  const [asking, setAsking] = useState(false);
  const { run, busy, failure } = useAction();
  const remove = async () => {
    await engine.devices.remove({ id: device.id });
    onRemoved();
  };
  return (
    <footer className={classes.actions}>
      <Button variant="default" onClick={() => goTo('journal', device.id)}>
        {t('devices.inJournal')}
      </Button>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('devices.remove')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('devices.removeTitle', { name })}
        text={t('devices.removeText')}
        action={t('devices.removeDo', { name })}
        busy={busy}
        onConfirm={() => run(remove)}
        onClose={() => setAsking(false)}
      >
        {failure && <FailureNote failure={failure} />}
      </ConfirmDialog>
    </footer>
  );
}
