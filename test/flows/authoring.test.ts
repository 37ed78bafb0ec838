import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../builders/coded-failure.ts';
import { writePluginFolder } from '../builders/plugin-folder.ts';
import { DEMO_PLUGIN, hasRealMetadata, metadataSources } from '../builders/provd-metadata.ts';
import { runCli, runCliJson } from '../builders/run-cli.ts';
import { sha1Of, syntheticFirmware } from '../builders/synthetic-firmware.ts';
import { removeTemporaryFolders, startTestEngine, temporaryFolder, type TestEngine } from '../builders/test-engine.ts';
import { startStaticServer } from '../fakes/static-server.ts';

const { label, sources } = metadataSources();

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(async () => {
  await engine.stop();
  removeTemporaryFolders();
});

/** A plugin that copies firmware as it is, one of its packages, and the name that firmware may have. */
const subject = hasRealMetadata
  ? { source: sources.find((source) => source.endsWith('yealink-v86')) ?? '', package: 'T27G-fw', file: 'T27G-fw' }
  : { source: DEMO_PLUGIN, package: 'T46U_T43U-fw', file: 'T46U-fw' };

describe(`from an existing plugin to a phone, with ${label}`, () => {
  it('makes a new version with dropped firmware, builds, indexes, promotes, and installs it', async () => {
    const root = temporaryFolder('authoring');
    const [source, testing, stable] = ['src', 'testing', 'stable'].map((name) => path.join(root, name)) as [
      string,
      string,
      string,
    ];
    const id = path.basename(subject.source);
    cpSync(subject.source, path.join(source, id), { recursive: true });
    const kept = {
      'entry.py': 'raise SystemExit(99)\r\n',
      'templates/base.tpl': '{{ é }}',
      'var/tftpboot/logo.bin': '\0\u0001logo',
    };
    for (const [name, content] of Object.entries(kept)) {
      mkdirSync(path.dirname(path.join(source, id, name)), { recursive: true });
      writeFileSync(path.join(source, id, name), content);
    }
    const firmware = syntheticFirmware('new', 70_001);
    const firmwarePath = path.join(root, 'New firmware (9.9), final.rom');
    writeFileSync(firmwarePath, firmware);

    const made = await engine.client.repo.newVersion({
      source,
      id,
      newId: `${id}-next`,
      packageVersions: [{ package: subject.package, version: '9.9.0.1' }],
      files: [
        { file: subject.file, path: firmwarePath },
        { file: subject.file, url: pathToFileURL(firmwarePath).href },
      ],
    });
    expect(made).toMatchObject({
      packages: [{ id: subject.package, after: '9.9.0.1' }],
      files: [
        { id: subject.file, filename: path.basename(firmwarePath), size: 70_001, sha1sum: sha1Of(firmware), measured: true },
      ],
      open: [],
    });
    for (const [name, content] of Object.entries(kept)) expect(readFileSync(path.join(made.dir, name), 'utf8')).toBe(content);
    const before = readFileSync(path.join(source, id, 'pkgs/pkgs.db'), 'utf8').split('\n');
    const after = readFileSync(path.join(made.dir, 'pkgs/pkgs.db'), 'utf8').split('\n');
    expect(after.filter((line) => !before.includes(line)).map((line) => line.split(':')[0])).toEqual(
      expect.arrayContaining(['version', 'url', 'size', 'sha1sum']),
    );
    expect(after.filter((line) => line.startsWith('['))).toEqual(before.filter((line) => line.startsWith('[')));

    const built = await engine.client.repo.build({ source, out: testing });
    expect(built.failed).toEqual([]);
    const again = await engine.client.repo.build({ source, out: path.join(root, 'again') });
    expect(again).toEqual(built);
    for (const { filename } of built.archives)
      expect(readFileSync(path.join(testing, filename)).equals(readFileSync(path.join(root, 'again', filename)))).toBe(true);

    expect((await engine.client.repo.index({ dir: testing })).plugins.map((plugin) => plugin.id)).toEqual([id, made.plugin]);
    const promotion = { id: made.plugin, from: testing, to: stable };
    const change = await engine.client.repo.previewPromotion(promotion);
    expect(change.added).toContainEqual({ id: subject.package, version: '9.9.0.1' });
    expect(await engine.client.repo.promote(promotion)).toMatchObject({ change, copied: true, index: { broken: [] } });

    await engine.client.plugins.setServer({ url: pathToFileURL(stable).href });
    expect(await engine.client.plugins.update(undefined)).toEqual({ plugins: 1 });
    expect(await engine.finished(engine.client.plugins.install({ ids: [made.plugin] }))).toMatchObject({ state: 'success' });
    const installed = engine.client.packages.install({ plugin: made.plugin, packages: [subject.package] });
    expect(await engine.finished(installed)).toMatchObject({ state: 'success' });
    const { http } = await engine.serve();
    const served = await fetch(`${http}/firmware/${encodeURIComponent(path.basename(firmwarePath))}`);
    expect(sha1Of(new Uint8Array(await served.arrayBuffer()))).toBe(sha1Of(firmware));
    expect(await (await fetch(`${http}/logo.bin`)).text()).toBe(kept['var/tftpboot/logo.bin']);
  });

  it('finds no error in any of them, and builds them all', async () => {
    const out = temporaryFolder('all');
    const dir = path.dirname(subject.source);
    const { plugins } = await engine.client.repo.check({ source: dir });
    expect(plugins.map(({ plugin }) => plugin)).toEqual(sources.map((source) => path.basename(source)).sort());
    expect(plugins.flatMap(({ problems }) => problems).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect((await engine.client.repo.build({ source: dir, out })).archives).toHaveLength(sources.length);
    expect((await engine.client.repo.index({ dir: out })).plugins).toHaveLength(sources.length);
  });
});

describe('a new version', () => {
  let source = '';
  beforeEach(() => {
    source = temporaryFolder('source');
    writePluginFolder(source, 'acme', '1.0', { 'templates/D10.tpl': 'a\nfirmware D10-1.0.9.rom of acme' });
  });
  const wish = () => ({ source, id: 'acme', newId: 'acme-2', packageVersions: [{ package: 'D10-fw', version: '2.0.0' }] });

  it('tells what is not measured, and where the former version still stands', async () => {
    expect(await engine.client.repo.newVersion(wish())).toEqual({
      plugin: 'acme-2',
      version: '1.1',
      dir: path.join(source, 'acme-2'),
      packages: [{ id: 'D10-fw', before: '1.0.9', after: '2.0.0' }],
      files: [
        {
          id: 'd10',
          filename: 'D10-2.0.0.rom',
          url: 'https://fw.example.net/D10-2.0.0.rom',
          size: 10,
          sha1sum: '0123456789abcdef0123456789abcdef01234567',
          measured: false,
        },
      ],
      open: [{ file: 'd10', reason: 'not-measured' }],
      leftovers: [
        { file: 'plugin-info', line: 3, text: 'acme' },
        { file: 'templates/D10.tpl', line: 2, text: '1.0.9' },
      ],
      problems: [],
    });
    expect(readFileSync(path.join(source, 'acme-2/plugin-info'), 'utf8')).toContain('"Acme, D10, 2.0.0"');
  });

  it('measures what it is to fetch, and makes nothing where that cannot be had', async () => {
    const root = temporaryFolder('firmware');
    const server = await startStaticServer(root);
    try {
      writeFileSync(path.join(root, 'D10.rom'), 'firmware');
      const to = (name: string) => ({ ...wish(), files: [{ file: 'd10', url: server.url + name }] });
      expect((await failureOf(engine.client.repo.newVersion(to('gone.rom')))).code).toBe('source.status');
      expect(readdirSync(source)).toEqual(['acme']);
      expect(await engine.client.repo.newVersion(to('D10.rom'))).toMatchObject({
        files: [{ filename: 'D10.rom', size: 8, sha1sum: sha1Of(Buffer.from('firmware')), measured: true }],
        open: [],
      });
    } finally {
      await server.stop();
    }
  });

  it('tells an address that still gives the former file', async () => {
    const dropped = path.join(temporaryFolder('firmware'), 'D10-1.0.9.rom');
    writeFileSync(dropped, 'firmware');
    const made = await engine.client.repo.newVersion({ ...wish(), packageVersions: [], files: [{ file: 'd10', path: dropped }] });
    expect(made.open).toEqual([{ file: 'd10', reason: 'same-address' }]);
  });

  const refusals: { what: string; change: object; code: string }[] = [
    {
      what: 'a package that is not there',
      change: { packageVersions: [{ package: 'x', version: '1' }] },
      code: 'packages.unknown',
    },
    { what: 'a file that is not there', change: { files: [{ file: 'x', url: 'http://h/' }] }, code: 'repo.unknown-file' },
    { what: 'a plugin that is not there', change: { id: 'x' }, code: 'repo.no-plugins' },
    { what: 'a folder that is there', change: { newId: 'acme' }, code: 'repo.already-there' },
    { what: 'an id that Windows refuses', change: { newId: 'nul' }, code: 'path.outside-root' },
    { what: 'a version that is none', change: { version: 'a b' }, code: 'repo.plugin-invalid' },
    {
      what: 'a replacement that breaks the grammar',
      change: { replace: [{ from: 'cp', to: 'mv' }] },
      code: 'repo.plugin-invalid',
    },
    {
      what: 'a dropped file that cannot be read',
      change: { files: [{ file: 'd10', path: '/nonexistent' }] },
      code: 'store.unreadable',
    },
    { what: 'a path that is not whole', change: { out: 'here' }, code: 'contract.invalid-input' },
  ];
  it.each(refusals)('is refused for $what, and nothing is written', async ({ change, code }) => {
    expect((await failureOf(engine.client.repo.newVersion({ ...wish(), ...change }))).code).toBe(code);
    expect(readdirSync(source)).toEqual(['acme']);
  });

  it('is refused where the source holds a link, and nothing is written', async () => {
    symlinkSync('/etc/passwd', path.join(source, 'acme', 'passwd'));
    expect(await failureOf(engine.client.repo.newVersion(wish()))).toMatchObject({
      code: 'repo.unsafe-source',
      facts: { member: 'passwd' },
    });
    expect(readdirSync(source)).toEqual(['acme']);
  });
});

describe('on the command line', () => {
  const dataDir = () => temporaryFolder('data');

  it('the whole way answers with one document each and says what is left to do', async () => {
    const [root, data] = [temporaryFolder('cli'), dataDir()];
    const at = (name: string) => path.join(root, name);
    writePluginFolder(at('src'), 'acme', '1.0');
    writeFileSync(at('D10=2.rom'), 'firmware');
    const measured = { filename: 'D10=2.rom', size: 8, sha1sum: sha1Of(Buffer.from('firmware')) };
    expect(await runCliJson(data, 'repo', 'check-fw', at('D10=2.rom'))).toMatchObject({
      status: 0,
      document: { files: [measured] },
    });
    const args = ['repo', 'new-version', at('src'), 'acme', 'acme', '--out', at('new'), '--package', 'D10-fw=2.0'];
    expect(
      await runCliJson(data, ...args, '--file', `d10=${at('D10=2.rom')}`, '--file', 'd10=https://fw.example.net/2.rom'),
    ).toMatchObject({
      status: 0,
      document: { plugin: 'acme', version: '1.1', open: [], files: [{ ...measured, url: 'https://fw.example.net/2.rom' }] },
    });
    expect(await runCliJson(data, 'repo', 'build', at('src'), at('stable'))).toMatchObject({ status: 0 });
    expect(await runCliJson(data, 'repo', 'build', at('new'), at('testing'))).toMatchObject({
      status: 0,
      document: { archives: [{ plugin: 'acme', version: '1.1', state: 'written' }], failed: [] },
    });
    expect(await runCliJson(data, 'repo', 'index', at('testing'))).toMatchObject({ status: 0, document: { broken: [] } });
    const preview = await runCli(data, 'repo', 'promote', 'acme', at('testing'), at('stable'), '--dry-run');
    expect(preview.stdout).toMatch(/^acme: 1\.0 → 1\.1\n[^]*~ D10-fw 1\.0\.9 → 2\.0\n$/);
    expect(readdirSync(at('stable'))).toEqual(['acme-1.0.tar.gz']);
    expect(await runCliJson(data, 'repo', 'promote', 'acme', at('testing'), at('stable'))).toMatchObject({
      status: 0,
      document: { promoted: true, copied: true, change: { before: { version: '1.0' }, after: { version: '1.1' } } },
    });
    expect(readdirSync(at('stable')).sort()).toEqual(['acme-1.0.tar.gz', 'acme-1.1.tar.gz', 'plugins.db']);
  });

  it('exit statuses tell failed from partly done', async () => {
    const [root, data] = [temporaryFolder('cli'), dataDir()];
    const at = (name: string) => path.join(root, name);
    writePluginFolder(at('src'), 'acme', '1.0');
    writePluginFolder(at('src'), 'wrong', '1.0', { 'pkgs/pkgs.db': 'nonsense\n' });
    const wrong = { file: 'pkgs/pkgs.db', line: 1, severity: 'error' };
    expect(await runCliJson(data, 'repo', 'check', at('src'))).toMatchObject({
      status: 3,
      document: { plugins: [{ problems: [] }, { plugin: 'wrong', problems: [wrong] }] },
    });
    expect(await runCliJson(data, 'repo', 'build', at('src'), at('out'))).toMatchObject({
      status: 3,
      document: { failed: [{ plugin: 'wrong', failure: { code: 'repo.plugin-invalid', line: 1 } }] },
    });
    writeFileSync(at('out/broken-1.tar.bz2'), 'no archive');
    expect(await runCliJson(data, 'repo', 'index', at('out'))).toMatchObject({
      status: 3,
      document: { plugins: [{ id: 'acme' }], broken: [{ filename: 'broken-1.tar.bz2' }] },
    });
    expect(await runCliJson(data, 'repo', 'check-fw', at('gone'))).toMatchObject({
      status: 1,
      document: { files: [], failure: { code: 'store.unreadable' } },
    });
    expect(await runCliJson(data, 'repo', 'new-version', at('src'), 'acme', 'acme-2', '--package', 'D10-fw=2')).toMatchObject({
      status: 3,
      document: { open: [{ file: 'd10', reason: 'not-measured' }] },
    });
    expect((await runCli(data, 'repo', 'new-version', at('src'), 'acme', 'acme-3', '--package', 'D10-fw')).status).toBe(2);
  });

  it('an index is not written into a folder that has neither archives nor one', async () => {
    const [data, dir] = [dataDir(), temporaryFolder('folder')];
    expect(await runCliJson(data, 'repo', 'index', dir)).toMatchObject({
      status: 1,
      document: { failure: { code: 'repo.no-archives', message: expect.stringContaining(dir) } },
    });
    expect(existsSync(path.join(dir, 'plugins.db'))).toBe(false);
    writeFileSync(path.join(dir, 'plugins.db'), '{"acme": {}}');
    expect(await runCliJson(data, 'repo', 'index', dir)).toMatchObject({ status: 0, document: { plugins: [] } });
    expect(readFileSync(path.join(dir, 'plugins.db'), 'utf8')).toBe('{}\n');
  });
});
