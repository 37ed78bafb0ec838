import { afterAll, expect, it } from 'vitest';
import { removeTemporaryFolders } from '../../builders/test-engine.ts';
import { upgradeMany } from '../../builders/upgrade-many.ts';

afterAll(removeTemporaryFolders);

it('takes thirty devices in one batch to their right ends, three of them with a fault', { timeout: 60_000 }, async () => {
  const { wrong, open, flashedWrongly, ends } = await upgradeMany(30, 10, 100_000);
  expect({ wrong, open, flashedWrongly }).toEqual({ wrong: [], open: [], flashedWrongly: [] });
  expect(ends['success, success, none']).toBe(27);
});
