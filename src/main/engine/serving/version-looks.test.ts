import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fileVersion } from './file-version.ts';
import { VersionLooks } from './version-looks.ts';

let dir: string;
let file: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'provdesk-looks-'));
  file = join(dir, 'a.cfg');
  writeFileSync(file, 'one');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const now = (path: string) => fileVersion(statSync(path, { bigint: true }));

it('looks once for all who ask in one turn', async () => {
  let looks = 0;
  const versions = new VersionLooks((path) => {
    looks += 1;
    return stat(path, { bigint: true });
  });
  const asked = Array.from({ length: 50 }, () => versions.versionOf(file));
  expect(new Set(await Promise.all(asked))).toEqual(new Set([now(file)]));
  expect(looks).toBe(1);
});

it('tells nobody of a look that began before they asked', async () => {
  const begun = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  let looks = 0;
  const versions = new VersionLooks(async (path) => {
    looks += 1;
    const found = await stat(path, { bigint: true });
    begun.resolve();
    if (looks === 1) await goOn.promise;
    return found;
  });
  const former = now(file);
  const first = versions.versionOf(file);
  await begun.promise;
  writeFileSync(file, 'longer');
  const later = [versions.versionOf(file), versions.versionOf(file)];
  goOn.resolve();
  expect(await first).toBe(former);
  expect(await Promise.all(later)).toEqual([now(file), now(file)]);
  expect(looks).toBe(2);
});

it('has no version of what is not there', async () => {
  const versions = new VersionLooks();
  expect(await versions.versionOf(join(dir, 'nothing'))).toBeUndefined();
  expect(await versions.versionOf(file)).toBe(now(file));
});
