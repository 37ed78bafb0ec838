import { Button } from '@mantine/core';
import { IconDevices } from '@tabler/icons-react';
import { Copyable } from '../../components/copyable.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { useServing } from '../../mirror/serving.ts';
import { goTo } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { DeviceTools } from './device-tools.tsx';
import { phoneAddresses } from '../overview/addresses.ts';

export function NoDevices() {
  const { t } = useWords();
  const { status, interfaces } = useServing();
  const listeners = status?.listeners ?? [];
  if (listeners.length === 0) {
    return (
      <EmptyState icon={IconDevices} title={t('devices.empty')} hint={t('devices.emptyStopped')}>
        <Button onClick={() => goTo('overview')}>{t('devices.emptyDo')}</Button>
        <DeviceTools />
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={IconDevices} title={t('devices.empty')} hint={t('devices.emptyServing')}>
      {phoneAddresses(listeners, interfaces ?? []).map((address) => (
        <Copyable key={address} text={address} />
      ))}
      <DeviceTools />
    </EmptyState>
  );
}
