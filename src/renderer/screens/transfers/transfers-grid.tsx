import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useCallback, useMemo } from 'react';
import type { ServingStatus, Transfer } from '../../../shared/contract/serving.ts';
import { secondsLeft } from '../../../shared/speed.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { type GridColumn, GridCell, VirtualGrid } from '../../components/virtual-grid.tsx';
import { useDevice } from '../../mirror/devices.ts';
import { goTo } from '../../route.ts';
import { type Speech, useWords } from '../../words/words.ts';
import classes from './transfers-screen.module.css';

const columns = {
  who: 'minmax(178px, 1fr)',
  file: 'minmax(140px, 2fr)',
  protocol: '84px',
  progress: 'minmax(70px, 150px)',
  bytes: '150px',
  speed: '96px',
  resent: '84px',
  left: '88px',
} as const;
type Column = keyof typeof columns;
const all = Object.keys(columns) as Column[];
/** On a small laptop the bar says how far it is. */
const few = all.filter((column) => column !== 'bytes');
const atEnd: ReadonlySet<Column> = new Set(['bytes', 'speed', 'resent', 'left']);
const titles = {
  who: 'transfers.who',
  file: 'transfers.file',
  protocol: 'transfers.protocol',
  progress: 'transfers.progress',
  bytes: 'counters.bytes',
  speed: 'live.speed',
  resent: 'live.resent',
  left: 'live.left',
} as const satisfies Record<Column, string>;

/** Hundreds of transfers of which only the visible ones exist. A row leads to its device. */
export function TransfersGrid({ status }: { readonly status: ServingStatus }) {
  const words = useWords();
  const { t } = words;
  const small = useMediaQuery('(max-width: 1400px)') ?? false;
  const shown = small ? few : all;
  const byId = useMemo(() => new Map(status.transfers.map((transfer) => [transfer.id, transfer])), [status.transfers]);
  const ids = useMemo(() => [...byId.keys()], [byId]);
  const heads = useMemo(
    (): GridColumn[] => shown.map((id) => ({ id, title: t(titles[id]), width: columns[id], alignEnd: atEnd.has(id) })),
    [shown, t],
  );
  const renderRow = useCallback(
    (id: string) => {
      const transfer = byId.get(id);
      return transfer && shown.map((column) => cells[column](transfer, words));
    },
    [byId, shown, words],
  );
  const hidden = status.activeTransfers - status.transfers.length;
  return (
    <VirtualGrid
      label={t('transfers.title')}
      columns={heads}
      ids={ids}
      renderRow={renderRow}
      onOpen={(id) => {
        const device = byId.get(id)?.device ?? undefined;
        if (device !== undefined) goTo('devices', device);
      }}
      footer={hidden > 0 && <p className={classes.more}>{t('transfers.more', { count: hidden })}</p>}
    />
  );
}

/** The device where it is known, and the address that it asked from. */
function Who({ transfer }: { readonly transfer: Transfer }) {
  const device = useDevice(transfer.device ?? undefined);
  const name = device?.name ?? device?.model;
  return (
    <>
      {name && `${name} `}
      <span className={classes.ip}>{transfer.ip}</span>
    </>
  );
}

const cells: Record<Column, (transfer: Transfer, words: Speech) => ReactNode> = {
  who: (transfer) => (
    <GridCell key="who" title={transfer.device ?? transfer.ip}>
      <Who transfer={transfer} />
    </GridCell>
  ),
  file: ({ path }) => (
    <GridCell key="file" title={path} mono>
      {path}
    </GridCell>
  ),
  protocol: ({ protocol }) => <GridCell key="protocol">{protocol.toUpperCase()}</GridCell>,
  progress: ({ path, sent, total }) => (
    <GridCell key="progress">
      <ProgressBar label={path} done={sent} total={total} />
    </GridCell>
  ),
  bytes: ({ sent, total }, { t, format }) => (
    <GridCell key="bytes" alignEnd quiet>
      {t('common.ofBytes', { done: format.bytes(sent), total: format.bytes(total) })}
    </GridCell>
  ),
  speed: ({ bytesPerSecond }, { t, format }) => (
    <GridCell key="speed" alignEnd>
      {t('common.rate', { bytes: format.bytes(bytesPerSecond) })}
    </GridCell>
  ),
  resent: ({ resent }, { format }) => (
    <GridCell key="resent" alignEnd quiet={resent === null || resent === 0}>
      {resent === null ? '—' : format.count(resent)}
    </GridCell>
  ),
  left: ({ sent, total, bytesPerSecond }, { format }) => {
    const seconds = secondsLeft(total - sent, bytesPerSecond);
    return (
      <GridCell key="left" alignEnd quiet={seconds === undefined}>
        {seconds === undefined ? '—' : format.duration(seconds * 1000)}
      </GridCell>
    );
  },
};
