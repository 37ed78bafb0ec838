import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Backend } from '../engine/backend.ts';
import type { EngineHost } from '../engine/host.ts';
import { openKeySecrets } from '../engine/secrets.ts';
import { serveHeadless } from './serve.ts';

const noLog = { debug() {}, info() {}, warn() {}, error() {} };
let rendererDir: string;

beforeEach(async () => {
  rendererDir = await mkdtemp(join(tmpdir(), 'provdesk-serve-'));
  await writeFile(join(rendererDir, 'index.html'), '<p>window</p>');
});
afterEach(() => rm(rendererDir, { recursive: true }));

function aHost(): Omit<EngineHost, 'kind' | 'windowLink'> {
  return {
    version: '0.0.0',
    dataDir: '/data',
    workers: {
      dataPlane: new URL('file:///worker.js'),
      sevenZip: new URL('file:///worker.js'),
      rowWriter: new URL('file:///worker.js'),
      digest: new URL('file:///worker.js'),
      testFetch: new URL('file:///worker.js'),
    },
    resumeServing: true,
    secrets: openKeySecrets('/data', undefined),
    log: noLog,
    now: Date.now,
  };
}

/** An engine that remembers its host and whether it was closed. */
function anEngine(owned: boolean) {
  const seen: { host?: EngineHost; closed: number } = { closed: 0 };
  const openBackend = async (host: EngineHost): Promise<Backend> => {
    seen.host = host;
    return {
      owned,
      request: async () => ({ ok: true, value: { pid: 4711, dataDir: '/data' } }),
      subscribe: () => () => {},
      close: async () => {
        seen.closed += 1;
      },
    };
  };
  return { seen, openBackend };
}

it('gives the engine links that open the window, and closes both', async () => {
  const { seen, openBackend } = anEngine(true);
  const served = await serveHeadless({ host: aHost(), openBackend, window: { rendererDir, port: 0 } });
  for (const link of [served.link, seen.host?.windowLink?.()]) {
    expect((await fetch(link ?? '', { redirect: 'manual' })).status).toBe(303);
  }
  expect(seen.host?.kind).toBe('headless');
  await served.stop();
  expect(seen.closed).toBe(1);
  await expect(fetch(served.link ?? '')).rejects.toThrow();
});

it('has no link without a window', async () => {
  const { seen, openBackend } = anEngine(true);
  const served = await serveHeadless({ host: aHost(), openBackend });
  expect(served.link).toBeUndefined();
  expect(() => seen.host?.windowLink?.()).toThrow(expect.objectContaining({ code: 'ui.not-available' }));
  await served.stop();
});

it('refuses a data folder that another process uses, and names that process', async () => {
  const { seen, openBackend } = anEngine(false);
  await expect(serveHeadless({ host: aHost(), openBackend, window: { rendererDir, port: 0 } })).rejects.toMatchObject({
    code: 'engine.data-folder-in-use',
    facts: { pid: 4711, dataDir: '/data' },
  });
  expect(seen.closed).toBe(1);
});

it('closes the engine where the window cannot be served', async () => {
  const { seen, openBackend } = anEngine(true);
  const nowhere = { rendererDir: join(rendererDir, 'none'), port: 0 };
  await expect(serveHeadless({ host: aHost(), openBackend, window: nowhere })).rejects.toMatchObject({
    code: 'store.unreadable',
  });
  expect(seen.closed).toBe(1);
});
