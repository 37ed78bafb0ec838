import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConfigurationOwner } from '../../src/shared/contract/configuration.ts';
import type { FailureCode } from '../../src/shared/failures.ts';
import { failureOf } from '../builders/coded-failure.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';
import { packTar, tarBytes } from '../builders/archives.ts';
import { openPeer } from '../fakes/phone/datagram-peer.ts';
import { type TftpGet, tftpGet, tftpGetWhole } from '../fakes/phone/tftp-get.ts';
import { windowGet } from '../fakes/phone/window-get.ts';

const MAC = '80:5e:c0:00:00:01';
const NAME = '805ec0000001.cfg';
const mine: ConfigurationOwner = { kind: 'device', device: MAC };
const yealinks: ConfigurationOwner = { kind: 'vendor', vendor: 'yealink' };

let engine: TestEngine;
let http: string;
let tftp: { address: string; port: number };

beforeEach(async () => await start());
afterEach(async () => await engine.stop());
afterAll(removeTemporaryFolders);

async function start(dataDir?: string): Promise<void> {
  engine = await startTestEngine(dataDir === undefined ? {} : { dataDir });
  ({ http, tftp } = await engine.serve());
}

const of = (values: Record<string, string>) => Object.entries(values).map(([name, value]) => ({ name, value }));
const configure = (owner: ConfigurationOwner, values: Record<string, string>, unset: string[] = []) =>
  engine.client.devices.configure({ of: owner, set: of(values), unset });
/** As HTTP dates a change. */
const endOfSecond = (changedAt: number | null) => (Math.floor((changedAt ?? 0) / 1000) + 1) * 1000;
const digestOf = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

async function overTftp(name: string, options: Partial<TftpGet> = {}): Promise<string> {
  const { got, body } = await tftpGetWhole({ ...tftp, name, ...options });
  return got.kind === 'received' ? body.toString() : got.kind;
}

