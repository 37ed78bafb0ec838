import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconSearchOff } from '@tabler/icons-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Device } from '../../../shared/contract/devices.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailedState } from '../../components/failed-state.tsx';
import { FindField } from '../../components/find-field.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { type GridColumn, type Sort, VirtualGrid } from '../../components/virtual-grid.tsx';
import { loadDevices, useDevices } from '../../mirror/devices.ts';
import { goTo, useRoute } from '../../route.ts';
import { type Speech, useWords } from '../../words/words.ts';
import { DeviceTools } from './device-tools.tsx';
import { DevicePane } from './device-pane.tsx';
import { DeviceRow } from './device-row.tsx';
import { type DeviceColumn, deviceColumns } from './device-table.ts';
import { NoDevices } from './no-devices.tsx';
import { useArrangedDevices } from './use-arranged-devices.ts';
import classes from './devices-screen.module.css';

const widths: Record<DeviceColumn, string> = {
  name: 'minmax(126px, 1.6fr)',
  group: 'minmax(70px, 1fr)',
  mac: '134px',
  ip: '106px',
  vendor: 'minmax(58px, 0.4fr)',
  model: 'minmax(66px, 0.4fr)',
  version: 'minmax(86px, 0.4fr)',
  plugin: 'minmax(120px, 3.4fr)',
  state: 'minmax(104px, 0.3fr)',
  lastPath: 'minmax(90px, 1.6fr)',
  lastSeen: '98px',
};
/** Where devices have names: routers tell their models and releases in more words than phones do. */
const namedWidths: Partial<Record<DeviceColumn, string>> = {
  model: 'minmax(66px, 1fr)',
  version: 'minmax(86px, 1.2fr)',
  plugin: 'minmax(120px, 1.8fr)',
};
/** What stays beside an open device. */
const narrowColumns: readonly DeviceColumn[] = ['mac', 'ip', 'model', 'state', 'lastSeen'];
const narrowNamed: readonly DeviceColumn[] = ['name', 'ip', 'model', 'state', 'lastSeen'];
/** Beside it on a small laptop: the rest stands in the open device. */
const tightColumns: readonly DeviceColumn[] = ['mac', 'ip', 'state'];
const tightNamed: readonly DeviceColumn[] = ['name', 'ip', 'state'];
/** On a small laptop: the vendor stands in the plugin, the last request in the device's story. */
const mediumColumns: readonly DeviceColumn[] = ['mac', 'ip', 'model', 'version', 'plugin', 'state', 'lastSeen'];
const wideColumns: readonly DeviceColumn[] = deviceColumns.filter((column) => column !== 'name' && column !== 'group');
/** A name, or what stands for one, is enough; groups and firmware are what routers are told apart by. */
const namedColumns: readonly DeviceColumn[] = ['name', 'ip', 'model', 'version', 'plugin', 'group', 'state', 'lastSeen'];
/** Times and activity are asked for newest first. */
const newestFirst: readonly string[] = ['lastSeen'];

export function DevicesScreen() {
  const { t, format } = useWords();
  const phase = useDevices((mirror) => mirror.phase);
  const total = useDevices((mirror) => mirror.byId.size);
  const openId = useRoute((route) => route.subject);
  const [query, setQuery] = useState('');
  const [sort, setSort] = useState<Sort>({ column: 'lastSeen', direction: 'descending' });
  const ids = useArrangedDevices(query, sort);
  const grid = useRef<HTMLDivElement>(null);
  const narrow = openId !== undefined;
  const small = useMediaQuery('(max-width: 1180px)') ?? false;
  const tight = useMediaQuery('(max-width: 1210px)') ?? false;
  const shown = useShownColumns(narrow ? (tight ? 'tight' : 'narrow') : small ? 'medium' : 'wide');
  const columns = useMemo(() => columnsFor(shown, t), [shown, t]);
  const renderRow = useCallback((id: string) => <DeviceRow id={id} columns={shown} />, [shown]);
  const close = () => {
    goTo('devices');
    grid.current?.focus();
  };

  if (phase.kind === 'loading' && total === 0) return <LoadingState />;
  if (phase.kind === 'failed' && total === 0) return <DevicesFailed />;
  if (total === 0) return <NoDevices />;
  return (
    <div className={classes.screen} data-open={narrow || undefined}>
      <div className={classes.list}>
        <div className={classes.tools}>
          <div className={classes.find}>
            <FindField label={t('devices.filter')} value={query} onChange={setQuery} onLeave={() => grid.current?.focus()} />
          </div>
          <p className={classes.count} aria-live="polite">
            {query === ''
              ? t('devices.total', { count: total })
              : t('common.count', { shown: format.count(ids.length), total: format.count(total) })}
          </p>
          <DeviceTools />
        </div>
        <div className={classes.grid}>
          {ids.length === 0 && query !== '' ? (
            <EmptyState icon={IconSearchOff} title={t('devices.noMatch', { query })} hint="">
              <Button variant="default" onClick={() => setQuery('')}>
                {t('common.clear')}
              </Button>
            </EmptyState>
          ) : (
            <VirtualGrid
              label={t('app.devices')}
              columns={columns}
              ids={ids}
              renderRow={renderRow}
              openId={openId}
              onOpen={(id) => goTo('devices', id)}
              onClose={close}
              sort={sort}
              onSort={(column) => setSort((before) => turned(before, column))}
              gridRef={grid}
            />
          )}
        </div>
      </div>
      {openId !== undefined && <DevicePane key={openId} id={openId} onClose={close} />}
    </div>
  );
}

type Room = 'tight' | 'narrow' | 'medium' | 'wide';

const ofPhones = { tight: tightColumns, narrow: narrowColumns, medium: mediumColumns, wide: wideColumns };
const ofNamed = { tight: tightNamed, narrow: narrowNamed, medium: namedColumns, wide: namedColumns };

/** Names stand first where devices have some; groups only where some are in one. The same list until that changes. */
function useShownColumns(room: Room): readonly DeviceColumn[] {
  const named = useDevices(({ byId }) => isAny(byId.values(), ({ name, ssh }) => name !== null || ssh !== null));
  const grouped = useDevices(({ byId }) => isAny(byId.values(), ({ group }) => group !== null));
  return useMemo(
    () => (named ? ofNamed : ofPhones)[room].filter((column) => column !== 'group' || grouped),
    [room, named, grouped],
  );
}

function isAny(devices: Iterable<Device>, is: (device: Device) => boolean): boolean {
  for (const device of devices) if (is(device)) return true;
  return false;
}

function DevicesFailed() {
  const phase = useDevices((mirror) => mirror.phase);
  if (phase.kind !== 'failed') return null;
  return <FailedState failure={phase.failure} onRetry={() => void loadDevices()} />;
}

function columnsFor(shown: readonly DeviceColumn[], t: Speech['t']): GridColumn[] {
  const title = (column: DeviceColumn) => (column === 'name' || column === 'group' ? t(`ssh.${column}`) : t(`devices.${column}`));
  return shown.map((id) => ({
    id,
    title: title(id),
    width: (shown.includes('name') ? namedWidths[id] : undefined) ?? widths[id],
    sortable: true,
    alignEnd: id === 'lastSeen',
  }));
}

function turned(before: Sort, column: string): Sort {
  if (before.column !== column) return { column, direction: newestFirst.includes(column) ? 'descending' : 'ascending' };
  return { column, direction: before.direction === 'ascending' ? 'descending' : 'ascending' };
}
