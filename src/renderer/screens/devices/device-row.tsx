import { memo, type ReactNode } from 'react';
import type { Device } from '../../../shared/contract/devices.ts';
import { deviceName } from '../../components/device-name.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { GridCell } from '../../components/virtual-grid.tsx';
import { useDevice } from '../../mirror/devices.ts';
import { type Speech, useWords } from '../../words/words.ts';
import { DeviceStateMark } from './device-state-mark.tsx';
import { addressOf, type DeviceColumn } from './device-table.ts';

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
  (column: 'vendor' | 'version' | 'group'): Cell =>
  (device) => (
    <GridCell key={column} title={device[column] ?? undefined}>
      {device[column] ?? '—'}
    </GridCell>
  );

const mono =
  (column: 'mac' | 'lastPath'): Cell =>
  (device) => (
    <GridCell key={column} title={column === 'lastPath' ? (device.lastPath ?? undefined) : undefined} mono>
      {device[column] ?? '—'}
    </GridCell>
  );

const cells: Record<DeviceColumn, Cell> = {
  name: (device) => (
    <GridCell key="name" title={deviceName(device)}>
      {deviceName(device)}
    </GridCell>
  ),
  mac: mono('mac'),
  ip: (device) => (
    <GridCell key="ip" title={addressOf(device) ?? undefined} mono>
      {addressOf(device) ?? '—'}
    </GridCell>
  ),
  vendor: plain('vendor'),
  model: (device) => (
    <GridCell key="model" title={device.board ?? device.model ?? undefined}>
      {device.model ?? device.board ?? '—'}
    </GridCell>
  ),
  version: plain('version'),
  group: plain('group'),
  plugin: (device, { t }) => {
    if (device.ssh && device.plugin === null) {
      const { legacy, active } = device.ssh;
      return (
        <GridCell key="plugin" quiet>
          {legacy ? <StatusMark tone="warn" word={t('ssh.legacyBadge')} plain /> : t(active ? 'ssh.overSsh' : 'ssh.inactive')}
        </GridCell>
      );
    }
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
      <DeviceStateMark device={device} plain />
    </GridCell>
  ),
  lastPath: mono('lastPath'),
  lastSeen: (device, { t, format }) => (
    <GridCell key="lastSeen" alignEnd quiet>
      {device.lastSeen === 0 ? t('devices.never') : format.moment(device.lastSeen)}
    </GridCell>
  ),
};
