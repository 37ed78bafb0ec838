import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useMemo } from 'react';
import type { UpgradePlan } from '../../../shared/contract/upgrades.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { type GridColumn, GridCell, VirtualGrid } from '../../components/virtual-grid.tsx';
import { type Speech, useWords } from '../../words/words.ts';
import classes from './plan-view.module.css';

type Planned = UpgradePlan['planned'][number];
type Column = 'device' | 'wave' | 'from' | 'to' | 'why';

/** Words for the engine's warnings; one that is newer than this window has none. */
const warningWords = {
  'board-unchecked': 'rollout.warning_board-unchecked',
  'boards-untold': 'rollout.warning_boards-untold',
  downgrade: 'rollout.warning_downgrade',
} as const;

const hintWords = {
  'board-unchecked': 'rollout.warningHint_board-unchecked',
  'boards-untold': 'rollout.warningHint_boards-untold',
  downgrade: 'rollout.warningHint_downgrade',
} as const;

export function PlannedGrid({ planned }: { readonly planned: UpgradePlan['planned'] }) {
  const words = useWords();
  const { t } = words;
  const small = useMediaQuery('(max-width: 1150px)') ?? false;
  const byDevice = useMemo(() => new Map(planned.map((one) => [one.device, one])), [planned]);
  const columns = useMemo(() => columnsOf(small, t), [small, t]);
  const renderRow = useCallback(
    (id: string) => {
      const one = byDevice.get(id);
      return one && columns.map((column) => cells[column.id as Column](one, words, small));
    },
    [byDevice, columns, words, small],
  );
  return (
    <div className={classes.grid}>
      <VirtualGrid label={t('rollout.gets')} columns={columns} ids={[...byDevice.keys()]} renderRow={renderRow} />
    </div>
  );
}

/** `22.03.5` of `OpenWrt 22.03.5 r20134-5f15225c1e`. */
function releaseIn(description: string | null): string | undefined {
  return description?.split(' ').find((word) => /^\d+\.\d/.test(word)) ?? description ?? undefined;
}

/** `small`: one column tells both from what and to what. */
const cells: Record<Column, (one: Planned, words: Speech, small: boolean) => React.ReactNode> = {
  device: ({ deviceName, address }) => (
    <GridCell key="device" title={`${deviceName} · ${address}`}>
      {deviceName}
    </GridCell>
  ),
  wave: ({ wave }, { t }) => (
    <GridCell key="wave" quiet>
      {wave === 0 ? t('rollout.first') : t('rollout.waveNumber', { number: wave })}
    </GridCell>
  ),
  from: ({ from }, { t }) => (
    <GridCell key="from" title={from ?? undefined} quiet={from === null}>
      {from ?? t('rollout.unknownVersion')}
    </GridCell>
  ),
  to: ({ image, from }, _words, small) => (
    <GridCell key="to" title={small ? `${from ?? '…'} → ${image.name}` : image.name}>
      {small ? `${releaseIn(from) ?? '…'} → ${image.buildVersion}` : image.buildVersion}
    </GridCell>
  ),
  why: ({ because, warnings }, { t }) => {
    const said = warnings.filter((warning) => warning in warningWords) as (keyof typeof warningWords)[];
    const reason = t(`rollout.because_${because}`);
    return (
      <GridCell key="why" title={[...said.map((warning) => t(hintWords[warning])), reason].join('; ')} quiet={said.length === 0}>
        {said.length > 0 ? (
          <StatusMark tone="warn" word={said.map((warning) => t(warningWords[warning])).join(', ')} plain />
        ) : (
          reason
        )}
      </GridCell>
    );
  },
};

function columnsOf(small: boolean, t: Speech['t']): GridColumn[] {
  const columns: (GridColumn | false)[] = [
    { id: 'device', title: t('rollout.device'), width: 'minmax(82px, 1.2fr)' },
    { id: 'wave', title: t('rollout.waveColumn'), width: small ? '58px' : '74px' },
    !small && { id: 'from', title: t('rollout.from'), width: 'minmax(90px, 1.3fr)' },
    { id: 'to', title: t('rollout.to'), width: small ? 'minmax(126px, 0.6fr)' : 'minmax(64px, 0.6fr)' },
    { id: 'why', title: t('rollout.why'), width: 'minmax(188px, 1.6fr)' },
  ];
  return columns.filter((column) => column !== false);
}
