import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PLUGIN_LIMITS } from '../../src/main/engine/plugins/members.ts';
import { ProvdeskError } from '../../src/shared/failures.ts';
import { packTar, type TarMember, tarBytes } from '../builders/archives.ts';
import { failureOf } from '../builders/coded-failure.ts';
import { startDemoServer } from '../builders/demo-server.ts';
import { buildPluginServer } from '../builders/plugin-server.ts';
import { DEMO_PLUGIN } from '../builders/provd-metadata.ts';
import { sha1Of } from '../builders/synthetic-firmware.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';
import { type StaticServer, startStaticServer } from '../fakes/static-server.ts';

const PLUGIN = 'provdesk-demo-yealink';
const FIRMWARE = `firmware/${PLUGIN}/W70B-146.99.0.3.rom`;

let engine: TestEngine;
let server: StaticServer;
let root: string;

beforeEach(async () => {
  ({ server, root } = await startDemoServer());
  engine = await startTestEngine();
  await engine.client.plugins.setServer({ url: server.url });
});
afterEach(async () => {
  await engine.stop();
  await server.stop();
});
afterAll(removeTemporaryFolders);

/** What lies in a data folder, by path and digest: the databases' own files and the log aside. */
function contentsOf(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.db|engine\.|\.log/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => `${path.relative(dir, file)} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`)
    .sort();
}

