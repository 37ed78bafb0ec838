import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { removeTemporaryFolders, silentLog, temporaryFolder, WORKERS } from '../../../../test/builders/test-engine.ts';
import type { Device } from '../../../shared/contract/devices.ts';
import { openDatabase, type Store } from '../store/database.ts';
import { RowWriter } from '../store/row-writer.ts';
import { DeviceTable } from './device-table.ts';
import { newDevice } from './new-device.ts';

const MAC = '00:04:13:30:f0:ed';

let database: Store;
let writer: RowWriter;
let refused: string[];
let table: DeviceTable;

beforeEach(() => {
  database = openDatabase(path.join(temporaryFolder('device-table'), 'provdesk.db'));
  writer = new RowWriter(WORKERS.rowWriter, database.name);
  refused = [];
  table = new DeviceTable(database, writer, { ...silentLog, error: (_area, what) => refused.push(what) });
});
afterEach(async () => {
  await writer.stop();
  database.close();
});
afterAll(removeTemporaryFolders);

const device = (id: string, mac: string | null): Device => newDevice({ id, mac }, 1);
const rows = () => table.all().map(({ id, mac }) => [id, mac]);

const wanderings: { title: string; batches: { changed: Device[]; removed: string[] }[] }[] = [
  { title: 'together', batches: [{ changed: [device('other', MAC)], removed: [MAC] }] },
  { title: 'the new row first', batches: [{ changed: [device('other', MAC), device(MAC, null)], removed: [] }] },
  {
    title: 'the new row in an earlier batch',
    batches: [
      { changed: [device('other', MAC)], removed: [] },
      { changed: [], removed: [MAC] },
    ],
  },
];
it.each(wanderings)('a MAC that wanders to another row is in one of them: $title', async ({ batches }) => {
  table.writeNow({ changed: [device(MAC, MAC), device('other', null)], removed: [] });
  for (const batch of batches) table.writeLater(batch);
  await table.end();
  expect(rows()).toContainEqual(['other', MAC]);
  expect(rows()).not.toContainEqual([MAC, MAC]);
  expect(refused).toEqual([]);
});

it('a device that was removed and comes again is there once, and one that was removed does not come back', async () => {
  table.writeLater({ changed: [device(MAC, MAC)], removed: [] });
  table.writeNow({ changed: [], removed: [MAC] });
  table.writeLater({ changed: [], removed: [] });
  expect(rows()).toEqual([]);
  table.writeLater({ changed: [device('other', null), device(MAC, MAC)], removed: [] });
  table.writeNow({ changed: [], removed: ['other'] });
  await table.end();
  expect(rows()).toEqual([[MAC, MAC]]);
});
