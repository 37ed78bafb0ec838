import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { oneFilePlugin } from '../builders/one-file-plugin.ts';
import { sha256Of, syntheticFirmware } from '../builders/synthetic-firmware.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine } from '../builders/test-engine.ts';
import { type FtpServer, type FtpStep, startFtpServer } from '../fakes/ftp-server.ts';

const FIRMWARE = syntheticFirmware('fw.rom', 300_000);
const PLUGIN = 'from-ftp';
const serve: FtpStep = { kind: 'serve' };

let engine: TestEngine;
let server: FtpServer;

beforeEach(async () => {
  server = await startFtpServer(FIRMWARE);
  engine = await startTestEngine({ network: { backOffMs: 5, stallMs: 400 } });
  await define(server.url);
});
afterEach(async () => {
  await engine.stop();
  await server.stop();
});
afterAll(removeTemporaryFolders);

async function define(url: string): Promise<void> {
  const from = oneFilePlugin(PLUGIN, ['one'], { url, content: FIRMWARE });
  await engine.finished(engine.client.plugins.install({ ids: [], from }));
}

const install = () => engine.finished(engine.client.packages.install({ plugin: PLUGIN, packages: ['one'] }));
const asked = (command: string) => server.asked.filter((line) => line.startsWith(command));

describe('a file is fetched, passive and binary', () => {
  const rows: { what: string; steps?: FtpStep[]; lacks?: string[]; rest: string[] }[] = [
    { what: 'in one go', rest: [] },
    { what: 'from a server without EPSV', lacks: ['EPSV'], rest: [] },
    { what: 'from a server that tells neither size nor date', lacks: ['SIZE', 'MDTM'], rest: [] },
    { what: 'and gone on with after a cut', steps: [{ kind: 'cut', after: 100_000 }, serve], rest: ['REST 100000'] },
    { what: 'and gone on with after a silence', steps: [{ kind: 'stall', after: 100_000 }, serve], rest: ['REST 100000'] },
    { what: 'and gone on with after a false end', steps: [{ kind: 'short', after: 100_000 }, serve], rest: ['REST 100000'] },
    {
      what: 'whole, once cut, where no date names the content',
      steps: [{ kind: 'cut', after: 100_000 }, serve],
      lacks: ['MDTM'],
      rest: [],
    },
    { what: 'after a server that was busy', steps: [{ kind: 'reply', text: '425 not now' }, serve], rest: [] },
  ];
  it.each(rows)('$what', async ({ steps = [serve], lacks = [], rest }) => {
    server.steps = steps;
    for (const command of lacks) server.lacks.add(command);
    const operation = await install();
    expect(operation.items.map((item) => item.failure?.message ?? item.state)).toEqual(['success']);
    expect(asked('TYPE')).toContain('TYPE I');
    expect(asked('REST').filter((line) => line !== 'REST 0')).toEqual(rest);
    const { http } = await engine.serve();
    expect(sha256Of(Buffer.from(await (await fetch(`${http}/one/fw.rom`)).arrayBuffer()))).toBe(sha256Of(FIRMWARE));
    expect(readdirSync(path.join(engine.dataDir, 'partial'))).toEqual([]);
  });

  it('whole, where the content changed between two parts', async () => {
    server.content = Buffer.concat([Buffer.from('old!'), FIRMWARE.subarray(4)]);
    server.steps = [
      { kind: 'cut', after: 100_000 },
      { kind: 'reply', text: '550 gone' },
    ];
    expect((await install()).items[0]?.failure?.code).toBe('source.status');
    server.content = FIRMWARE;
    server.steps = [serve];
    expect((await install()).state).toBe('success');
    expect(asked('REST').filter((line) => line !== 'REST 0')).toEqual(['REST 100000']);
  });

  it('anonymously, or as who the sign-in says', async () => {
    expect((await install()).state).toBe('success');
    expect(asked('USER')).toEqual(['USER anonymous']);
  });

  it('with a sign-in, which is told to have gone in clear', async () => {
    server.credentials = 'tech:hush';
    expect((await install()).items[0]?.failure).toMatchObject({ code: 'source.sign-in-needed', facts: { host: server.host } });
    await engine.client.network.setCredential({ host: server.host, user: 'tech', password: 'wrong' });
    expect((await install()).items[0]?.failure).toMatchObject({ code: 'source.sign-in-refused', facts: { host: server.host } });
    await engine.client.network.setCredential({ host: server.host, user: 'tech', password: 'hush' });
    expect((await install()).state).toBe('success');
    const kinds = (await engine.client.journal.list({ limit: 50 })).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'network.password-in-clear')).toHaveLength(1);
  });
});