/** Verified content, and the beginning of a download to go on with, may stay: nobody is served them. */
const publishedOnly = (files: string[]) => files.filter((file) => !/^(?:store|partial)\//.test(file));

async function state() {
  return {
    files: contentsOf(engine.dataDir),
    catalogue: await engine.client.plugins.catalogue(undefined),
    operations: (await engine.client.operations.list(undefined)).filter((operation) => operation.state === 'running').length,
  };
}

function writeIndex(change: (entry: Record<string, unknown>) => unknown): void {
  const index = JSON.parse(readFileSync(path.join(root, 'plugins.db'), 'utf8')) as Record<string, Record<string, unknown>>;
  writeFileSync(path.join(root, 'plugins.db'), JSON.stringify({ [PLUGIN]: change({ ...index[PLUGIN] }) }));
}

describe('a plugin list that cannot be used is refused, and the one at hand is kept', () => {
  const rows: { what: string; spoil: () => void; code: string }[] = [
    {
      what: 'not JSON',
      spoil: () => writeFileSync(path.join(root, 'plugins.db'), '<html>login</html>'),
      code: 'plugins.index-invalid',
    },
    { what: 'a list', spoil: () => writeFileSync(path.join(root, 'plugins.db'), '[]'), code: 'plugins.index-invalid' },
    { what: 'without sha1sum', spoil: () => writeIndex(({ sha1sum: _, ...rest }) => rest), code: 'plugins.index-invalid' },
    { what: 'without version', spoil: () => writeIndex(({ version: _, ...rest }) => rest), code: 'plugins.index-invalid' },
    {
      what: 'with an archive elsewhere',
      spoil: () => writeIndex((entry) => ({ ...entry, filename: '../x.tar' })),
      code: 'plugins.index-invalid',
    },
    { what: 'missing', spoil: () => rmSync(path.join(root, 'plugins.db')), code: 'source.status' },
    { what: 'cut off', spoil: () => server.faults.set('plugins.db', { kind: 'cut', after: 20 }), code: 'source.cut-off' },
  ];
  it.each(rows)('$what: $code', async ({ spoil, code }) => {
    await engine.client.plugins.update(undefined);
    const before = await state();
    spoil();
    expect((await failureOf(engine.client.plugins.update(undefined))).code).toBe(code);
    expect(await state()).toEqual(before);
  });

  it('a server that is down is unreachable', async () => {
    await server.stop();
    expect((await failureOf(engine.client.plugins.update(undefined))).code).toBe('source.unreachable');
    server = await startStaticServer(root);
  });

  it('an address of another kind is not accepted as a server', async () => {
    expect((await failureOf(engine.client.plugins.setServer({ url: 'javascript:alert(1)' }))).code).toBe(
      'plugins.server-invalid',
    );
    expect((await engine.client.plugins.server(undefined)).url).toBe(server.url);
  });
});

describe('a plugin archive that is not right is refused, with nothing changed', () => {
  const member = (name: string, content: string | Uint8Array = 'x'): TarMember => ({ path: `${PLUGIN}/${name}`, content });
  const info = member('plugin-info', readFileSync(path.join(DEMO_PLUGIN, 'plugin-info'), 'utf8'));
  const offer = (bytes: Buffer) => {
    writeFileSync(path.join(root, 'hostile.tar'), bytes);
    writeIndex((entry) => ({ ...entry, filename: 'hostile.tar', dsize: bytes.length, sha1sum: sha1Of(bytes) }));
  };
  const tar = (...members: TarMember[]) => offer(tarBytes([info, ...members]));
  const gzip = (...members: TarMember[]) => offer(gzipSync(tarBytes([info, ...members]), { level: 1 }));
  // Packed to a hundredth, so that it passes for honest until it is too much.
  const bombBySize = () => {
    const block = Buffer.concat([randomBytes(2 ** 20), Buffer.alloc(99 * 2 ** 20)]);
    return Array.from({ length: 6 }, (_, i) => member(`b${i}`, block));
  };
  const rows: { what: string; spoil: () => void; code: string }[] = [
    {
      what: 'wrong SHA-1',
      spoil: () => writeIndex((entry) => ({ ...entry, sha1sum: '0'.repeat(40) })),
      code: 'plugins.archive-mismatch',
    },
    { what: 'wrong size', spoil: () => writeIndex((entry) => ({ ...entry, dsize: 17 })), code: 'plugins.archive-mismatch' },
    {
      what: 'truncated bzip2',
      spoil: () => offer(packTar(tarBytes([info, member('a', 'y'.repeat(90_000))])).bytes.subarray(0, -40)),
      code: 'archive.truncated',
    },
    {
      what: 'truncated tar',
      spoil: () => offer(tarBytes([info, member('a', 'y'.repeat(9000))]).subarray(0, 4000)),
      code: 'archive.truncated',
    },
    { what: 'not an archive', spoil: () => offer(Buffer.from('<html>404</html>'.repeat(100))), code: 'archive.unreadable' },
    { what: 'member ../x', spoil: () => tar(member('../../x')), code: 'archive.unsafe-member' },
    { what: 'absolute member', spoil: () => tar({ path: '/tmp/x', content: 'x' }), code: 'archive.unsafe-member' },
    {
      what: 'a link',
      spoil: () => tar({ path: `${PLUGIN}/l`, type: 'SymbolicLink', linkpath: '/etc/passwd' }),
      code: 'archive.unsafe-member',
    },
    {
      what: 'a hard link',
      spoil: () => tar({ path: `${PLUGIN}/l`, type: 'Link', linkpath: `${PLUGIN}/plugin-info` }),
      code: 'archive.unsafe-member',
    },
    { what: 'a device', spoil: () => tar({ path: `${PLUGIN}/d`, type: 'CharacterDevice' }), code: 'archive.unsafe-member' },
    { what: 'a FIFO', spoil: () => tar({ path: `${PLUGIN}/f`, type: 'FIFO' }), code: 'archive.unsafe-member' },
    { what: 'two names that differ in case', spoil: () => tar(member('A'), member('a')), code: 'archive.unsafe-member' },
    { what: 'a name Windows refuses', spoil: () => tar(member('aux.txt')), code: 'archive.unsafe-member' },
    {
      what: 'a bomb by count',
      spoil: () =>
        gzip(
          ...Array.from({ length: PLUGIN_LIMITS.members }, (_, i) => ({ path: `${PLUGIN}/${i}`, type: 'Directory' as const })),
        ),
      code: 'archive.too-large',
    },
    { what: 'a bomb by ratio', spoil: () => gzip(member('a', Buffer.alloc(70 * 2 ** 20))), code: 'archive.too-large' },
    { what: 'a bomb by size', spoil: () => gzip(...bombBySize()), code: 'archive.too-large' },
    { what: 'two folders at the top', spoil: () => tar({ path: 'other/x', content: 'x' }), code: 'plugins.archive-invalid' },
    {
      what: 'another plugin',
      spoil: () => offer(tarBytes([{ path: 'other/plugin-info', content: '{}' }])),
      code: 'plugins.archive-invalid',
    },
    { what: 'no plugin-info', spoil: () => offer(tarBytes([member('readme')])), code: 'plugins.info-invalid' },
    {
      what: 'a plugin-info that is not JSON',
      spoil: () => offer(tarBytes([member('plugin-info', 'version: 1')])),
      code: 'plugins.info-invalid',
    },
    {
      what: 'missing archive',
      spoil: () => writeIndex((entry) => ({ ...entry, filename: 'gone.tar.bz2' })),
      code: 'source.status',
    },
  ];
  it.each(rows)('$what: $code', async ({ spoil, code }) => {
    spoil();
    await engine.client.plugins.update(undefined);
    const before = await state();
    const operation = await engine.finished(engine.client.plugins.install({ ids: [PLUGIN] }));
    expect(operation.items.map((item) => item.failure?.code)).toEqual([code]);
    expect(await state()).toEqual(before);
  });

  it.each([
    ['unknown plugin', 'no-such-plugin', 'plugins.unknown'],
    ['a name that is a path', '../../etc', 'contract.invalid-input'],
  ])('%s', async (_what, id, code) => {
    await engine.client.plugins.update(undefined);
    const outcome = await engine.client.plugins
      .install({ ids: [id] })
      .then(async (started) => (await engine.finished(Promise.resolve(started))).items[0]?.failure?.code)
      .catch((error: unknown) => (error instanceof ProvdeskError ? error.code : String(error)));
    expect(outcome).toBe(code);
  });
});

describe('a firmware file that is not right is refused, with nothing published', () => {
  const spoilPackages = async (change: (pkgsDb: string) => string) => {
    const source = path.join(temporaryFolder('plugin'), PLUGIN);
    mkdirSync(path.join(source, 'pkgs'), { recursive: true });
    writeFileSync(path.join(source, 'plugin-info'), readFileSync(path.join(DEMO_PLUGIN, 'plugin-info')));
    writeFileSync(path.join(source, 'pkgs/pkgs.db'), change(readFileSync(path.join(DEMO_PLUGIN, 'pkgs/pkgs.db'), 'utf8')));
    await buildPluginServer({ sources: [source], root, url: server.url, keepGated: true });
  };
  const overwrite = (bytes: Buffer) => writeFileSync(path.join(root, FIRMWARE), bytes);
  const original = () => readFileSync(path.join(root, FIRMWARE));
  const rows: { what: string; spoil: () => void | Promise<void>; code: string; facts?: object }[] = [
    { what: 'wrong SHA-1', spoil: () => overwrite(Buffer.alloc(original().length)), code: 'packages.digest-mismatch' },
    { what: 'wrong size', spoil: () => overwrite(Buffer.concat([original(), Buffer.from('x')])), code: 'packages.size-mismatch' },
    {
      what: 'a login page in its place',
      spoil: () => overwrite(Buffer.from('<html>login</html>')),
      code: 'packages.size-mismatch',
    },
    { what: 'missing file', spoil: () => rmSync(path.join(root, FIRMWARE)), code: 'source.status', facts: { status: 404 } },
    {
      what: 'server down in mid-download',
      spoil: () => void server.faults.set(FIRMWARE, { kind: 'cut', after: 1000 }),
      code: 'source.cut-off',
    },
    {
      what: 'licence-gated',
      spoil: () => spoilPackages((db) => db.replace('url: http://localhost/W70B.rom', 'url:')),
      code: 'packages.file-missing',
    },
    {
      what: 'a destination that climbs out',
      spoil: () => spoilPackages((db) => db.replace('$FILE1 firmware/', '$FILE1 ../../')),
      code: 'packages.step-failed',
    },
    {
      what: 'a pattern that matches nothing',
      spoil: () => spoilPackages((db) => db.replace('cp $FILE1 firmware/', 'cp nothing*.rom firmware/')),
      code: 'packages.step-failed',
      facts: { file: 'nothing*.rom', step: 'a-b: cp nothing*.rom firmware/' },
    },
    {
      what: 'an unknown operation',
      spoil: () => spoilPackages((db) => db.replace('cp $FILE1 firmware/', 'bin $FILE1')),
      code: 'packages.invalid',
    },
  ];
  it.each(rows)('$what: $code', async ({ spoil, code, facts }) => {
    await spoil();
    await engine.client.plugins.update(undefined);
    await engine.finished(engine.client.plugins.install({ ids: [PLUGIN] }));
    const before = await state();
    const operation = await engine.finished(engine.client.packages.install({ plugin: PLUGIN, packages: ['W70B-fw'] }));
    expect(operation.items[0]?.failure?.code).toBe(code);
    if (facts) expect(operation.items[0]?.failure?.facts).toMatchObject(facts);
    const after = await state();
    expect({ ...after, files: publishedOnly(after.files) }).toEqual({
      ...before,
      files: publishedOnly(before.files),
    });
  });

  it('an unknown package is refused before anything begins', async () => {
    await engine.client.plugins.update(undefined);
    await engine.finished(engine.client.plugins.install({ ids: [PLUGIN] }));
    const refused = await failureOf(engine.client.packages.install({ plugin: PLUGIN, packages: ['nope'] }));
    expect(refused).toEqual({ code: 'packages.unknown', facts: { plugin: PLUGIN, package: 'nope' } });
  });

  it('packages of a plugin that is not installed are refused', async () => {
    expect((await failureOf(engine.client.packages.list({ plugin: PLUGIN }))).code).toBe('plugins.not-installed');
  });
});
