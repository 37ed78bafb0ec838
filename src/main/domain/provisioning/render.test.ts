import { expect, it } from 'vitest';
import { vendorDrivers } from '../vendors/drivers.ts';
import { yealink } from '../vendors/yealink.ts';
import { type Configurable, driverOf, renderFor } from './render.ts';

const [mac, other] = ['80:5e:c0:00:00:01', '00:04:13:00:00:01'];
const one = [{ name: 'a.1', value: '1' }];

it.each<[string, Configurable, string | undefined]>([
  ['its vendor', { mac: other, vendor: 'Yealink' }, 'Yealink'],
  ['the maker of its MAC, where it has not said who it is', { mac, vendor: null }, 'Yealink'],
  ['nothing, where it said that it is another', { mac, vendor: 'Acme' }, undefined],
  ['nothing, where nobody knows its vendor', { mac: other, vendor: null }, undefined],
  ['nothing, where it is known by its address alone', { mac: null, vendor: null }, undefined],
])('knows who writes for a device by %s', (_, device, vendor) => {
  expect(driverOf(device, vendorDrivers)?.vendor).toBe(vendor);
});

it('renders for a device that has parameters, a MAC and a vendor that can be written for', () => {
  expect(renderFor({ mac, vendor: 'Yealink' }, one, vendorDrivers)).toEqual([
    { path: '805ec0000001.cfg', text: '#!version:1.0.0.1\na.1 = 1\n' },
  ]);
});

it.each<[string, Configurable, typeof one]>([
  ['has no parameters', { mac, vendor: 'Yealink' }, []],
  ['has no MAC yet', { mac: null, vendor: 'Yealink' }, one],
  ['is of a vendor that nobody knows', { mac, vendor: 'Acme' }, one],
])('renders nothing for a device that %s', (_, device, parameters) => {
  expect(renderFor(device, parameters, vendorDrivers)).toEqual([]);
});

it('renders nothing for a vendor whose files are not known', () => {
  const { render: _, ...readsOnly } = yealink;
  expect(renderFor({ mac, vendor: 'Yealink' }, one, [readsOnly])).toEqual([]);
});
