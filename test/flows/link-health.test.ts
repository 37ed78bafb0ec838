import path from 'node:path';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { DEMO_ID, startDemoServer } from '../builders/demo-server.ts';
import { runCliJson } from '../builders/run-cli.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';
import { type StaticServer, startStaticServer } from '../fakes/static-server.ts';

const PLUGIN = DEMO_ID;
const FIRMWARE = `firmware/${PLUGIN}`;

let engine: TestEngine;
let server: StaticServer;
let root: string;

beforeEach(async () => {
  ({ server, root } = await startDemoServer());
  engine = await startTestEngine();
  await engine.client.plugins.setServer({ url: server.url });
  await engine.client.plugins.update(undefined);
  await engine.finished(engine.client.plugins.install({ ids: [PLUGIN] }));
});
afterEach(async () => {
  await engine.stop();
  await server.stop();
});
afterAll(removeTemporaryFolders);

const states = async () =>
  Object.fromEntries(
    (await engine.client.links.list({ plugin: PLUGIN })).map((link) => [link.file, link.failure?.code ?? link.state]),
  );

it('tells alive and dead links apart, without a download, and remembers it', async () => {
  expect(Object.values(await states())).toEqual(['unchecked', 'unchecked', 'unchecked', 'unchecked']);
  rmSync(path.join(root, FIRMWARE, 'W70B-146.99.0.3.rom'));
  writeFileSync(path.join(root, FIRMWARE, 'T54W(T54)-96.99.0.12.rom'), 'a page that took its place');
  server.faults.set(`${FIRMWARE}/T5 language pack.zip`, { kind: 'status', status: 503 });
  const operation = await engine.finished(engine.client.links.check({ plugin: PLUGIN }));
  expect(operation).toMatchObject({ kind: 'links.check', state: 'partial', bytes: 0 });
  const expected = {
    'W70B-146.99.0.3.rom': 'source.status',
    'T54W(T54)-96.99.0.12.rom': 'packages.size-mismatch',
    'T5 language pack.zip': 'source.status',
    'T46U(T43U)-108.99.0.10.rom': 'alive',
  };
  expect(await states()).toEqual(expected);
  expect((await engine.client.links.list({ plugin: PLUGIN })).at(-1)?.state).toBe('alive');
  await engine.stop();
  engine = await startTestEngine({ dataDir: engine.dataDir });
  expect(await states()).toEqual(expected);
});

it('asks with GET where a server takes no HEAD, and hangs up after the head', async () => {
  server.refuseHead = true;
  expect((await engine.finished(engine.client.links.check({}))).state).toBe('success');
  await expect.poll(() => server.openAnswers()).toBe(0);
});

it('a server that is down is dead for now, and alive when it is asked again', async () => {
  const { port } = new URL(server.url);
  await server.stop();
  expect((await engine.finished(engine.client.links.check({}))).state).toBe('failed');
  expect(new Set(Object.values(await states()))).toEqual(new Set(['source.unreachable']));
  server = await startStaticServer(root, Number(port));
  expect((await engine.finished(engine.client.links.check({}))).state).toBe('success');
  expect(new Set(Object.values(await states()))).toEqual(new Set(['alive']));
});

it('the command line lists the dead ones, and exports them', async () => {
  await engine.stop();
  rmSync(path.join(root, FIRMWARE, 'W70B-146.99.0.3.rom'));
  const checked = await runCliJson(engine.dataDir, 'links', 'check', PLUGIN);
  expect(checked).toMatchObject({ status: 3, document: { dead: 1, unreadable: [] } });
  const csvPath = path.join(temporaryFolder('csv'), 'links.csv');
  expect(await runCliJson(engine.dataDir, 'links', 'list', '--csv', csvPath)).toMatchObject({ status: 0, document: { dead: 1 } });
  const [header, first, ...others] = readFileSync(csvPath, 'utf8').split('\r\n');
  expect(header).toBe('"plugin","package","file","url","installed","state","code","reason","checked"');
  expect(first).toMatch(/^"provdesk-demo-yealink","W70B-fw","W70B-146\.99\.0\.3\.rom","http:.*","yes","dead","source\.status"/);
  expect(others).toHaveLength(4);
  expect(await runCliJson(engine.dataDir, 'links', 'list', '--csv', '/proc/nope/links.csv')).toMatchObject({
    status: 1,
    document: { failure: { code: 'store.unreadable' } },
  });
  engine = await startTestEngine();
});
