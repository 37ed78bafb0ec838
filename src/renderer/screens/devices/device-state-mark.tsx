import { IconCircleCheck, IconEye, IconPencilPlus } from '@tabler/icons-react';
import type { Device } from '../../../shared/contract/devices.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { useWords } from '../../words/words.ts';

interface DeviceStateMarkProps {
  readonly device: Pick<Device, 'state' | 'ssh' | 'requests'>;
  readonly plain?: boolean;
}

/** Fetched is not success: the file went out, what the phone made of it is another matter. */
export function DeviceStateMark({ device: { state, ssh, requests }, plain = false }: DeviceStateMarkProps) {
  const { t } = useWords();
  if (state === 'fetching') return <StatusMark tone="busy" word={t('devices.fetching')} plain={plain} />;
  if (state === 'fetched') return <StatusMark tone="good" word={t('devices.fetched')} icon={IconCircleCheck} plain={plain} />;
  if (state === 'added') return <StatusMark tone="neutral" word={t('devices.added')} icon={IconPencilPlus} plain={plain} />;
  // It asked for no file: it was asked, over SSH.
  const answered = ssh !== null && requests === 0;
  return <StatusMark tone="neutral" word={t(answered ? 'ssh.answered' : 'devices.seen')} icon={IconEye} plain={plain} />;
}
