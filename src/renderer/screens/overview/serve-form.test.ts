import { expect, it } from 'vitest';
import { formOf, listenersOf, onHighPorts, parsePorts, sameListeners } from './serve-form.ts';

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
  ['0', [0]],
  [' 8080 ', [8080]],
  ['65535', [65_535]],
  ['80, 6970', [80, 6970]],
  ['80 5080,80', [80, 5080]],
  ['80, x', undefined],
  ['1 2 3 4 5', undefined],
  ['65536', undefined],
  ['-1', undefined],
  ['', undefined],
  ['http', undefined],
])('reads the ports %j', (text, ports) => {
  expect(parsePorts(text)).toEqual(ports);
});

it('asks for a port only where its protocol is on', () => {
  const form = formOf([], '192.168.1.20');
  const wrongPort = { ...form, ports: { ...form.ports, tftp: 'x' } };
  expect(listenersOf(wrongPort)).toBeUndefined();
  expect(listenersOf({ ...wrongPort, on: { http: true, https: false, tftp: false } })).toHaveLength(1);
});

it('serves one protocol on several ports', () => {
  const chosen = [80, 6970].map((port) => ({ protocol: 'http' as const, address: '10.0.0.7', port }));
  const form = formOf(chosen, undefined);
  expect(form.ports.http).toBe('80, 6970');
  expect(listenersOf(form)).toEqual(chosen);
});

it('offers HTTPS, and takes its high port with the others', () => {
  const form = formOf([], '10.0.0.7');
  expect(form.on.https).toBe(false);
  const all = onHighPorts({ ...form, on: { http: true, https: true, tftp: true } });
  expect(listenersOf(all)?.map(({ port }) => port)).toEqual([8080, 8443, 6969]);
});

it('does not mind the order of listeners', () => {
  const http = { protocol: 'http' as const, address: '10.0.0.7', port: 80 };
  const tftp = { protocol: 'tftp' as const, address: '10.0.0.7', port: 69 };
  expect(sameListeners([http, tftp], [tftp, http])).toBe(true);
  expect(sameListeners([http], [tftp])).toBe(false);
});