describe('what does not pass is one coded failure, and never a bad file', () => {
  const rows: { what: string; steps: FtpStep[]; code: string; tries: number }[] = [
    { what: 'gone', steps: [{ kind: 'reply', text: '550 no such file' }], code: 'source.status', tries: 1 },
    { what: 'always busy', steps: [{ kind: 'reply', text: '450 in use' }], code: 'source.status', tries: 4 },
    { what: 'always cut', steps: [{ kind: 'cut', after: 0 }], code: 'source.cut-off', tries: 4 },
    { what: 'always ended too early', steps: [{ kind: 'short', after: 0 }], code: 'source.cut-off', tries: 4 },
    { what: 'always silent', steps: [{ kind: 'stall', after: 0 }], code: 'source.stalled', tries: 4 },
  ];
  it.each(rows)('$what: $code', async ({ steps, code, tries }) => {
    server.steps = steps;
    expect((await install()).items[0]?.failure).toMatchObject({ code, facts: { url: server.url } });
    expect(asked('RETR')).toHaveLength(tries);
    expect((await engine.client.packages.list({ plugin: PLUGIN }))[0]?.installedVersion).toBeUndefined();
  });

  it('a server that takes the connection and says nothing', async () => {
    server.steps = [{ kind: 'mute' }];
    expect((await install()).items[0]?.failure).toMatchObject({ code: 'source.stalled', facts: { url: server.url } });
  });

  it('another size than declared, before a byte is fetched', async () => {
    server.content = FIRMWARE.subarray(1);
    expect((await install()).items[0]?.failure?.code).toBe('packages.size-mismatch');
    expect(asked('RETR')).toEqual([]);
  });

  it('other bytes of the right length', async () => {
    server.content = Buffer.alloc(FIRMWARE.length, 1);
    expect((await install()).items[0]?.failure?.code).toBe('packages.digest-mismatch');
  });

  it('a server that sends us to another machine for the data', async () => {
    server.lacks.add('EPSV');
    server.passiveHost = '192,0,2,7';
    expect((await install()).items[0]?.failure?.code).toBe('source.unreachable');
  });

  it.each(['/', '/pub/', '/pub/fw%0d%0aDELE%20x', '/pub/%zz'])('the path %s', async (given) => {
    await define(`ftp://${server.host}${given}${given.endsWith('/') ? '?fw.rom' : ''}`);
    const code = (await install()).items[0]?.failure?.code;
    expect(code).toBe('source.url-invalid');
    expect(server.asked).toEqual([]);
  });
});

it('a cancel ends a download at once, and what came is kept for the next time', async () => {
  server.steps = [{ kind: 'stall', after: 150_000 }];
  await engine.stop();
  engine = await startTestEngine({ dataDir: engine.dataDir, network: { stallMs: 60_000 } });
  const { operation } = await engine.client.packages.install({ plugin: PLUGIN, packages: ['one'] });
  await expect.poll(async () => (await engine.client.operations.get({ id: operation })).items[0]?.files[0]?.done).toBe(150_000);
  await engine.client.operations.cancel({ id: operation });
  expect((await engine.finished(Promise.resolve({ operation }))).state).toBe('cancelled');
  server.steps = [serve];
  expect(await install()).toMatchObject({ state: 'success', bytes: 150_000 });
});

it('links are checked by size, without a download', async () => {
  const check = async () => (await engine.finished(engine.client.links.check({}))).items[0]?.failure?.code;
  expect(await check()).toBeUndefined();
  server.content = FIRMWARE.subarray(1);
  expect(await check()).toBe('packages.size-mismatch');
  server.lacks.add('SIZE');
  expect(await check()).toBe('source.status');
  expect(asked('RETR')).toEqual([]);
});
