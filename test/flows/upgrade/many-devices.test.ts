import { afterAll, expect, it } from 'vitest';
import { removeTemporaryFolders } from '../../builders/test-engine.ts';
import { figuresOf, upgradeMany } from '../../builders/upgrade-many.ts';

afterAll(removeTemporaryFolders);

it('takes a hundred devices to their right ends, twenty at a time, wave after wave, every tenth with another fault', {
  timeout: 90_000,
}, async () => {
  const done = await upgradeMany(100, 20, 100_000);
  process.stdout.write(figuresOf(done, 100));
  const { wrong, open, early, flashedWrongly, ends, most } = done;
  expect({ wrong, open, early, flashedWrongly }).toEqual({ wrong: [], open: [], early: [], flashedWrongly: [] });
  expect([most, ends['success, success, none'], Object.keys(ends).length]).toEqual([20, 90, 11]);
});
