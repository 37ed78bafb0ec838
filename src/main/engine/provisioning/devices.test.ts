import { expect, it } from 'vitest';
import { parseMac } from '../../../shared/values/mac.ts';
import type { DeviceTable } from './device-table.ts';
import { type DeviceNews, Devices } from './devices.ts';

const MAC = '00:04:13:30:f0:ed';

function aSite() {
  const written: [when: string, changed: (string | null)[], removed: readonly string[]][] = [];
  const announced: Pick<DeviceNews, 'changed' | 'removed'>[] = [];
  const write = (when: string): DeviceTable['writeNow'] => {
    return ({ changed, removed }) => void written.push([when, changed.map(({ name }) => name), removed]);
  };
  const table: Partial<DeviceTable> = { all: () => [], writeLater: write('later'), writeNow: write('now') };
  const journal = { append: () => undefined };
  const devices = new Devices(
    table as DeviceTable,
    journal as never,
    { now: () => 1 },
    (news) => announced.push(news),
    () => undefined,
  );
  return { devices, written, announced };
}

it('writes nothing older after what a person told, though the device had just been heard', () => {
  const { devices, written, announced } = aSite();
  devices.see({ facts: { mac: parseMac(MAC) }, ip: '192.0.2.1', path: '/a' });
  devices.change(MAC, { name: 'lobby' });
  devices.see({ facts: { mac: parseMac(MAC) }, ip: '192.0.2.1', path: '/b' });
  devices.remove(MAC);
  expect(written).toEqual([
    ['later', [null], []],
    ['now', ['lobby'], []],
    ['later', ['lobby'], []],
    ['now', [], [MAC]],
  ]);
  const told = announced.map(({ changed, removed }) => [...changed.map(({ name }) => name), ...removed]);
  expect(told).toEqual([[null], ['lobby'], ['lobby'], [MAC]]);
});
