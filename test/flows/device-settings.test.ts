import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { failureOf } from '../builders/coded-failure.ts';
import { runCli, runCliJson } from '../builders/run-cli.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';
import { openPeer } from '../fakes/phone/datagram-peer.ts';
import { tftpGet } from '../fakes/phone/tftp-get.ts';
import { tftpPut } from '../fakes/phone/tftp-put.ts';
import { windowGet } from '../fakes/phone/window-get.ts';

const MAC = '64:16:7f:00:00:01';
const LOG = '64167f000001-app.log';

const NAME = '64167f000001.cfg';
/** Two blocks of 8 bytes more than the counter has. */
const BYTES = Buffer.alloc(8 * 65_537, 1);

let engine: TestEngine;
let at: { address: string; port: number };
let now: number;

beforeEach(async () => {
  const filesDir = temporaryFolder('files');
  writeFileSync(path.join(filesDir, NAME), BYTES);
  now = Date.now();
  engine = await startTestEngine({ filesDir, now: () => now });
  at = (await engine.serve()).tftp;
});
afterEach(async () => await engine.stop());
afterAll(removeTemporaryFolders);

const put = (name: string, text = 'a line\n') => tftpPut({ ...at, name, text });

it('lets a device write only while that is expected, into a folder of its own that nobody is served', async () => {
  expect(await put(LOG)).toEqual({ kind: 'refused', code: 2 });
  const { folder, until } = await engine.client.devices.expectUpload({ mac: '64-16-7F-00-00-01', minutes: 10, maxBytes: 1000 });
  expect(folder).toBe(path.join(engine.dataDir, 'quarantine/64167f000001'));
  expect((await put(LOG)).kind).toBe('written');
  expect((await put(LOG, 'another\n')).kind).toBe('written');
  expect(await put(LOG, 'x'.repeat(1001))).toEqual({ kind: 'refused', code: 3 });
  expect(await put('64167f000002-app.log')).toEqual({ kind: 'refused', code: 2 });
  expect(readdirSync(folder).toSorted()).toEqual(['64167f000001-app-2.log', LOG]);
  expect(readFileSync(path.join(folder, '64167f000001-app-2.log'), 'utf8')).toBe('another\n');
  expect(await tftpGet({ ...at, name: `quarantine/64167f000001/${LOG}` })).toMatchObject({ kind: 'refused', code: 1 });
  now = until;
  expect(await put(LOG)).toEqual({ kind: 'refused', code: 2 });
  await engine.client.serving.stop(undefined);
  const story = await engine.client.journal.list({ device: MAC });
  expect(story.filter(({ kind }) => kind === 'device.upload-expected')).toMatchObject([{ mac: MAC, until, maxBytes: 1000 }]);
  const written = story.flatMap((entry) => (entry.kind === 'request' && entry.outcome === 'sent' ? [entry] : []));
  expect(written).toMatchObject([
    { method: 'WRQ', bytes: 8, served: 'quarantine/64167f000001/64167f000001-app-2.log' },
    { method: 'WRQ', bytes: 7, served: `quarantine/64167f000001/${LOG}` },
  ]);
  expect((await engine.client.devices.list(undefined)).devices).toMatchObject([{ mac: MAC, state: 'seen' }, {}]);
});

it.each([
  ['..\\..\\64167f000001-x.log', '64167f000001-x.log'],
  ['/logs/64167f000001 now!.log', '64167f000001_now_.log'],
  ['/64167f000001/.profile', 'upload-_profile'],
  ['/64167f000001/CON', 'upload-CON'],
])('keeps what is named %s by a name that every system takes, or refuses it', async (name, kept) => {
  const { folder } = await engine.client.devices.expectUpload({ mac: MAC });
  // The name tells the device, or its address does.
  await put(LOG);
  const end = await put(name);
  if (name.startsWith('..')) expect(end).toEqual({ kind: 'refused', code: 2 });
  else expect(readdirSync(folder)).toContain(kept);
});

it('counts on after 65,535 blocks as somebody has said of the device, from its next request on', async () => {
  const peer = await openPeer(at.address);
  expect((await windowGet(peer, at.port, NAME, 16, 8)).toString()).toBe(BYTES.toString());
  peer.close();
  await engine.client.devices.setRollover({ id: MAC, rollover: 1 });
  const lockStep = await tftpGet({ ...at, name: NAME, options: { blksize: 8 } });
  expect(lockStep).toEqual({ kind: 'broken', reason: 'block 1 after 65535' });
  expect((await engine.client.devices.list(undefined)).devices[0]?.rollover).toBe(1);
  expect(await failureOf(engine.client.devices.setRollover({ id: 'nobody', rollover: 0 }))).toMatchObject({
    code: 'devices.unknown',
  });
  await engine.stop();
  engine = await startTestEngine({ dataDir: engine.dataDir });
  expect((await engine.client.devices.list(undefined)).devices[0]?.rollover).toBe(1);
});

it('is told both on the command line', async () => {
  await put(LOG);
  const run = (...words: string[]) => runCliJson(engine.dataDir, 'devices', ...words);
  expect(await run('rollover', MAC, '1')).toMatchObject({ status: 0, document: { mac: MAC, rollover: 1 } });
  expect(await run('rollover', MAC, '2')).toMatchObject({ status: 2 });
  expect(await run('expect-upload', MAC, '--max-mb', '1')).toMatchObject({ status: 0, document: { mac: MAC } });
  expect((await put(LOG)).kind).toBe('written');
});

it('promises a device no upload while no TFTP port is open, in an engine that runs and in the command’s own', async () => {
  const refused = { failure: { code: 'devices.not-serving', message: expect.stringContaining(MAC) as string } };
  const expectUpload = () => runCliJson(engine.dataDir, 'devices', 'expect-upload', MAC);
  await engine.client.serving.start({ listeners: [{ protocol: 'http', address: '127.0.0.1', port: 0 }] });
  expect(await expectUpload()).toMatchObject({ status: 1, document: refused });
  await engine.client.serving.stop(undefined);
  expect(await expectUpload()).toMatchObject({ status: 1, document: refused });
  await engine.stop();
  expect(await expectUpload()).toMatchObject({ status: 1, document: refused });
  engine = await startTestEngine({ dataDir: engine.dataDir });
  expect(await engine.client.journal.list({ device: MAC })).toEqual([]);
});

it.each([
  ['devices rollover 64:16:7f:00:00:01 7', 'The block is 0, 1 or default.'],
  ['images limit plenty', 'is not a size: give one like 64MB, or none'],
  ['upgrade report b1 --out report.pdf', 'The report is a .html or a .csv file.'],
])('says what is wrong with the line: %s', async (words, reason) => {
  const args = words.split(' ');
  const told = await runCli(engine.dataDir, ...args);
  expect(told).toMatchObject({ status: 2, stdout: '' });
  expect(told.stderr).toMatch(/^error: /);
  expect(told.stderr).toContain(reason);
  const { status, document } = await runCliJson(engine.dataDir, ...args);
  expect({ status, document }).toMatchObject({ status: 2, document: { failure: { code: 'contract.invalid-input' } } });
});
