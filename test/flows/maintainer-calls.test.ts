import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../builders/coded-failure.ts';
import { writePluginFolder } from '../builders/plugin-folder.ts';
import { runCli } from '../builders/run-cli.ts';
import { sha1Of, syntheticFirmware } from '../builders/synthetic-firmware.ts';
import { removeTemporaryFolders, startTestEngine, temporaryFolder, type TestEngine } from '../builders/test-engine.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(async () => {
  await engine.stop();
  removeTemporaryFolders();
});

describe('what the window works on', () => {
  it('tells a channel by its archives, the highest version first, and what its index offers of them', async () => {
    const root = temporaryFolder('channel');
    const [source, testing] = [path.join(root, 'src'), path.join(root, 'testing')];
    expect(await engine.client.repo.channel({ dir: testing })).toEqual({ exists: false, plugins: [], broken: [] });
    for (const version of ['1.9', '1.10']) {
      writePluginFolder(source, 'acme', version);
      await engine.client.repo.build({ source, out: testing });
      if (version === '1.9') await engine.client.repo.index({ dir: testing });
    }
    writeFileSync(path.join(testing, 'torn-1.tar.gz'), 'no archive');
    expect(await engine.client.repo.channel({ dir: testing })).toMatchObject({
      exists: true,
      plugins: [{ id: 'acme', offered: '1.9', versions: [{ version: '1.10' }, { version: '1.9', filename: 'acme-1.9.tar.gz' }] }],
      broken: [{ filename: 'torn-1.tar.gz', failure: { code: expect.stringMatching(/^archive\./) as string } }],
    });
    const [status, lines] = await runCli(temporaryFolder('data'), 'repo', 'channel', testing).then((run) => [
      run.status,
      run.stdout,
    ]);
    expect([status, lines]).toEqual([3, expect.stringMatching(/^acme: 1\.10, 1\.9 \(offered\)\n1 plugin\.\ntorn-1\.tar\.gz: /)]);
  });

  it('shows what a new version starts from', async () => {
    const source = temporaryFolder('source');
    writePluginFolder(source, 'acme', '1.4.9');
    expect(await engine.client.repo.show({ source, id: 'acme' })).toEqual({
      id: 'acme',
      version: '1.4.9',
      nextVersion: '1.4.10',
      packages: [{ id: 'D10-fw', version: '1.0.9', files: ['d10'] }],
      files: [{ id: 'd10', filename: 'D10-1.0.9.rom', url: 'https://fw.example.net/D10-1.0.9.rom', size: 10 }],
    });
    expect((await failureOf(engine.client.repo.show({ source, id: 'other' }))).code).toBe('repo.no-plugins');
    expect((await engine.client.repo.check({ source })).plugins).toMatchObject([{ plugin: 'acme', version: '1.4.9' }]);
  });

  it('remembers the folders, each on its own', async () => {
    const none = { source: null, testing: null, stable: null, archive: null };
    expect(await engine.client.repo.folders(undefined)).toEqual(none);
    await engine.client.repo.setFolders({ source: '/src' });
    expect(await engine.client.repo.setFolders({ stable: '/stable' })).toEqual({ ...none, source: '/src', stable: '/stable' });
    expect(await failureOf(engine.client.repo.setFolders({ source: 'src' }))).toMatchObject({ code: 'contract.invalid-input' });
    expect(await engine.client.repo.setFolders({ source: null, stable: null })).toEqual(none);
  });
});

describe('a new version', () => {
  let source = '';
  beforeEach(() => {
    source = temporaryFolder('source');
    writePluginFolder(source, 'acme', '1.0', { 'templates/D10.tpl': 'a\nfirmware D10-1.0.9.rom of acme' });
  });
  const wish = () => ({ source, id: 'acme', newId: 'acme-2', packageVersions: [{ package: 'D10-fw', version: '2.0.0' }] });

  it('is told beforehand, just as it will be, and nothing is written by that', async () => {
    const preview = await engine.client.repo.previewNewVersion(wish());
    expect(readdirSync(source)).toEqual(['acme']);
    expect(await engine.client.repo.newVersion(wish())).toEqual(preview);
    expect(preview.leftovers).toContainEqual({ file: 'templates/D10.tpl', line: 2, text: '1.0.9' });
  });

  it('takes sizes and digests that were measured before, and leaves an address open that is not to be asked', async () => {
    const sha1sum = 'ab'.repeat(20);
    const files = [{ file: 'd10', url: 'http://127.0.0.1:9/D10.rom', content: { filename: 'D10 new.rom', size: 7, sha1sum } }];
    expect(await engine.client.repo.previewNewVersion({ ...wish(), files })).toMatchObject({
      files: [{ id: 'd10', filename: 'D10 new.rom', size: 7, sha1sum, measured: true }],
      open: [],
    });
    const open = [{ file: 'd10', url: 'http://127.0.0.1:9/D10.rom', leaveOpen: true }];
    expect((await engine.client.repo.previewNewVersion({ ...wish(), files: open })).open).toEqual([
      { file: 'd10', reason: 'not-measured' },
    ]);
    const wrong = [{ file: 'd10', content: { filename: '../D10.rom', size: 7, sha1sum } }];
    expect((await failureOf(engine.client.repo.previewNewVersion({ ...wish(), files: wrong }))).code).toBe(
      'contract.invalid-input',
    );
  });

  it('measures what an address gives, and says why where it gives nothing', async () => {
    const served = path.join(source, 'served.rom');
    writeFileSync(served, syntheticFirmware('served', 5000));
    const url = pathToFileURL(served).href;
    expect(await engine.client.repo.measureAddress({ url })).toEqual({ size: 5000, sha1sum: sha1Of(readFileSync(served)) });
    expect((await failureOf(engine.client.repo.measureAddress({ url: `${url}.gone` }))).code).toMatch(/^source\./);
  });
});
