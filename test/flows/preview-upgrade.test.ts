import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { failureOf } from '../builders/coded-failure.ts';
import { runCli, runCliJson } from '../builders/run-cli.ts';
import { publishPlugins, type SmallPlugin } from '../builders/small-plugins.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';
import { type StaticServer, startStaticServer } from '../fakes/static-server.ts';

const BEFORE: SmallPlugin = {
  id: 'p',
  version: '1',
  packages: { kept: ['kept.rom'], raised: ['old.rom'], idle: ['idle.rom'], gone: ['gone.rom'] },
};
const AFTER: SmallPlugin = {
  id: 'p',
  version: '2',
  packages: { kept: ['kept.rom'], raised: ['new.rom', 'kept.rom'], idle: ['idle2.rom'], added: ['added.rom', 'kept.rom'] },
  versions: { raised: '2', idle: '2' },
};

let engine: TestEngine;
let server: StaticServer;
let root: string;

async function publish(plugin: SmallPlugin): Promise<void> {
  publishPlugins(root, server.url, [plugin]);
  await engine.client.plugins.update(undefined);
}

beforeEach(async () => {
  root = temporaryFolder('server');
  server = await startStaticServer(root);
  engine = await startTestEngine();
  await engine.client.plugins.setServer({ url: server.url });
  await publish(BEFORE);
  await engine.finished(engine.client.plugins.install({ ids: ['p'] }));
  await engine.finished(engine.client.packages.install({ plugin: 'p', packages: ['kept', 'raised', 'gone'] }));
});
afterEach(async () => {
  await engine.stop();
  await server.stop();
});
afterAll(removeTemporaryFolders);

it('tells packages added, removed and changed, with what is to be fetched, and installs nothing', async () => {
  await publish(AFTER);
  const preview = await engine.client.plugins.previewUpgrade({ id: 'p' });
  expect(preview).toEqual({
    id: 'p',
    before: { version: '1', archiveBytes: expect.any(Number), firmwareBytes: 4000 },
    after: { version: '2', archiveBytes: expect.any(Number), firmwareBytes: 4000 },
    current: false,
    added: [{ id: 'added', version: '1', toFetch: 1000 }],
    removed: [{ id: 'gone', version: '1', installed: true }],
    changed: [
      { id: 'idle', before: '1', after: '2', sameVersion: false, toFetch: 1000, installed: false },
      { id: 'raised', before: '1', after: '2', sameVersion: false, toFetch: 1000, installed: true },
    ],
    toFetch: 1000,
  });
  expect((await engine.client.plugins.catalogue(undefined))[0]).toMatchObject({ version: '2', installedVersion: '1' });
  // The upgrade that follows finds the archive where the preview left it.
  const asked = server.asked.length;
  const operation = await engine.finished(engine.client.plugins.upgrade({ ids: ['p'] }));
  expect([operation.state, operation.bytes, server.asked.length]).toEqual(['success', 0, asked]);
});

it('tells that nothing would change where what is installed is what the server has', async () => {
  expect(await engine.client.plugins.previewUpgrade({ id: 'p' })).toMatchObject({
    current: true,
    added: [],
    removed: [],
    changed: [],
    toFetch: 0,
  });
});

it('is refused where there is nothing to compare, and where the archive is not the one announced', async () => {
  const refusal = async (id: string) => (await failureOf(engine.client.plugins.previewUpgrade({ id }))).code;
  expect(await refusal('nope')).toBe('plugins.not-installed');
  await publish(AFTER);
  const index = JSON.parse(await (await fetch(`${server.url}plugins.db`)).text()) as { p: { filename: string } };
  writeFileSync(path.join(root, index.p.filename), 'something else');
  expect(await refusal('p')).toBe('plugins.archive-mismatch');
  publishPlugins(root, server.url, [{ id: 'other', packages: {} }]);
  await engine.client.plugins.update(undefined);
  expect(await refusal('p')).toBe('plugins.unknown');
  expect((await engine.client.files.clean(undefined)).freed).toBe(0);
});

it('the command line tells the same', async () => {
  await publish(AFTER);
  await engine.stop();
  expect(await runCliJson(engine.dataDir, 'plugins', 'changes', 'p')).toMatchObject({
    status: 0,
    document: { current: false, added: [{ id: 'added', toFetch: 1000 }], toFetch: 1000 },
  });
  const { stdout } = await runCli(engine.dataDir, 'plugins', 'changes', 'p');
  expect(stdout.split('\n').slice(2)).toEqual([
    '  + added 1: 1.0 kB to fetch',
    '  - gone 1: stays installed',
    '  ~ idle 1 → 2: 1.0 kB to fetch',
    '  ~ raised 1 → 2: 1.0 kB to fetch, installed',
    '  1.0 kB to fetch to bring what is installed to its new version.',
    '',
  ]);
  expect(await runCliJson(engine.dataDir, 'plugins', 'changes', 'nope')).toMatchObject({
    status: 1,
    document: { failure: { code: 'plugins.not-installed' } },
  });
  engine = await startTestEngine({ dataDir: engine.dataDir });
});
