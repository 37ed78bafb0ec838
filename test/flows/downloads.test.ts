import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { oneFilePlugin } from '../builders/one-file-plugin.ts';
import { sha1Of, sha256Of, syntheticFirmware } from '../builders/synthetic-firmware.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine } from '../builders/test-engine.ts';
import { type DownloadServer, type Step, startDownloadServer } from '../fakes/download-server.ts';

const FIRMWARE = syntheticFirmware('fw.rom', 300_000);
const PLUGIN = 'test-plugin';
const serve: Step = { kind: 'serve' };

let engine: TestEngine;
let server: DownloadServer;

beforeEach(async () => {
  server = await startDownloadServer(FIRMWARE);
  engine = await startTestEngine({ network: { backOffMs: 5, stallMs: 300 } });
  await engine.finished(
    engine.client.plugins.install({
      ids: [],
      from: oneFilePlugin(PLUGIN, ['one', 'two'], { url: server.url, content: FIRMWARE }),
    }),
  );
});
afterEach(async () => {
  await engine.stop();
  await server.stop();
});
afterAll(removeTemporaryFolders);

const install = () => engine.finished(engine.client.packages.install({ plugin: PLUGIN, packages: ['one'] }));

describe('what passes is overcome, with the right bytes in the end', () => {
  const rows: { what: string; steps: Step[]; requests: number; resumes: boolean }[] = [
    { what: 'a clean server', steps: [serve], requests: 1, resumes: false },
    { what: 'a connection that is cut', steps: [{ kind: 'cut', after: 100_000 }, serve], requests: 2, resumes: true },
    {
      what: 'a connection that is cut three times',
      steps: [{ kind: 'cut', after: 90_000 }, { kind: 'cut', after: 90_000 }, { kind: 'cut', after: 90_000 }, serve],
      requests: 4,
      resumes: true,
    },
    { what: 'a server that falls silent', steps: [{ kind: 'stall', after: 50_000 }, serve], requests: 2, resumes: true },
    {
      what: 'a server that is busy',
      steps: [{ kind: 'status', status: 503 }, { kind: 'status', status: 429 }, serve],
      requests: 3,
      resumes: false,
    },
    {
      what: 'a Range that is answered with the whole',
      steps: [{ kind: 'cut', after: 100_000 }, { kind: 'ignore-range' }],
      requests: 2,
      resumes: true,
    },
    {
      what: 'a Range that is answered with another part',
      steps: [{ kind: 'cut', after: 100_000 }, { kind: 'wrong-part' }, serve],
      requests: 3,
      resumes: true,
    },
    {
      what: 'a Range that is refused',
      steps: [{ kind: 'cut', after: 100_000 }, { kind: 'status', status: 416 }, serve],
      requests: 3,
      resumes: true,
    },
  ];
  it.each(rows)('$what', async ({ steps, requests, resumes }) => {
    server.steps = steps;
    const operation = await install();
    expect(operation.items.map((item) => item.failure?.message ?? item.state)).toEqual(['success']);
    expect(server.asked).toHaveLength(requests);
    expect(server.asked.some(({ range, ifRange }) => range !== undefined && ifRange !== undefined)).toBe(resumes);
    const { http } = await engine.serve();
    const served = Buffer.from(await (await fetch(`${http}/one/fw.rom`)).arrayBuffer());
    expect(sha256Of(served)).toBe(sha256Of(FIRMWARE));
    expect(readdirSync(path.join(engine.dataDir, 'partial'))).toEqual([]);
  });

  it('content that changed between two parts is fetched whole', async () => {
    const other = Buffer.concat([Buffer.from('old!'), FIRMWARE.subarray(4)]);
    server.content = other;
    server.steps = [
      { kind: 'cut', after: 100_000 },
      { kind: 'status', status: 404 },
    ];
    expect((await install()).items[0]?.failure?.code).toBe('source.status');
    server.content = FIRMWARE;
    server.steps = [serve];
    expect((await install()).state).toBe('success');
  });

  it('a download goes on where it was when the app was closed', async () => {
    server.steps = [{ kind: 'stall', after: 200_000 }];
    const { operation } = await engine.client.packages.install({ plugin: PLUGIN, packages: ['one'] });
    await expect.poll(async () => (await engine.client.operations.get({ id: operation })).items[0]?.files[0]?.done).toBe(200_000);
    await engine.stop();
    server.steps = [serve];
    server.asked.length = 0;
    engine = await startTestEngine({ dataDir: engine.dataDir });
    expect(await install()).toMatchObject({ state: 'success', bytes: 100_000 });
    expect(server.asked).toMatchObject([{ range: 'bytes=200000-' }]);
  });

  it('two packages that want the same file at the same time share one download', async () => {
    const operation = await engine.finished(engine.client.packages.installAll({ plugin: PLUGIN }));
    expect(operation).toMatchObject({ state: 'success', bytes: FIRMWARE.length });
    expect(server.asked).toHaveLength(1);
  });
});

