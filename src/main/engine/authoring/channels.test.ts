import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../../../../test/builders/coded-failure.ts';
import { packTar, tarBytes } from '../../../../test/builders/archives.ts';
import { writePluginFolder } from '../../../../test/builders/plugin-folder.ts';
import { sha1Of } from '../../../../test/builders/synthetic-firmware.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/builders/test-engine.ts';
import { parsePluginIndex } from '../../domain/plugins/plugin-index.ts';
import { extractTar } from '../plugins/extract-tar.ts';
import { PLUGIN_LIMITS } from '../plugins/members.ts';
import { buildArchives } from './build.ts';
import { indexFolder } from './index-folder.ts';
import type { AuthoringParts } from './parts.ts';
import { previewPromotion, promote } from './promote.ts';

let root: string;
let [testing, stable] = ['', ''];

beforeEach(() => {
  root = temporaryFolder('channels');
  [testing, stable] = [path.join(root, 'testing'), path.join(root, 'stable')];
});
afterAll(removeTemporaryFolders);

let nextTmp = 0;
const parts: AuthoringParts = {
  async unpack(archivePath, dir) {
    await extractTar(archivePath, path.basename(archivePath), dir, PLUGIN_LIMITS);
  },
  fetch: () => Promise.reject(new Error('nothing is fetched here')),
  tmpPath: (label) => path.join(root, 'tmp', `${label}-${(nextTmp += 1)}`),
};

async function publish(channel: string, id: string, version: string, files: Record<string, string> = {}): Promise<void> {
  const source = path.join(root, 'src', `${id}-${version}`);
  writePluginFolder(source, id, version, files);
  await buildArchives(source, channel, parts);
}

function indexOf(channel: string): Record<string, string> {
  const index = parsePluginIndex(readFileSync(path.join(channel, 'plugins.db'), 'utf8'));
  if ('reason' in index) throw new Error(index.reason);
  return Object.fromEntries(index.entries.map(({ id, version }) => [id, version]));
}

describe('indexing a folder', () => {
  it('offers the highest version of each plugin, as numbers go', async () => {
    for (const version of ['1.9', '1.10', '1.2']) await publish(testing, 'acme_d10', version);
    await publish(testing, 'acme', '3');
    expect(await indexFolder(testing, parts)).toEqual({
      plugins: [
        { id: 'acme', version: '3', filename: 'acme-3.tar.gz' },
        { id: 'acme_d10', version: '1.10', filename: 'acme-d10-1.10.tar.gz' },
      ],
      superseded: ['acme-d10-1.2.tar.gz', 'acme-d10-1.9.tar.gz'],
      broken: [],
    });
    expect(indexOf(testing)).toEqual({ acme: '3', acme_d10: '1.10' });
  });

  it('carries plugin-info whole, with name, size and SHA-1 of the archive, keys in order', async () => {
    await publish(testing, 'acme', '1', {
      'plugin-info': '{"version":"1","vendor":"A","description":"d","capabilities":{"b":{},"a":{"z":1,"y":[]}}}',
    });
    await indexFolder(testing, parts);
    const bytes = readFileSync(path.join(testing, 'acme-1.tar.gz'));
    expect(readFileSync(path.join(testing, 'plugins.db'), 'utf8')).toBe(
      `{"acme":{"capabilities":{"a":{"y":[],"z":1},"b":{}},"description":"d","dsize":${bytes.length},"filename":"acme-1.tar.gz","sha1sum":"${sha1Of(bytes)}","vendor":"A","version":"1"}}\n`,
    );
  });

  it('takes archives that others packed', async () => {
    mkdirSync(testing);
    const info = '{"version":"2","description":"d","capabilities":{}}';
    const { bytes, extension } = packTar(
      tarBytes([
        { path: 'other/', type: 'Directory' },
        { path: 'other/plugin-info', content: info },
      ]),
    );
    writeFileSync(path.join(testing, `other-2.${extension}`), bytes);
    expect((await indexFolder(testing, parts)).plugins).toEqual([
      { id: 'other', version: '2', filename: `other-2.${extension}` },
    ]);
  });

  it('tells a broken archive by name and offers the others', async () => {
    await publish(testing, 'acme', '1');
    writeFileSync(path.join(testing, 'broken-1.tar.gz'), 'no archive');
    writeFileSync(
      path.join(testing, 'link-1.tar'),
      tarBytes([{ path: 'link/x', type: 'SymbolicLink', linkpath: '/etc/passwd' }]),
    );
    const hidden = [{ path: '.hid/plugin-info', content: '{"version":"2","description":"d","capabilities":{}}' }];
    writeFileSync(path.join(testing, 'hidden-1.tar'), tarBytes(hidden));
    const { plugins, broken } = await indexFolder(testing, parts);
    expect(plugins.map(({ id }) => id)).toEqual(['acme']);
    expect(broken.map(({ filename, failure }) => [filename, failure.code])).toEqual([
      ['broken-1.tar.gz', 'archive.unreadable'],
      ['hidden-1.tar', 'plugins.entry-invalid'],
      ['link-1.tar', 'archive.unsafe-member'],
    ]);
  });

  it('keeps the former index where nothing can be read', async () => {
    await publish(testing, 'acme', '1');
    await indexFolder(testing, parts);
    writeFileSync(path.join(testing, 'acme-1.tar.gz'), 'no archive');
    expect((await failureOf(indexFolder(testing, parts))).code).toBe('archive.unreadable');
    expect(indexOf(testing)).toEqual({ acme: '1' });
  });

  it('makes an empty index where the last archive was taken away, and none of a folder that never was one', async () => {
    mkdirSync(testing);
    expect((await failureOf(indexFolder(testing, parts))).code).toBe('repo.no-archives');
    writeFileSync(path.join(testing, 'plugins.db'), '{"gone":{}}');
    expect((await indexFolder(testing, parts)).plugins).toEqual([]);
    expect(indexOf(testing)).toEqual({});
    expect((await failureOf(indexFolder(stable, parts))).code).toBe('store.unreadable');
  });
});

