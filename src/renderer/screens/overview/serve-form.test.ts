import { expect, it } from 'vitest';
import { formOf, listenersOf, parsePort, sameListeners } from './serve-form.ts';

it('suggests both protocols on their usual ports before anybody chose', () => {
  expect(listenersOf(formOf([], '192.168.1.20'))).toEqual([
    { protocol: 'http', address: '192.168.1.20', port: 80 },
    { protocol: 'tftp', address: '192.168.1.20', port: 69 },
  ]);
});

it('gives back what was chosen', () => {
  const chosen = [{ protocol: 'tftp' as const, address: '10.0.0.7', port: 6969 }];
  expect(listenersOf(formOf(chosen, '192.168.1.20'))).toEqual(chosen);
});

it.each([
  ['0', 0],
  [' 8080 ', 8080],
  ['65535', 65_535],
  ['65536', undefined],
  ['-1', undefined],
  ['', undefined],
  ['http', undefined],
])('reads the port %j', (text, port) => {
  expect(parsePort(text)).toBe(port);
});

it('asks for a port only where its protocol is on', () => {
  const form = formOf([], '192.168.1.20');
  const wrongPort = { ...form, ports: { ...form.ports, tftp: 'x' } };
  expect(listenersOf(wrongPort)).toBeUndefined();
  expect(listenersOf({ ...wrongPort, on: { http: true, tftp: false } })).toHaveLength(1);
});

it('does not mind the order of listeners', () => {
  const http = { protocol: 'http' as const, address: '10.0.0.7', port: 80 };
  const tftp = { protocol: 'tftp' as const, address: '10.0.0.7', port: 69 };
  expect(sameListeners([http, tftp], [tftp, http])).toBe(true);
  expect(sameListeners([http], [tftp])).toBe(false);
});
