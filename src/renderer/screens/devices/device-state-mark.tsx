import { IconCircleCheck, IconEye, IconPencilPlus } from '@tabler/icons-react';
import type { Device } from '../../../shared/contract/devices.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { useWords } from '../../words/words.ts';

/** Fetched is not success: the file went out, what the phone made of it is another matter. */
export function DeviceStateMark({ state, plain = false }: { readonly state: Device['state']; readonly plain?: boolean }) {
  const { t } = useWords();
  if (state === 'fetching') return <StatusMark tone="busy" word={t('devices.fetching')} plain={plain} />;
  if (state === 'fetched') return <StatusMark tone="good" word={t('devices.fetched')} icon={IconCircleCheck} plain={plain} />;
  if (state === 'added') return <StatusMark tone="neutral" word={t('devices.added')} icon={IconPencilPlus} plain={plain} />;
  return <StatusMark tone="neutral" word={t('devices.seen')} icon={IconEye} plain={plain} />;
}
