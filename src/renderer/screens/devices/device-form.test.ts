import { expect, it } from 'vitest';
import { changeOf, type DeviceForm, formOf, moved, wrongFields } from './device-form.ts';

const form = (given: Partial<DeviceForm> = {}): DeviceForm => ({ ...formOf(undefined), host: '192.168.1.1', ...given });

it.each<[string, Partial<DeviceForm>, string[]]>([
  ['an address', {}, []],
  ['a MAC alone', { host: '', mac: '80-5E-C0-11-22-33' }, []],
  ['neither', { host: ' ' }, ['host']],
  ['half a MAC', { mac: '80:5e' }, ['mac']],
  ['no port', { port: '' }, ['port']],
  ['port 0', { port: '0' }, ['port']],
  ['port 65536', { port: '65536' }, ['port']],
  ['a word for an id', { uuid: 'roof' }, ['uuid']],
  ['an OpenWISP id', { uuid: '6F1C2A4E-0b7d-4c53-9a6f-1d2e3f4a5b6c' }, []],
])('finds what cannot be kept of %s', (_what, given, wrong) => {
  expect(wrongFields(form(given))).toEqual(wrong);
});

it('leaves out what is empty, and takes SSH away with its address', () => {
  expect(changeOf(form({ name: ' Roof ', port: '2222', credentials: ['b', 'a'] }))).toEqual({
    name: 'Roof',
    group: null,
    location: null,
    ssh: { host: '192.168.1.1', port: 2222, credentials: ['b', 'a'], legacy: false, active: true, uuid: null },
  });
  expect(changeOf(form({ host: '' })).ssh).toBeNull();
});

it.each([
  ['a', -1, ['a', 'b', 'c']],
  ['b', -1, ['b', 'a', 'c']],
  ['b', 1, ['a', 'c', 'b']],
  ['c', 1, ['a', 'b', 'c']],
  ['x', 1, ['a', 'b', 'c']],
] as const)('moves %s by %i among those that are tried', (id, by, expected) => {
  expect(moved(['a', 'b', 'c'], id, by)).toEqual(expected);
});
