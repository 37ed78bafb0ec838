import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/builders/test-engine.ts';
import { makeNamedFolder } from './named-folder.ts';
import { replaceFile } from './replace-file.ts';
import { safeJoin } from './safe-join.ts';

afterAll(removeTemporaryFolders);

it('makes a folder with those above it, and leaves one that is there', async () => {
  const dir = path.join(temporaryFolder('folder'), 'a', 'b', 'c');
  await makeNamedFolder(dir);
  await makeNamedFolder(dir);
  await makeNamedFolder(path.parse(dir).root);
  expect(statSync(dir).isDirectory()).toBe(true);
});

it('says what is wrong with a file in the way', async () => {
  const file = path.join(temporaryFolder('folder'), 'file');
  writeFileSync(file, '');
  await expect(makeNamedFolder(path.join(file, 'a'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  await expect(replaceFile(path.join(file, 'a'), ['x'].map(Buffer.from))).rejects.toMatchObject({
    failure: { code: 'store.unreadable' },
  });
});

it.skipIf(process.platform !== 'linux')(
  'gives up where the system lets nobody make folders, and says it is missing',
  async () => {
    await expect(makeNamedFolder('/proc/self/out')).rejects.toMatchObject({ code: 'ENOENT' });
  },
);

it.each([
  ['/', '805ec0000001.cfg', '/805ec0000001.cfg'],
  ['/srv', 'a/b', '/srv/a/b'],
])('joins to %s what lies in it', (root, name, joined) => {
  expect(safeJoin(path.normalize(root), name)).toBe(path.normalize(joined));
});