describe('a promotion', () => {
  const promotion = () => ({ id: 'acme_d10', from: testing, to: stable });

  it('is told before it is done, and then nothing is written', async () => {
    await publish(testing, 'acme_d10', '1.9');
    expect(await previewPromotion(promotion(), parts)).toMatchObject({
      before: null,
      after: { version: '1.9' },
      added: [{ id: 'D10-fw' }],
    });
    expect(readdirSync(root)).not.toContain('stable');
  });

  it('copies the highest version, and another time changes nothing', async () => {
    for (const version of ['1.9', '1.10']) await publish(testing, 'acme_d10', version);
    await publish(testing, 'acme_d10_pro', '7');
    expect(await promote(promotion(), parts)).toMatchObject({ copied: true, change: { after: { version: '1.10' } } });
    expect(readdirSync(stable).sort()).toEqual(['acme-d10-1.10.tar.gz', 'plugins.db']);
    expect(indexOf(stable)).toEqual({ acme_d10: '1.10' });
    expect(await promote(promotion(), parts)).toMatchObject({ copied: false, change: { changed: [] } });
  });

  it('keeps former versions in the folder and offers the new one', async () => {
    await publish(stable, 'acme_d10', '1.9');
    await publish(testing, 'acme_d10', '1.10');
    expect((await promote(promotion(), parts)).index.superseded).toEqual(['acme-d10-1.9.tar.gz']);
    expect(indexOf(stable)).toEqual({ acme_d10: '1.10' });
  });

  it.each([
    ['an older version', '1.9', {}],
    ['the same version with other content', '1.10', { 'entry.py': '# Another.\n' }],
  ])('of %s is refused', async (_what, version, files) => {
    await publish(stable, 'acme_d10', '1.10');
    await publish(testing, 'acme_d10', version, files);
    expect(await failureOf(promote(promotion(), parts))).toMatchObject({
      code: 'repo.not-newer',
      facts: { there: '1.10', version },
    });
  });

  it('of a plugin that is not there is refused', async () => {
    await publish(testing, 'acme_d10_pro', '1');
    expect((await failureOf(promote(promotion(), parts))).code).toBe('repo.not-found');
  });

  it('that is cut short after the archive leaves a valid index, and is completed by the next', async () => {
    await publish(stable, 'acme_d10', '1.9');
    await indexFolder(stable, parts);
    await publish(testing, 'acme_d10', '1.10');
    const dies: AuthoringParts = {
      ...parts,
      async unpack(archivePath, dir) {
        // Indexing is the first to open the copy.
        if (archivePath === path.join(stable, 'acme-d10-1.10.tar.gz')) throw new Error('the power went');
        await parts.unpack(archivePath, dir);
      },
    };
    await expect(promote(promotion(), dies)).rejects.toThrow('the power went');
    expect(readdirSync(stable)).toContain('acme-d10-1.10.tar.gz');
    expect(indexOf(stable)).toEqual({ acme_d10: '1.9' });
    await promote(promotion(), parts);
    expect(indexOf(stable)).toEqual({ acme_d10: '1.10' });
    rmSync(path.join(root, 'tmp'), { recursive: true });
    expect(readdirSync(stable).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