it('a file is found again by each kind of digest by which it was checked', async () => {
  expect(await install()).toMatchObject({ state: 'success', bytes: FIRMWARE.length });
  const digest = createHash('md5').update(FIRMWARE).digest('hex');
  const from = oneFilePlugin('by-md5', ['three', 'four'], { url: server.url, content: FIRMWARE, digest });
  await engine.finished(engine.client.plugins.install({ ids: [], from }));
  const three = engine.client.packages.install({ plugin: 'by-md5', packages: ['three'] });
  expect(await engine.finished(three)).toMatchObject({ state: 'success', bytes: FIRMWARE.length });
  for (const each of [
    { plugin: 'by-md5', packages: ['four'] },
    { plugin: PLUGIN, packages: ['two'] },
  ])
    expect(await engine.finished(engine.client.packages.install(each))).toMatchObject({ state: 'success', bytes: 0 });
  expect(server.asked).toHaveLength(2);
});

describe('what does not pass is one coded failure, and never a bad file', () => {
  const rows: { what: string; steps: Step[]; code: string; requests: number }[] = [
    { what: 'gone', steps: [{ kind: 'status', status: 404 }], code: 'source.status', requests: 1 },
    { what: 'always busy', steps: [{ kind: 'status', status: 503 }], code: 'source.status', requests: 4 },
    { what: 'always cut at the start', steps: [{ kind: 'cut', after: 10 }], code: 'source.cut-off', requests: 4 },
    { what: 'always silent', steps: [{ kind: 'stall', after: 0 }], code: 'source.stalled', requests: 4 },
    {
      what: 'a longer file is declared',
      steps: [{ kind: 'declare', length: FIRMWARE.length + 7 }],
      code: 'packages.size-mismatch',
      requests: 1,
    },
    { what: 'a login page with status 200', steps: [{ kind: 'html' }], code: 'packages.size-mismatch', requests: 1 },
    { what: 'a redirect in a circle', steps: [{ kind: 'redirect-loop' }], code: 'source.redirected-too-often', requests: 11 },
  ];
  it.each(rows)('$what: $code', async ({ steps, code, requests }) => {
    server.steps = steps;
    const operation = await install();
    expect(operation.items.map((item) => item.failure?.code)).toEqual([code]);
    expect(server.asked.length).toBe(requests);
    expect((await engine.client.packages.list({ plugin: PLUGIN })).every((each) => each.installedVersion === undefined)).toBe(
      true,
    );
  });

  it('other bytes of the right length', async () => {
    server.content = Buffer.alloc(FIRMWARE.length, 1);
    expect((await install()).items[0]?.failure).toMatchObject({
      code: 'packages.digest-mismatch',
      facts: { expected: sha1Of(FIRMWARE) },
    });
    expect(readdirSync(path.join(engine.dataDir, 'partial'))).toEqual([]);
  });
});

it('a cancel ends a download at once, and what came is kept for the next time', async () => {
  server.steps = [{ kind: 'stall', after: 150_000 }];
  const { operation } = await engine.client.packages.install({ plugin: PLUGIN, packages: ['one'] });
  await expect.poll(async () => (await engine.client.operations.get({ id: operation })).items[0]?.files[0]?.done).toBe(150_000);
  await engine.client.operations.cancel({ id: operation });
  expect(await engine.finished(Promise.resolve({ operation }))).toMatchObject({
    state: 'cancelled',
    items: [{ state: 'cancelled' }],
  });
  server.steps = [serve];
  expect(await install()).toMatchObject({ state: 'success', bytes: 150_000 });
});
