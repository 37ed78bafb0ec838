import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli, runCliJson, startServe } from '../builders/run-cli.ts';
import { removeTemporaryFolders, temporaryFolder } from '../builders/test-engine.ts';

let dataDir: string;
let served: Awaited<ReturnType<typeof startServe>>;

beforeAll(async () => {
  dataDir = temporaryFolder('data');
  const filesDir = temporaryFolder('files');
  writeFileSync(path.join(filesDir, 'a.cfg'), 'hello');
  served = await startServe(dataDir, '--no-ui', '--http', '127.0.0.1:0', '--tftp', '127.0.0.1:0', '--files', filesDir);
});
afterAll(async () => {
  await served.stop();
  removeTemporaryFolders();
});

it('tests what the engine serves that runs, and tells each way', async () => {
  const [json, text] = await Promise.all([
    runCliJson(dataDir, 'diagnose', 'server'),
    runCli(dataDir, 'diagnose', 'server', '--address', '127.0.0.1'),
  ]);
  expect(json).toMatchObject({
    status: 0,
    document: {
      checks: ['http', 'tftp-512', 'tftp-1428', 'tftp-window'].map((way) => ({ way, address: '127.0.0.1', result: 'right' })),
    },
  });
  const told = json.stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { checks: unknown[] });
  expect(told.at(-1)?.checks).toEqual(json.document['checks']);
  expect(text.status).toBe(0);
  expect(text.stdout).toMatch(/^ADDRESS\s+AS\s+RESULT\n127\.0\.0\.1 port \d+\s+HTTP\s+right, \d+ ms, [\d.]+ [kMG]?B\/s\n/);
});

it('fetches a file of a server to tell what comes, or why nothing does', async () => {
  const [tftp] = served.ready.tftp;
  const [there, missing, wrong] = await Promise.all([
    runCliJson(dataDir, 'diagnose', 'fetch', `tftp://${tftp}/a.cfg`, '--window', '4'),
    runCliJson(dataDir, 'diagnose', 'fetch', `tftp://${tftp}/none.cfg`),
    runCliJson(dataDir, 'diagnose', 'fetch', `tftp://${tftp}/a.cfg`, '--block-size', '5000'),
  ]);
  expect(there).toMatchObject({ status: 0, document: { bytes: 5, tftp: { blockSize: 1428, windowSize: 4 } } });
  expect(missing).toMatchObject({ status: 1, document: { failure: { code: 'test.refused', remedy: 'check-input' } } });
  expect(wrong).toMatchObject({
    status: 1,
    document: { failure: { code: 'contract.invalid-input', field: 'blockSize', reason: 'it must be at most 1468' } },
  });
});

it('has nothing to test where no engine serves', async () => {
  expect(await runCliJson(temporaryFolder('other'), 'diagnose', 'server')).toMatchObject({
    status: 1,
    document: { failure: { code: 'serving.nothing-to-test' } },
  });
});
