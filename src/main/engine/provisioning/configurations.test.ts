import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { removeTemporaryFolders, silentLog, temporaryFolder, WORKERS } from '../../../../test/builders/test-engine.ts';
import type { Device } from '../../../shared/contract/devices.ts';
import { vendorDrivers } from '../../domain/vendors/drivers.ts';
import { Journal } from '../journal/journal.ts';
import { openDatabase } from '../store/database.ts';
import { RowWriter } from '../store/row-writer.ts';
import { Configurations } from './configurations.ts';
import { newDevice } from './new-device.ts';

afterAll(removeTemporaryFolders);

const a = [{ name: 'a', value: '1' }];

function aSite(devices: readonly Partial<Device>[]) {
  const site = devices.map((known, at) => newDevice({ id: `d${at}`, ...known }, 0));
  const database = openDatabase(path.join(temporaryFolder('configurations'), 'provdesk.db'));
  const forgotten: string[][] = [];
  let now = 1000;
  const configurations = new Configurations({
    database,
    drivers: vendorDrivers,
    devices: {
      get: (id) => site.find((device) => device.id === id) ?? newDevice({ id }, 0),
      list: () => ({ revision: 1, devices: site }),
    },
    journal: new Journal(
      database,
      new RowWriter(WORKERS.rowWriter, database.name),
      { now: () => now, log: silentLog },
      () => undefined,
    ),
    now: () => now,
    forget: (addresses) => forgotten.push([...addresses]),
  });
  return { configurations, site, forgotten, at: (time: number) => (now = time), close: () => database.close() };
}

it('forgets what was answered to those whom a change concerns, and to nobody else', () => {
  const { configurations, forgotten, close } = aSite([
    { mac: '80:5e:c0:00:00:00', vendor: 'Yealink', ip: '192.0.2.10' },
    { mac: '80:5e:c0:00:00:01', vendor: 'Yealink', ip: '192.0.2.11' },
    { mac: '80:5e:c0:00:00:02', vendor: 'Yealink' },
    { mac: '80:5e:c0:00:00:03', ip: '192.0.2.13' },
    { mac: '00:04:13:00:00:04', vendor: 'Snom', ip: '192.0.2.14' },
  ]);
  configurations.configure({ kind: 'device', device: 'd0' }, a, []);
  configurations.configure({ kind: 'device', device: 'd2' }, a, []);
  configurations.configure({ kind: 'vendor', vendor: 'YEALINK' }, a, []);
  configurations.configure({ kind: 'vendor', vendor: 'Yealink' }, a, []);
  expect(forgotten).toEqual([['192.0.2.10'], [], ['192.0.2.10', '192.0.2.11', '192.0.2.13']]);
  close();
});

it('dates a configuration by the end of the second of its last change, also one that took something away or when the clock was set back', () => {
  const { configurations, site, at, close } = aSite([{ mac: '80:5e:c0:00:00:00', vendor: 'Yealink' }]);
  const [device] = site;
  const changedAt = () => device && configurations.answer(device, '805ec0000000.cfg')?.modifiedAt;
  configurations.configure({ kind: 'vendor', vendor: 'Yealink' }, [...a, { name: 'b', value: '2' }], []);
  expect(changedAt()).toBe(2000);
  at(3000);
  configurations.configure({ kind: 'device', device: 'd0' }, [{ name: 'c', value: '1' }], []);
  at(2000);
  configurations.configure({ kind: 'device', device: 'd0' }, [], ['c']);
  expect(changedAt()).toBe(4000);
  at(5000);
  configurations.configure({ kind: 'vendor', vendor: 'Yealink' }, [], ['b']);
  expect(changedAt()).toBe(6000);
  close();
});

it('dates no change before another of the same device, though the clock is set back between its vendor’s and its own', () => {
  const { configurations, site, at, close } = aSite([{ mac: '80:5e:c0:00:00:00', vendor: 'Yealink' }]);
  const [device] = site;
  at(9000);
  configurations.configure({ kind: 'vendor', vendor: 'Yealink' }, a, []);
  at(3000);
  configurations.configure({ kind: 'device', device: 'd0' }, a, []);
  configurations.forget('d0');
  expect(device && configurations.answer(device, '805ec0000000.cfg')?.modifiedAt).toBe(10_000);
  expect(configurations.of({ kind: 'device', device: 'd0' }).changedAt).toBe(9000);
  close();
});

it('lets a file of its own name be no older than what was taken away there, and any other as old as it is', () => {
  const { configurations, site, at, close } = aSite([
    { mac: '80:5e:c0:00:00:00', vendor: 'Yealink' },
    { mac: '80:5e:c0:00:00:01', vendor: 'Yealink' },
  ]);
  configurations.configure({ kind: 'device', device: 'd0' }, a, []);
  at(2500);
  configurations.configure({ kind: 'device', device: 'd0' }, [], ['a']);
  const dates = site.map((device) =>
    ['805EC0000000.cfg', '805ec0000001.cfg', 'y000000000028.cfg'].map((name) => configurations.notBefore(device, name)),
  );
  expect(dates).toEqual([
    [3000, 0, 0],
    [0, 0, 0],
  ]);
  close();
});

it('tells for whom parameters can be given', () => {
  const { configurations, close } = aSite([
    { mac: '80:5e:c0:00:00:00' },
    { mac: '00:04:13:00:00:04', vendor: 'Snom' },
    { mac: '02:00:00:00:00:05' },
  ]);
  const told = ['d0', 'd1', 'd2'].map((device) => configurations.of({ kind: 'device', device }).writable);
  expect(told).toEqual([true, false, false]);
  expect(configurations.of({ kind: 'vendor', vendor: 'yealink' }).writable).toBe(true);
  close();
});

it('gives two devices with equal parameters equal bytes', () => {
  const { configurations, site, close } = aSite([
    { mac: '80:5e:c0:00:00:00', vendor: 'Yealink' },
    { mac: '80:5e:c0:00:00:01', vendor: 'Yealink' },
  ]);
  configurations.configure({ kind: 'vendor', vendor: 'Yealink' }, a, []);
  const [one, other] = site.map((device) => configurations.render(device)[0]);
  expect([one?.path, other?.path]).toEqual(['805ec0000000.cfg', '805ec0000001.cfg']);
  expect(one?.sha256).toBe(other?.sha256);
  close();
});
