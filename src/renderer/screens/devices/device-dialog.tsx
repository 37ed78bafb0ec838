import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import type { Device } from '../../../shared/contract/devices.ts';
import { parseMac } from '../../../shared/values/mac.ts';
import { engine } from '../../client.ts';
import { deviceName } from '../../components/device-name.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import form from '../../components/form.module.css';
import { useAction } from '../../components/use-action.ts';
import { useDevices } from '../../mirror/devices.ts';
import { useWords } from '../../words/words.ts';
import { CredentialsDialog } from '../credentials/credentials-dialog.tsx';
import { CredentialsField } from './credentials-field.tsx';
import { changeOf, type DeviceForm, formOf, wrongFields } from './device-form.ts';

interface DeviceDialogProps {
  /** Undefined: a new one. */
  readonly device: Device | undefined;
  readonly onSaved: (device: Device) => void;
  readonly onClose: () => void;
}

/** What a person says of a device: what it is called, where it is, and how it is reached over SSH. */
export function DeviceDialog({ device, onSaved, onClose }: DeviceDialogProps) {
  const { t } = useWords();
  const [typed, setTyped] = useState<DeviceForm>(() => formOf(device));
  const [tried, setTried] = useState(false);
  const [managing, setManaging] = useState(false);
  const { run, busy, failure } = useAction();
  const wrong = wrongFields(typed);
  const change = (part: Partial<DeviceForm>) => setTyped((before) => ({ ...before, ...part }));
  const save = async () => {
    const said = changeOf(typed);
    const mac = parseMac(typed.mac);
    const saved = device
      ? await engine.devices.change({ id: device.id, ...said })
      : await engine.devices.add({ ...said, ...(mac === undefined ? {} : { mac }) });
    onSaved(saved);
    onClose();
  };
  const text = (field: 'name' | 'group' | 'location' | 'host' | 'port' | 'mac' | 'uuid') => ({
    label: t(`ssh.${field}`),
    value: typed[field],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => change({ [field]: event.currentTarget.value }),
  });
  const says = (field: 'mac' | 'port' | 'uuid') => tried && wrong.includes(field) && t(`ssh.${field}Wrong`);
  return (
    <Modal
      opened
      onClose={onClose}
      title={device ? t('ssh.editTitle', { name: deviceName(device) }) : t('ssh.addTitle')}
      size={600}
      // Escape and the focus belong to what lies above.
      closeOnEscape={!managing}
      trapFocus={!managing}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className={form.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (wrong.length === 0) run(save);
        }}
      >
        <div className={form.pair} data-narrow-end>
          <TextInput
            {...text('host')}
            placeholder="192.168.1.1"
            spellCheck={false}
            data-autofocus
            error={tried && wrong.includes('host') && t('ssh.hostHint')}
          />
          <TextInput {...text('port')} inputMode="numeric" error={says('port')} />
        </div>
        <TextInput {...text('name')} placeholder={t('ssh.namePlaceholder')} maxLength={100} />
        <div className={form.pair}>
          <Suggested {...text('group')} of="group" />
          <Suggested {...text('location')} of="location" />
        </div>
        <CredentialsField
          chosen={typed.credentials}
          onChange={(credentials) => change({ credentials })}
          onManage={() => setManaging(true)}
        />
        <Checkbox
          size="xs"
          label={t('ssh.active')}
          description={t('ssh.activeHint')}
          checked={typed.active}
          onChange={(event) => change({ active: event.currentTarget.checked })}
        />
        <Checkbox
          size="xs"
          label={t('ssh.legacy')}
          description={t('ssh.legacyHint')}
          checked={typed.legacy}
          onChange={(event) => change({ legacy: event.currentTarget.checked })}
        />
        <div className={form.pair}>
          <TextInput {...text('uuid')} description={t('ssh.uuidHint')} spellCheck={false} error={says('uuid')} />
          {!device && <TextInput {...text('mac')} description={t('ssh.macHint')} spellCheck={false} error={says('mac')} />}
        </div>
        {failure && <FailureNote failure={failure} />}
        <div className={form.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t(device ? 'ssh.save' : 'ssh.addDo')}
          </Button>
        </div>
      </form>
      {/* Beside the form: what is submitted in there would be submitted here too. */}
      {managing && <CredentialsDialog onClose={() => setManaging(false)} />}
    </Modal>
  );
}

interface SuggestedProps {
  readonly of: 'group' | 'location';
  readonly label: string;
  readonly value: string;
  readonly onChange: (event: React.ChangeEvent<HTMLInputElement>) => void;
}

/** Typed freely, or one of those that other devices have. */
function Suggested({ of, ...field }: SuggestedProps) {
  const byId = useDevices((mirror) => mirror.byId);
  const id = useId();
  const known = [...new Set([...byId.values()].flatMap((device) => device[of] ?? []))].sort();
  return (
    <>
      <TextInput {...field} list={id} maxLength={100} />
      <datalist id={id}>
        {known.map((value) => (
          <option key={value} value={value}>
            {value}
          </option>
        ))}
      </datalist>
    </>
  );
}
