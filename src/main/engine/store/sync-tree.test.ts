import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/builders/test-engine.ts';
import { syncTree } from './sync-tree.ts';

afterAll(removeTemporaryFolders);

function aTree(): string {
  const dir = temporaryFolder('tree');
  mkdirSync(path.join(dir, 'pkgs/empty'), { recursive: true });
  for (const name of ['plugin-info', 'pkgs/pkgs.db', 'pkgs/x.tpl']) writeFileSync(path.join(dir, name), name);
  return dir;
}

it('puts each file and each folder on the disk, once, and the folder itself', async () => {
  const dir = aTree();
  const synced: string[] = [];
  const told = (kind: string) => async (name: string) => void synced.push(`${kind} ${path.relative(dir, name)}`);
  await syncTree(dir, { file: told('file'), folder: told('folder') });
  expect(synced.sort()).toEqual([
    'file pkgs/pkgs.db',
    'file pkgs/x.tpl',
    'file plugin-info',
    'folder ',
    'folder pkgs',
    'folder pkgs/empty',
  ]);
});

it('works on a real disk, and says what that says', async () => {
  const dir = aTree();
  await syncTree(dir);
  await expect(syncTree(path.join(dir, 'none'))).rejects.toThrow('ENOENT');
});
