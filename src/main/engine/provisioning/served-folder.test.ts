import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/builders/test-engine.ts';
import { ServedFolder } from './served-folder.ts';

afterAll(removeTemporaryFolders);

it.runIf(process.platform !== 'win32')('asks Windows for no name that means something else there', async () => {
  const dir = temporaryFolder('served');
  for (const name of ['a.cfg', 'a.cfg:hidden', 'nul.cfg']) writeFileSync(path.join(dir, name), 'x');
  const found = async (platform: NodeJS.Platform) => {
    const folder = await ServedFolder.open(dir, platform);
    const files = await Promise.all(['a.cfg', 'a.cfg:hidden', 'nul.cfg'].map((name) => folder.find(name)));
    return files.map((file) => file?.served);
  };
  expect(await found('win32')).toEqual(['a.cfg', undefined, undefined]);
  expect(await found('linux')).toEqual(['a.cfg', 'a.cfg:hidden', 'nul.cfg']);
});