async function overHttp(name: string, headers: Record<string, string> = {}, method = 'GET') {
  const response = await fetch(`${http}/${name}`, { method, headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const text = (...lines: string[]) => ['#!version:1.0.0.1', ...lines, ''].join('\n');

describe('a device that has parameters', () => {
  const whole = text('account.1.enable = 1', 'account.1.label = Été');
  beforeEach(async () => {
    await engine.client.devices.add({ mac: MAC });
    await configure(mine, { 'account.1.label': 'Été', 'account.1.enable': '1' });
  });

  it('gets them over TFTP and HTTP, byte for byte, under its name in any case', async () => {
    expect(await overTftp(NAME)).toBe(whole);
    expect(await overTftp(NAME.toUpperCase(), { options: { blksize: 8, tsize: 0, timeout: 2 } })).toBe(whole);
    expect(await overTftp(NAME, { mode: 'netascii' })).toBe(whole.replaceAll('\n', '\r\n'));
    expect(await overHttp(NAME)).toMatchObject({ status: 200, text: whole });
    expect(await overHttp(`${NAME}?now=1`)).toMatchObject({ status: 200, text: whole });
  });

  it('gets them over HTTP with all that a file has', async () => {
    const bytes = Buffer.from(whole);
    const etag = `"${digestOf(bytes)}"`;
    const { headers } = await overHttp(NAME);
    const { changedAt } = await engine.client.devices.parameters({ of: mine });
    expect(Object.fromEntries(headers)).toMatchObject({
      etag,
      'content-length': String(bytes.length),
      'content-type': 'text/plain',
      'accept-ranges': 'bytes',
    });
    const inItsSecond = headers.get('last-modified') ?? '';
    expect(Date.parse(inItsSecond)).toBeLessThanOrEqual(endOfSecond(changedAt));
    expect((await overHttp(NAME, { 'If-Modified-Since': new Date(changedAt ?? 0).toUTCString() })).text).toBe(whole);
    expect(await overHttp(NAME, {}, 'HEAD')).toMatchObject({ status: 200, text: '' });
    expect(await overHttp(NAME, { 'If-None-Match': etag })).toMatchObject({ status: 304, text: '' });
    const modified = async () => (await overHttp(NAME)).headers.get('last-modified') ?? '';
    await expect.poll(modified, { timeout: 5000 }).toBe(new Date(endOfSecond(changedAt)).toUTCString());
    expect((await overHttp(NAME, { 'If-Modified-Since': await modified() })).status).toBe(304);
    const part = await overHttp(NAME, { Range: 'bytes=2-8' });
    expect([part.status, part.text, part.headers.get('content-range')]).toEqual([206, 'version', `bytes 2-8/${bytes.length}`]);
    expect(await overHttp(NAME, { Range: 'bytes=2-8', 'If-Range': etag })).toMatchObject({ status: 206, text: 'version' });
    expect(await overHttp(NAME, { Range: 'bytes=2-8', 'If-Range': '"other"' })).toMatchObject({ status: 200, text: whole });
    expect((await overHttp(NAME, { Range: 'bytes=9000-' })).status).toBe(416);
  });

  it('gets what was changed at its very next request, however often and soon', async () => {
    for (let round = 0; round < 10; round += 1) {
      await configure(mine, { 'account.1.label': `round ${round}` });
      const expected = text('account.1.enable = 1', `account.1.label = round ${round}`);
      const etag = `"${digestOf(expected)}"`;
      expect([await overTftp(NAME), (await overHttp(NAME)).text, await overTftp(NAME)]).toEqual([expected, expected, expected]);
      expect((await overHttp(NAME, { 'If-None-Match': etag })).status).toBe(304);
    }
  });

  it('is told in the journal that it was rendered, and by whom it was changed what', async () => {
    await overHttp(`prov/${NAME}`);
    await overHttp(NAME);
    await configure(mine, { 'account.1.enable': '1', 'linekey.1.type': '15' }, ['account.1.label']);
    await engine.client.serving.stop(undefined);
    const entries = await engine.client.journal.list({ device: MAC });
    expect(entries.filter(({ kind }) => kind === 'request')).toMatchObject([
      { path: `/${NAME}`, outcome: 'sent', from: 'rendered', served: null, bytes: Buffer.byteLength(whole) },
      { path: `/prov/${NAME}`, outcome: 'missing', from: null },
    ]);
    expect(entries.filter(({ kind }) => kind === 'device.configured')).toMatchObject([
      { mac: MAC, vendor: null, set: ['linekey.1.type'], unset: ['account.1.label'] },
      { mac: MAC, vendor: null, set: ['account.1.enable', 'account.1.label'], unset: [] },
    ]);
    expect(JSON.stringify(entries)).not.toContain('Été');
    expect((await engine.client.devices.list(undefined)).devices).toMatchObject([{ mac: MAC, state: 'fetched' }]);
  });

  it('keeps them over a restart, and loses them with itself', async () => {
    await engine.stop();
    await start(engine.dataDir);
    expect(await overTftp(NAME)).toBe(whole);
    await engine.client.devices.remove({ id: MAC });
    expect(await overTftp(NAME)).toBe('refused');
    await engine.stop();
    await start(engine.dataDir);
    expect(await overTftp(NAME)).toBe('refused');
  });

  it('has them written before a file of that name in its plugin, and gets that file when they are gone', async () => {
    const info = { version: '1', description: 'd', capabilities: { 'Yealink, *, 1': { lines: 2 } } };
    const members = [
      { path: 'p/plugin-info', content: JSON.stringify(info) },
      { path: `p/var/tftpboot/${NAME}`, content: 'published' },
      { path: 'p/var/tftpboot/y000000000028.cfg', content: 'common' },
    ];
    const from = path.join(temporaryFolder('archive'), 'plugin.tar.bz2');
    writeFileSync(from, packTar(tarBytes(members)).bytes);
    expect((await engine.finished(engine.client.plugins.install({ ids: ['p'], from }))).state).toBe('success');
    expect([await overTftp(NAME), await overTftp('y000000000028.cfg')]).toEqual([whole, 'common']);
    await configure(mine, {}, ['account.1.enable', 'account.1.label']);
    expect([await overTftp(NAME), (await overHttp(NAME)).text]).toEqual(['published', 'published']);
  });

  it('is the only one that gets its configuration', async () => {
    const other = { 'User-Agent': 'Yealink SIP-T46U 108.86.0.20 80:5e:c0:00:00:02' };
    expect((await overHttp(NAME, other)).status).toBe(404);
    expect((await overHttp('805ec0000002.cfg', other)).status).toBe(404);
  });

  it('counts on after 65,535 blocks as somebody has said of it', async () => {
    const filler = Object.fromEntries(Array.from({ length: 520 }, (_, at) => [`linekey.${at}.label`, 'x'.repeat(1000)]));
    await configure(mine, filler);
    await engine.client.devices.setRollover({ id: MAC, rollover: 1 });
    const got = await tftpGet({ ...tftp, name: NAME, options: { blksize: 8 } });
    expect(got).toEqual({ kind: 'broken', reason: 'block 1 after 65535' });
  });
});

it('serves one that is larger than what stays ready: whole, in parts and in windows', async () => {
  await engine.client.devices.add({ mac: MAC });
  const values = Object.fromEntries(Array.from({ length: 900 }, (_, at) => [`linekey.${at}.label`, `${at} ${'é'.repeat(90)}`]));
  await configure(mine, values);
  const expected = text(...Object.entries(values).map(([name, value]) => `${name} = ${value}`));
  const bytes = Buffer.from(expected);
  expect(bytes.length).toBeGreaterThan(150_000);
  expect((await overHttp(NAME)).text).toBe(expected);
  expect(await overTftp(NAME, { options: { blksize: 1428 } })).toBe(expected);
  const peer = await openPeer(tftp.address);
  expect((await windowGet(peer, tftp.port, NAME, 8)).toString()).toBe(expected);
  peer.close();
  const part = await overHttp(NAME, { Range: 'bytes=100000-100009' });
  expect([part.status, part.text]).toEqual([206, bytes.subarray(100_000, 100_010).toString()]);
  const { files } = await engine.client.devices.render({ id: MAC });
  expect(files).toEqual([{ path: NAME, bytes: bytes.length, sha256: digestOf(bytes) }]);
});

it('gives a vendor’s parameters to each of its devices that asks, the device’s own before them, and to nobody else', async () => {
  await configure(yealinks, { 'local_time.time_zone': '+1', 'lang.gui': 'French' });
  await engine.client.devices.add({ mac: MAC });
  await configure(mine, { 'lang.gui': 'German' });
  const [own, others] = [
    text('lang.gui = German', 'local_time.time_zone = +1'),
    text('lang.gui = French', 'local_time.time_zone = +1'),
  ];
  expect([await overTftp(NAME), await overTftp('805ec0000002.cfg'), await overTftp('805ec0000003.cfg')]).toEqual([
    own,
    others,
    others,
  ]);
  expect(await overTftp('000413000001.cfg')).toBe('refused');
  expect((await engine.client.devices.parameters({ of: mine })).parameters).toEqual([
    { name: 'lang.gui', value: 'German', of: 'device' },
    { name: 'local_time.time_zone', value: '+1', of: 'vendor' },
  ]);
  await configure(yealinks, { 'lang.gui': 'Spanish' }, ['local_time.time_zone']);
  expect([await overTftp('805ec0000003.cfg'), await overTftp(NAME)]).toEqual([
    text('lang.gui = Spanish'),
    text('lang.gui = German'),
  ]);
});

it('writes none for a phone that nobody has given parameters', async () => {
  expect([await overTftp(NAME), (await overHttp(NAME)).status]).toEqual(['refused', 404]);
  expect(await engine.client.devices.render({ id: MAC })).toEqual({ files: [] });
  expect(await engine.client.devices.parameters({ of: mine })).toEqual({ parameters: [], changedAt: null, writable: true });
});

describe('what is given', () => {
  beforeEach(async () => void (await engine.client.devices.add({ mac: MAC })));

  it.each<[FailureCode, Record<string, string>, string[]]>([
    ['devices.parameter-name', { a: '1', 'b c': '2' }, []],
    ['devices.parameter-name', { '#!version:2': '2' }, []],
    ['devices.parameter-value', { a: '1', b: 'x\ny = 1' }, []],
    ['devices.parameter-value', { a: 'x'.repeat(2000) }, []],
    ['devices.parameter-secret', { a: '1', 'account.1.password': 'x' }, []],
    ['devices.parameter-secret', { 'static.auto_provision.server.url': 'http://a:b@192.0.2.1/' }, []],
    ['devices.parameter-unknown', { a: '1' }, ['c']],
    ['devices.too-many-parameters', Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`p.${at}`, ''])), []],
    ['contract.invalid-input', Object.fromEntries(Array.from({ length: 2001 }, (_, at) => [`p.${at}`, ''])), []],
  ])('is refused as %s with all that came with it', async (code, set, unset) => {
    for (const owner of [mine, yealinks]) expect((await failureOf(configure(owner, set, unset))).code).toBe(code);
    expect(await engine.client.devices.parameters({ of: mine })).toEqual({ parameters: [], changedAt: null, writable: true });
    expect((await engine.client.journal.list({})).filter(({ kind }) => kind === 'device.configured')).toEqual([]);
  });

  it('is refused for whom nothing can be written', async () => {
    await engine.client.devices.add({ mac: '00:04:13:00:00:01', name: 'reception' });
    const code = 'devices.not-rendered';
    const known = 'Yealink';
    expect(await failureOf(configure({ kind: 'device', device: 'reception' }, { a: '1' }))).toEqual({
      code,
      facts: { whose: 'reception', known },
    });
    expect(await failureOf(configure({ kind: 'vendor', vendor: 'Acme' }, { a: '1' }))).toEqual({
      code,
      facts: { whose: 'Acme', known },
    });
    expect((await failureOf(configure({ kind: 'device', device: 'nobody' }, { a: '1' }))).code).toBe('devices.unknown');
  });

  it('is not told again where it was so before', async () => {
    const first = await configure(mine, { a: ' 1 ' });
    expect(first.parameters).toEqual([{ name: 'a', value: '1', of: 'device' }]);
    expect(await configure(mine, { a: '1' })).toEqual(first);
    expect((await engine.client.journal.list({})).filter(({ kind }) => kind === 'device.configured')).toHaveLength(1);
  });
});

it('writes what it renders into a folder, and over nothing that it is not told to replace', async () => {
  await engine.client.devices.add({ mac: MAC });
  await configure(mine, { a: '1' });
  const out = path.join(temporaryFolder('out'), 'made/anew');
  const render = (overwrite = false) => engine.client.devices.render({ id: MAC, out, overwrite });
  const { files } = await render();
  expect(files).toEqual([{ path: NAME, bytes: 24, sha256: digestOf(readFileSync(path.join(out, NAME))) }]);
  await render();
  writeFileSync(path.join(out, NAME), 'of somebody else');
  expect(await failureOf(render())).toEqual({ code: 'devices.would-overwrite', facts: { path: path.join(out, NAME) } });
  expect(readFileSync(path.join(out, NAME), 'utf8')).toBe('of somebody else');
  await render(true);
  expect([readdirSync(out), readFileSync(path.join(out, NAME), 'utf8')]).toEqual([[NAME], text('a = 1')]);
  mkdirSync(path.join(out, 'folder', NAME), { recursive: true });
  const taken = engine.client.devices.render({ id: MAC, out: path.join(out, 'folder'), overwrite: true });
  expect((await failureOf(taken)).code).toBe('store.unreadable');
});
