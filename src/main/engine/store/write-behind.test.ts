import { existsSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/builders/test-engine.ts';
import { codeOf } from './disk-failure.ts';
import { WriteBehind } from './write-behind.ts';

afterAll(removeTemporaryFolders);

describe('WriteBehind', () => {
  it.each([
    ['none', []],
    ['one', [5]],
    ['a thousand small ones', Array.from({ length: 1000 }, (_, i) => i % 7)],
    ['more than may wait', [1e6, 3e6, 2, 6e6, 1, 0, 5e6]],
  ])('writes chunks in their order: %s', async (_what, sizes) => {
    const filePath = path.join(temporaryFolder('write'), 'x');
    const chunks = sizes.map((size, i) => Buffer.alloc(size, i));
    const file = await open(filePath, 'wx');
    const written = new WriteBehind(file);
    for (const chunk of chunks) await written.add(chunk);
    await written.end();
    await file.close();
    expect(readFileSync(filePath).equals(Buffer.concat(chunks))).toBe(true);
  });

  it('adds to what was there, also after a pause', async () => {
    const filePath = path.join(temporaryFolder('write'), 'x');
    for (const text of ['before ', 'after']) {
      const file = await open(filePath, 'a');
      const written = new WriteBehind(file);
      for (const letter of text) {
        await written.add(Buffer.from(letter));
        await written.end();
      }
      await file.close();
    }
    expect(readFileSync(filePath, 'utf8')).toBe('before after');
  });

  // Only Linux has a disk that is always full.
  it.runIf(existsSync('/dev/full'))('says what the disk said, at the end and to who brings more', async () => {
    const file = await open('/dev/full', 'a');
    const written = new WriteBehind(file);
    await written.add(Buffer.from('x'));
    const said = (work: Promise<void>) => work.then(() => 'nothing', codeOf);
    expect(await said(written.end())).toBe('ENOSPC');
    expect(await said(written.add(Buffer.from('y')))).toBe('ENOSPC');
    await file.close();
  });
});
