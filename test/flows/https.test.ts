import { readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import path from 'node:path';
import { connect } from 'node:tls';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { removeTemporaryFolders, startTestEngine, temporaryFolder, type TestEngine } from '../builders/test-engine.ts';

let engine: TestEngine;
let filesDir: string;

beforeEach(async () => {
  filesDir = temporaryFolder('files');
  writeFileSync(path.join(filesDir, 'a.cfg'), 'hello');
  writeFileSync(path.join(filesDir, 'big.rom'), Buffer.alloc(3_000_000, 'x'));
  engine = await startTestEngine({ filesDir });
});

afterEach(() => engine.stop());
afterAll(removeTemporaryFolders);

const https = (port: number) => ({ protocol: 'https' as const, address: '127.0.0.1', port });
const http = (port: number) => ({ protocol: 'http' as const, address: '127.0.0.1', port });

async function serve(...listeners: (ReturnType<typeof https> | ReturnType<typeof http>)[]) {
  const status = await engine.client.serving.start({ listeners });
  const ca = readFileSync(path.join(engine.dataDir, 'https-certificate.pem'), 'utf8');
  return { status, port: status.listeners.find(({ protocol }) => protocol === 'https')?.port ?? 0, ca };
}

function fetchOver(port: number, ca: string, name: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path: name, ca, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks)));
    });
    request.on('error', reject);
  });
}

it('serves a client that trusts its certificate, small files and large ones, beside plain HTTP', async () => {
  const { status, port, ca } = await serve(https(0), http(0));
  expect((await fetchOver(port, ca, '/a.cfg')).toString()).toBe('hello');
  expect(await fetchOver(port, ca, '/big.rom')).toHaveLength(3_000_000);
  const plain = status.listeners.find(({ protocol }) => protocol === 'http')?.port;
  expect(await (await fetch(`http://127.0.0.1:${plain}/a.cfg`)).text()).toBe('hello');
  expect(status.certificate).toMatch(/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/);
  expect((await engine.client.app.status()).https).toEqual([`127.0.0.1:${port}`]);
  await expect
    .poll(async () => (await engine.client.journal.list({ limit: 10 })).filter((entry) => entry.kind === 'request'))
    .toMatchObject([{ outcome: 'sent' }, { outcome: 'sent', total: 3_000_000 }, { outcome: 'sent' }]);
});

it('shows the same certificate after a restart', async () => {
  const { status } = await serve(https(0));
  const { dataDir } = engine;
  await engine.stop();
  engine = await startTestEngine({ filesDir, dataDir, resumeServing: true });
  await expect.poll(async () => (await engine.client.serving.status()).certificate).toBe(status.certificate);
});

it('tells the story of a client that does not trust it, by its address', async () => {
  const { port } = await serve(https(0));
  await expect(fetchOver(port, '', '/a.cfg')).rejects.toThrow(/self-signed/);
  await expect
    .poll(async () => (await engine.client.journal.list({ limit: 10 })).find((entry) => entry.kind === 'request'))
    .toMatchObject({ outcome: 'refused', ip: '127.0.0.1', reason: expect.stringContaining('does it trust') });
});

it('answers no plain HTTP on a port of HTTPS', async () => {
  const { port, ca } = await serve(https(0));
  await expect(fetch(`http://127.0.0.1:${port}/a.cfg`)).rejects.toThrow();
  expect((await fetchOver(port, ca, '/a.cfg')).toString()).toBe('hello');
});

it('does not speak what is known to be broken', async () => {
  const { port } = await serve(https(0));
  const error = await new Promise<Error>((resolve) => {
    connect({ host: '127.0.0.1', port, maxVersion: 'TLSv1.1', minVersion: 'TLSv1', rejectUnauthorized: false }).on(
      'error',
      resolve,
    );
  });
  expect(error.message).toMatch(/alert|version|handshake|unsupported/i);
  await expect
    .poll(async () => (await engine.client.journal.list({ limit: 10 })).find((entry) => entry.kind === 'request'))
    .toMatchObject({ outcome: 'refused', reason: expect.stringMatching(/^TLS: ERR_SSL/) });
});

it('moves a port between HTTP and HTTPS', async () => {
  const { port, ca } = await serve(https(0));
  await serve(http(port));
  expect(await (await fetch(`http://127.0.0.1:${port}/a.cfg`)).text()).toBe('hello');
  await serve(https(port));
  expect((await fetchOver(port, ca, '/a.cfg')).toString()).toBe('hello');
});
