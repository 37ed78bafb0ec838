import { expect, it } from 'vitest';
import type { NetworkInterface } from '../../../shared/contract/serving.ts';
import { phoneAddresses, sortedInterfaces, suggestedAddress } from './addresses.ts';

const anInterface = (given: Partial<NetworkInterface>): NetworkInterface => ({
  name: 'eth0',
  address: '192.168.1.20',
  family: 'IPv4',
  netmask: '255.255.255.0',
  mac: '00:00:5e:00:53:01',
  kind: 'ethernet',
  ...given,
});

const machine = [
  anInterface({ name: 'lo', address: '127.0.0.1', kind: 'loopback' }),
  anInterface({ name: 'docker0', address: '172.17.0.1', kind: 'virtual' }),
  anInterface({ name: 'wlan0', address: '10.0.0.7', kind: 'wifi' }),
  anInterface({}),
  anInterface({ address: 'fe80::1', family: 'IPv6' }),
];

it.each([
  ['http', '192.168.1.20', 80, ['http://192.168.1.20']],
  ['http', '192.168.1.20', 8080, ['http://192.168.1.20:8080']],
  ['tftp', '192.168.1.20', 6969, ['tftp://192.168.1.20:6969']],
  ['http', '2001:db8::1', 80, ['http://[2001:db8::1]']],
] as const)('writes %s on %s port %d as a phone takes it', (protocol, address, port, written) => {
  expect(phoneAddresses([{ protocol, address, port }], [])).toEqual(written);
});

it('names the cables in place of the address that stands for all', () => {
  expect(phoneAddresses([{ protocol: 'http', address: '0.0.0.0', port: 80 }], machine)).toEqual([
    'http://10.0.0.7',
    'http://192.168.1.20',
  ]);
});

it('puts the cable first and what no phone hangs on last', () => {
  expect(sortedInterfaces(machine).map(({ name }) => name)).toEqual(['eth0', 'wlan0', 'docker0', 'lo']);
});

it('suggests no interface where only virtual ones are there', () => {
  expect(suggestedAddress(machine)).toBe('192.168.1.20');
  expect(suggestedAddress(machine.slice(0, 2))).toBeUndefined();
});
