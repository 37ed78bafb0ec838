import { Button } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { takeDevice } from '../../mirror/devices.ts';
import { goTo } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { CredentialsDialog } from '../credentials/credentials-dialog.tsx';
import { DeviceDialog } from './device-dialog.tsx';

/** Phones come by themselves; what is flashed over SSH is added by a person, with what signs in to it. */
export function DeviceTools() {
  const { t } = useWords();
  const [opened, setOpened] = useState<'add' | 'credentials'>();
  const close = () => setOpened(undefined);
  return (
    <>
      <Button variant="default" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setOpened('add')}>
        {t('ssh.add')}
      </Button>
      <Button variant="default" leftSection={<IconKey size={15} aria-hidden />} onClick={() => setOpened('credentials')}>
        {t('ssh.credentialsManage')}
      </Button>
      {opened === 'add' && (
        <DeviceDialog
          device={undefined}
          onSaved={(device) => {
            takeDevice(device);
            goTo('devices', device.id);
          }}
          onClose={close}
        />
      )}
      {opened === 'credentials' && <CredentialsDialog onClose={close} />}
    </>
  );
}
