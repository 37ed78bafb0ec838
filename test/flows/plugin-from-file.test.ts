import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TarMember, tarBytes } from '../builders/archives.ts';
import { failureOf } from '../builders/coded-failure.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';

const PLUGIN = 'acme-1';
const INFO = JSON.stringify({ version: '1.2', description: 'd', capabilities: {} });
const MEMBERS: TarMember[] = [
  { path: `${PLUGIN}/plugin-info`, content: INFO },
  { path: `${PLUGIN}/templates/a.tpl`, content: 'a' },
  { path: `${PLUGIN}/templates/empty/`, type: 'Directory' },
];

let engine: TestEngine;

beforeEach(async () => {
  engine = await startTestEngine();
});
afterEach(() => engine.stop());
afterAll(removeTemporaryFolders);

function write(name: string, bytes: Uint8Array): string {
  const filePath = path.join(temporaryFolder('given'), name);
  writeFileSync(filePath, bytes);
  return filePath;
}

const installFrom = (from: string, ids: string[] = []) => engine.finished(engine.client.plugins.install({ ids, from }));

describe('a plugin from a file', () => {
  it('goes by the file’s name until it was read, and by its own from then on, in the record and in the journal too', async () => {
    const from = write('acme.tar', tarBytes(MEMBERS));
    const { operation } = await engine.client.plugins.install({ ids: [], from });
    const begun = await engine.client.operations.get({ id: operation });
    expect([begun.plugin, begun.items[0]?.id]).toEqual([undefined, 'acme.tar']);
    const ended = await engine.finished(Promise.resolve({ operation }));
    expect(ended).toMatchObject({ state: 'success', plugin: PLUGIN, items: [{ id: PLUGIN }], scope: { from } });
    const entries = await engine.client.journal.list({ limit: 10 });
    expect(entries).toContainEqual(expect.objectContaining({ kind: 'operation.ended', operation, plugin: PLUGIN }));
    await engine.stop();
    engine = await startTestEngine({ dataDir: engine.dataDir });
    expect(await engine.client.operations.get({ id: operation })).toMatchObject({ plugin: PLUGIN, items: [{ id: PLUGIN }] });
  });

  it('keeps the file’s name where it is none, and the way on is the same file once it is right', async () => {
    const from = write('acme.tar', Buffer.from('not an archive'));
    const failed = await installFrom(from);
    expect([failed.state, failed.plugin, failed.items[0]?.id]).toEqual(['failed', undefined, 'acme.tar']);
    writeFileSync(from, tarBytes(MEMBERS));
    const retried = await engine.finished(engine.client.operations.retryFailed({ id: failed.id }));
    expect(retried).toMatchObject({ state: 'success', plugin: PLUGIN, items: [{ id: PLUGIN }] });
  });

  it('that is none of the named is refused by name', async () => {
    const other = await installFrom(write('acme.tar', tarBytes(MEMBERS)), ['other']);
    expect(other).toMatchObject({ plugin: 'other', items: [{ id: 'other', failure: { code: 'plugins.archive-invalid' } }] });
    expect((await failureOf(engine.client.plugins.reload({ id: PLUGIN }))).code).toBe('plugins.not-installed');
  });
});

describe('what is installed already', () => {
  const state = async (from: string) => {
    const { items } = await installFrom(from);
    return items.map((item) => [item.id, item.failure?.code ?? item.state]);
  };
  const generation = () =>
    path.join(engine.dataDir, 'plugins', PLUGIN, readdirSync(path.join(engine.dataDir, 'plugins', PLUGIN))[0] ?? '');

  beforeEach(async () => {
    expect(await state(write('acme.tar', tarBytes(MEMBERS)))).toEqual([[PLUGIN, 'success']]);
  });

  it.each<[string, Buffer]>([
    ['the same archive', tarBytes(MEMBERS)],
    ['packed in another way', zstdCompressSync(tarBytes(MEMBERS))],
    ['in another order', tarBytes([...MEMBERS].reverse())],
  ])('is told, and changes nothing: %s', async (_what, bytes) => {
    const before = generation();
    expect(await state(write('again', bytes))).toEqual([[PLUGIN, 'plugins.already-installed']]);
    expect(generation()).toBe(before);
    expect(readdirSync(path.join(engine.dataDir, 'tmp'))).toEqual([]);
  });

  it.each<[string, TarMember[]]>([
    ['another byte', [...MEMBERS.slice(0, 1), { path: `${PLUGIN}/templates/a.tpl`, content: 'b' }, ...MEMBERS.slice(2)]],
    ['a file more', [...MEMBERS, { path: `${PLUGIN}/b`, content: '' }]],
    ['a folder less', MEMBERS.slice(0, 2)],
  ])('is installed where it differs: %s', async (_what, members) => {
    expect(await state(write('other', tarBytes(members)))).toEqual([[PLUGIN, 'success']]);
  });

  it('is put right where a file of it was edited or is gone', async () => {
    const packed = write('again', zstdCompressSync(tarBytes(MEMBERS)));
    writeFileSync(path.join(generation(), 'templates/a.tpl'), 'x');
    expect(await state(packed)).toEqual([[PLUGIN, 'success']]);
    renameSync(path.join(generation(), 'templates'), path.join(temporaryFolder('away'), 't'));
    const plain = write('plain', tarBytes(MEMBERS));
    expect(await state(plain)).toEqual([[PLUGIN, 'success']]);
  });
});
