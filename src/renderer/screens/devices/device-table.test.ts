import { expect, it } from 'vitest';
import type { Device } from '../../../shared/contract/devices.ts';
import { arrangeDevices } from './device-table.ts';

const aDevice = (given: Partial<Device>): Device => ({
  id: '80:5e:c0:00:00:01',
  mac: '80:5e:c0:00:00:01',
  ip: '192.168.1.2',
  vendor: 'Yealink',
  model: 'T46U',
  version: '108.86.0.45',
  plugin: 'wazo-yealink-v86',
  support: 'exact',
  state: 'seen',
  firstSeen: 1,
  lastSeen: 1,
  requests: 1,
  name: null,
  group: null,
  location: null,
  ssh: null,
  board: null,
  lastPath: null,
  rollover: null,
  revision: 1,
  ...given,
});

const devices = [
  aDevice({ id: 'a', ip: '192.168.1.10', lastSeen: 3 }),
  aDevice({ id: 'b', ip: '192.168.1.9', model: 'T54W', version: '96.86.0.45', lastSeen: 2 }),
  aDevice({ id: 'c', mac: null, ip: '192.168.1.100', vendor: 'Société', model: null, version: null, lastSeen: 1 }),
];

it.each([
  ['ip', 'ascending', 'bac'],
  ['lastSeen', 'descending', 'abc'],
  ['version', 'ascending', 'bac'],
  ['version', 'descending', 'abc'],
  ['model', 'ascending', 'abc'],
] as const)('sorts by %s %s, numbers as numbers and the unknown last', (column, direction, order) => {
  expect(arrangeDevices(devices, '', { column, direction }).join('')).toBe(order);
});

it.each([
  ['t54', 'b'],
  ['societe', 'c'],
  ['YEALINK 1.10', 'ac'],
  ['t46u 1.10', 'a'],
  ['805E-C000 yealink', ''],
  ['80-5E-C0-00-00-01', 'ab'],
  ['805ec0', 'ab'],
])('finds %j', (query, found) => {
  expect(arrangeDevices(devices, query, { column: 'lastSeen', direction: 'descending' }).join('')).toBe(found);
});
