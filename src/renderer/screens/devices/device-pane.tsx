import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Device } from '../../../shared/contract/devices.ts';
import type { JournalEntry } from '../../../shared/contract/journal.ts';
import { type Failure, failureOf } from '../../../shared/failures.ts';
import { engine } from '../../client.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { useAction } from '../../components/use-action.ts';
import { useDevice } from '../../mirror/devices.ts';
import { followDevice } from '../../mirror/journal.ts';
import { goTo } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { DeviceStateMark } from './device-state-mark.tsx';
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
  const name = device?.mac ?? device?.ip ?? id;
  return (
    <aside
      className={classes.pane}
      aria-label={t('devices.details', { name })}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
    >
      <header className={classes.header}>
        <h2 className={classes.name}>{name}</h2>
        <ActionIcon variant="subtle" aria-label={t('devices.close')} title={t('devices.close')} onClick={onClose}>
          <IconX size={17} aria-hidden />
        </ActionIcon>
      </header>
      {device && <Facts device={device} />}
      <h3 className={classes.title}>{t('devices.story')}</h3>
      <DeviceStory id={id} />
      {device && <Actions device={device} name={name} onRemoved={onClose} />}
    </aside>
  );
}

function Facts({ device }: { readonly device: Device }) {
  const { t, format } = useWords();
  const facts = [
    [t('devices.state'), <DeviceStateMark key="state" state={device.state} plain />],
    [t('devices.ip'), device.ip],
    [t('devices.model'), [device.vendor, device.model].filter(Boolean).join(' ')],
    [t('devices.version'), device.version],
    [t('devices.plugin'), device.plugin],
    [t('devices.support'), t(`devices.support_${device.support}`)],
    [t('devices.firstSeen'), format.moment(device.firstSeen)],
    [t('devices.lastSeen'), format.moment(device.lastSeen)],
    [t('devices.requests'), format.count(device.requests)],
  ] as const;
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name} className={classes.fact}>
          <dt>{name}</dt>
          <dd>{value || t('common.unknown')}</dd>
        </div>
      ))}
      {device.state === 'fetched' && <p className={classes.hint}>{t('devices.fetchedHint')}</p>}
    </dl>
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
