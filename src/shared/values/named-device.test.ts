import { expect, it } from 'vitest';
import type { Device } from '../contract/devices.ts';
import { namedDevice } from './named-device.ts';

const device = (id: string, name: string | null, host: string, mac: string | null = null) =>
  ({ id, name, mac, ssh: { host, port: 22 } }) as Device;

const devices = [
  device('d1', 'ap-1', '192.0.2.1', '00:00:5e:00:53:01'),
  device('d2', 'ap-2', '192.0.2.2'),
  device('d3', 'ap-2', '2001:db8::3'),
  device('d4', 'd2', '192.0.2.4'),
];

it.each([
  ['its id', 'd2', 'd2'],
  ['its MAC in another notation', '00-00-5E-00-53-01', 'd1'],
  ['its name', 'ap-1', 'd1'],
  ['its address', '192.0.2.4', 'd4'],
  ['its address and port', '[2001:db8::3]:22', 'd3'],
])('finds a device by %s', (_how, text, id) => {
  expect(namedDevice(devices, text).id).toBe(id);
});

it.each([
  ['ap-2', 'devices.ambiguous', '192.0.2.2:22, [2001:db8::3]:22'],
  ['ap-9', 'devices.unknown', 'ap-9'],
])('picks none for “%s”', (text, code, said) => {
  expect(() => namedDevice(devices, text)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(said) }));
});
