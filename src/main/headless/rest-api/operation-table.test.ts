import { expect, it } from 'vitest';
import { failureOf } from '../../../../test/builders/coded-failure.ts';
import { type Followed, OperationTable } from './operation-table.ts';

const followed = (ended: boolean) => async (): Promise<Followed> => ({ text: async () => 'x', hasEnded: async () => ended });

it('numbers each service by itself, and never gives a number twice', async () => {
  const table = new OperationTable();
  expect(await table.add('/a', followed(true))).toBe('/a/1');
  expect(await table.add('/b', followed(true))).toBe('/b/1');
  table.delete('/a/1');
  expect(await table.add('/a', followed(true))).toBe('/a/2');
  expect(table.find('/a/1')).toBeUndefined();
});

it('drops the oldest that has ended where there are too many', async () => {
  const table = new OperationTable();
  await table.add('/a', followed(false));
  for (let n = 2; n <= 201; n += 1) await table.add('/a', followed(true));
  expect(table.find('/a/1')).toBeDefined();
  expect(table.find('/a/2')).toBeUndefined();
  expect(table.find('/a/3')).toBeDefined();
  expect(table.find('/a/201')).toBeDefined();
});

it('begins nothing where all that it follows still run', async () => {
  const table = new OperationTable();
  for (let n = 1; n <= 200; n += 1) await table.add('/a', followed(false));
  let begun = false;
  const start = async () => {
    begun = true;
    return await followed(true)();
  };
  expect(await failureOf(table.add('/a', start))).toMatchObject({ code: 'rest.too-many-operations' });
  expect(begun).toBe(false);
});
