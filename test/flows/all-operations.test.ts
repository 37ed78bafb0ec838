import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { ALL_OPERATIONS, expectedTrees, writeAllOperationsServer } from '../builders/all-operations.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';
import { type StaticServer, startStaticServer } from '../fakes/static-server.ts';

let engine: TestEngine;
let server: StaticServer;
let http: string;

beforeEach(async () => {
  const root = temporaryFolder('server');
  server = await startStaticServer(root);
  await writeAllOperationsServer(root, server.url);
  engine = await startTestEngine();
  ({ http } = await engine.serve());
  await engine.client.plugins.setServer({ url: server.url });
  await engine.client.plugins.update(undefined);
  await engine.finished(engine.client.plugins.install({ ids: [ALL_OPERATIONS] }));
});
afterEach(async () => {
  await engine.stop();
  await server.stop();
});
afterAll(removeTemporaryFolders);

/** All that is served, as the store has it; each file as a phone gets it. */
async function servedTree(): Promise<Record<string, string>> {
  const database = new Database(path.join(engine.dataDir, 'provdesk.db'), { readonly: true });
  const paths = database.prepare<[], string>('SELECT DISTINCT path FROM served_file ORDER BY path').pluck().all();
  database.close();
  const tree: Record<string, string> = {};
  for (const name of paths) {
    const response = await fetch(`${http}/${name.split('/').map(encodeURIComponent).join('/')}`);
    tree[name] = response.ok ? await response.text() : String(response.status);
  }
  return tree;
}

it('all nine operations, chained and branching, give exactly the tree that the procedure describes', async () => {
  const { plugin, whole, other } = expectedTrees();
  expect(await servedTree()).toEqual(plugin);
  const operation = await engine.finished(engine.client.packages.install({ plugin: ALL_OPERATIONS, packages: ['whole'] }));
  expect(operation.items.map((item) => item.failure)).toEqual([undefined]);
  expect(await servedTree()).toEqual({ ...plugin, ...whole });

  await engine.finished(engine.client.packages.install({ plugin: ALL_OPERATIONS, packages: ['other'] }));
  expect(await servedTree()).toEqual({ ...plugin, ...whole, ...other });

  // What the other package serves as well stays until that one goes too.
  await engine.client.packages.uninstall({ plugin: ALL_OPERATIONS, packages: ['whole'] });
  expect(await servedTree()).toEqual({ ...plugin, ...other });
  await engine.client.packages.uninstall({ plugin: ALL_OPERATIONS, packages: ['other'] });
  expect(await servedTree()).toEqual(plugin);
  await engine.client.plugins.uninstall({ id: ALL_OPERATIONS, clean: true });
  expect(await servedTree()).toEqual({});
  expect(await engine.client.files.usage(undefined)).toMatchObject({ content: 0, unused: 0, partial: 0 });
});
