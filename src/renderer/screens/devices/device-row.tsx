import { memo, type ReactNode } from 'react';
import type { Device } from '../../../shared/contract/devices.ts';
import { GridCell } from '../../components/virtual-grid.tsx';
import { useDevice } from '../../mirror/devices.ts';
import { type Speech, useWords } from '../../words/words.ts';
import { DeviceStateMark } from './device-state-mark.tsx';
import type { DeviceColumn } from './device-table.ts';

interface DeviceRowProps {
  readonly id: string;
  readonly columns: readonly DeviceColumn[];
}

/** Subscribes to its own device only. */
export const DeviceRow = memo(function DeviceRow({ id, columns }: DeviceRowProps) {
  const device = useDevice(id);
  const words = useWords();
  if (!device) return null;
  return <>{columns.map((column) => cells[column](device, words))}</>;
});

type Cell = (device: Device, words: Speech) => ReactNode;

const plain =
  (column: 'vendor' | 'model' | 'version'): Cell =>
  (device) => <GridCell key={column}>{device[column] ?? '—'}</GridCell>;

const mono =
  (column: 'mac' | 'ip' | 'lastPath'): Cell =>
  (device) => (
    <GridCell key={column} title={column === 'lastPath' ? (device.lastPath ?? undefined) : undefined} mono>
      {device[column] ?? '—'}
    </GridCell>
  );

const cells: Record<DeviceColumn, Cell> = {
  mac: mono('mac'),
  ip: mono('ip'),
  vendor: plain('vendor'),
  model: plain('model'),
  version: plain('version'),
  plugin: (device, { t }) => {
    const support = t(`devices.support_${device.support}`);
    const plugin = device.plugin === null ? support : `${device.plugin} · ${support}`;
    return (
      <GridCell key="plugin" title={plugin} quiet={device.plugin === null}>
        {plugin}
      </GridCell>
    );
  },
  state: (device) => (
    <GridCell key="state">
      <DeviceStateMark state={device.state} plain />
    </GridCell>
  ),
  lastPath: mono('lastPath'),
  lastSeen: (device, { format }) => (
    <GridCell key="lastSeen" alignEnd quiet>
      {format.moment(device.lastSeen)}
    </GridCell>
  ),
};
