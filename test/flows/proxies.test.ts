import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../builders/coded-failure.ts';
import { oneFilePlugin } from '../builders/one-file-plugin.ts';
import { buildPluginServer } from '../builders/plugin-server.ts';
import { DEMO_PLUGIN } from '../builders/provd-metadata.ts';
import { syntheticFirmware } from '../builders/synthetic-firmware.ts';
import {
  PROJECT_DIR,
  removeTemporaryFolders,
  startTestEngine,
  type TestEngine,
  temporaryFolder,
} from '../builders/test-engine.ts';
import { type DownloadServer, startDownloadServer } from '../fakes/download-server.ts';
import { type FakeProxy, type ProxyStep, startProxy } from '../fakes/proxy.ts';
import { type SignInServer, startSignInServer } from '../fakes/sign-in-server.ts';
import { listenOnLoopback } from '../fakes/sockets.ts';
import { startStaticServer, type StaticServer } from '../fakes/static-server.ts';

const FIRMWARE = syntheticFirmware('fw.rom', 200_000);
const PLUGIN = 'test-plugin';
const fixture = (name: string) => readFileSync(path.join(PROJECT_DIR, 'test/fixtures', name), 'utf8');
const tls = { key: fixture('loopback-key.pem'), cert: fixture('loopback-cert.pem') };

let engine: TestEngine;
let proxy: FakeProxy;
let server: DownloadServer;

beforeAll(() => setDefaultCACertificates([...getCACertificates('default'), tls.cert]));
beforeEach(async () => {
  server = await startDownloadServer(FIRMWARE);
  proxy = await startProxy();
  engine = await startTestEngine({ network: { backOffMs: 5, stallMs: 300 } });
  await engine.client.network.setExceptions({ hosts: ['<-loopback>'] });
});
afterEach(async () => {
  await engine.stop();
  await proxy.stop();
  await server.stop();
});
afterAll(removeTemporaryFolders);

async function useProxy(url: string = proxy.url): Promise<void> {
  for (const kind of ['http', 'https', 'ftp'] as const) await engine.client.network.setProxy({ kind, url });
}

async function install(url: string): Promise<{ code: string | undefined; facts: Record<string, unknown> }> {
  await engine.finished(
    engine.client.plugins.install({ ids: [], from: oneFilePlugin(PLUGIN, ['one'], { url, content: FIRMWARE }) }),
  );
  const operation = await engine.finished(engine.client.packages.install({ plugin: PLUGIN, packages: ['one'] }));
  const failure = operation.items[0]?.failure;
  return { code: failure?.code ?? operation.state, facts: { ...failure?.facts } };
}

describe('everything goes through the proxy', () => {
  let folder: StaticServer;
  beforeEach(async () => {
    const root = temporaryFolder('server');
    folder = await startStaticServer(root);
    await buildPluginServer({ sources: [DEMO_PLUGIN], root, url: folder.url });
    await useProxy();
  });
  afterEach(() => folder.stop());

  it('index, archive, package files, link checks and what is fetched anew', async () => {
    const id = path.basename(DEMO_PLUGIN);
    await engine.client.plugins.setServer({ url: folder.url });
    await engine.client.plugins.update(undefined);
    await engine.finished(engine.client.plugins.install({ ids: [id] }));
    expect((await engine.finished(engine.client.packages.installAll({ plugin: id }))).state).toBe('success');
    expect((await engine.finished(engine.client.links.check({ plugin: id }))).state).toBe('success');
    expect((await engine.finished(engine.client.plugins.install({ ids: [id], refetch: true }))).state).toBe('success');
    expect(proxy.asked.map(({ target }) => decodeURIComponent(new URL(target).pathname.slice(1)))).toEqual(folder.asked);
    expect(proxy.asked.filter(({ method }) => method === 'HEAD')).toHaveLength(4);
  });
});

describe('which way a request goes', () => {
  it('http in absolute form, and gone on with after a silence', async () => {
    await useProxy();
    server.steps = [{ kind: 'stall', after: 100_000 }, { kind: 'serve' }];
    expect((await install(server.url)).code).toBe('success');
    expect(proxy.asked).toEqual([1, 2].map(() => ({ method: 'GET', target: server.url, authorization: undefined })));
    expect(server.asked[1]?.range).toMatch(/^bytes=\d+-$/);
  });

  it('https through a tunnel, where the proxy sees nothing', async () => {
    const secure = await startSignInServer(FIRMWARE, tls);
    await engine.client.network.setCredential({ host: secure.host, user: secure.rules.user, password: secure.rules.password });
    secure.rules.challenges = ['Basic realm="x"'];
    await useProxy();
    try {
      expect((await install(secure.url)).code).toBe('success');
      expect(proxy.asked.map(({ method, target }) => [method, target])).toEqual([1, 2].map(() => ['CONNECT', secure.host]));
      expect(JSON.stringify(proxy.headers)).not.toContain('Basic');
      const link = await engine.finished(engine.client.links.check({}));
      expect(link.state).toBe('success');
    } finally {
      await secure.stop();
    }
  });

  it('ftp as a GET of the proxy', async () => {
    await useProxy();
    proxy.ftpFiles.set('/pub/fw.rom', FIRMWARE);
    expect((await install('ftp://fw.example/pub/fw.rom')).code).toBe('success');
    expect((await engine.finished(engine.client.links.check({}))).state).toBe('success');
    expect(proxy.asked).toMatchObject([
      { method: 'GET', target: 'ftp://fw.example/pub/fw.rom' },
      { method: 'HEAD', target: 'ftp://fw.example/pub/fw.rom' },
    ]);
  });

  it('each hop of a redirect its own, and without the sign-in of the hop before', async () => {
    const first = await startSignInServer(FIRMWARE);
    const second = await startProxy();
    const secure = await startSignInServer(FIRMWARE, tls);
    secure.rules.challenges = ['Basic realm="x"'];
    first.rules.redirectTo = secure.url;
    await engine.client.network.setProxy({ kind: 'http', url: proxy.url });
    await engine.client.network.setProxy({ kind: 'https', url: second.url });
    await engine.client.network.setCredential({ host: first.host, user: 'a', password: 'of the first' });
    try {
      expect(await install(first.url)).toMatchObject({ code: 'source.sign-in-needed', facts: { host: secure.host } });
      expect([proxy.asked.length, second.asked.length]).toEqual([1, 1]);
      expect(secure.asked.map(({ authorization }) => authorization)).toEqual([undefined]);
    } finally {
      for (const each of [first, second, secure]) await each.stop();
    }
  });

  it('from https to http: without the sign-in that is kept for the host', async () => {
    const secure = await startSignInServer(FIRMWARE, tls);
    const plain = await startSignInServer(FIRMWARE);
    plain.rules.challenges = ['Basic realm="x"'];
    secure.rules.redirectTo = plain.url;
    await engine.client.network.setCredential({ host: plain.host, user: plain.rules.user, password: plain.rules.password });
    try {
      expect(await install(secure.url)).toMatchObject({ code: 'source.sign-in-needed', facts: { host: plain.host } });
      expect(plain.asked.map(({ authorization }) => authorization)).toEqual([undefined]);
      expect((await install(plain.url)).code).toBe('success');
    } finally {
      for (const each of [secure, plain]) await each.stop();
    }
  });

  it('addresses of this computer go directly unless told, and so do the exceptions', async () => {
    await useProxy();
    await engine.client.network.setExceptions({ hosts: [] });
    expect((await install(server.url)).code).toBe('success');
    await engine.client.network.setExceptions({ hosts: ['<-loopback>', '127.0.0.0/8'] });
    await engine.finished(engine.client.links.check({}));
    expect(proxy.asked).toEqual([]);
  });

  it('the environment’s proxy is used where nothing is chosen, and told as such', async () => {
    await engine.stop();
    const environment = { http_proxy: `http://tech:hush%40100%@${proxy.host}`, NO_PROXY: '<-loopback>,intranet.example' };
    engine = await startTestEngine({ environment });
    proxy.credentials = 'tech:hush%40100%';
    expect((await install(server.url)).code).toBe('success');
    expect(proxy.asked.at(-1)?.authorization).toBeDefined();
    expect(await engine.client.network.proxies(undefined)).toEqual({
      proxies: [
        { kind: 'http', url: proxy.url, host: proxy.host, from: 'environment' },
        { kind: 'https', url: null, host: null, from: 'nowhere' },
        { kind: 'ftp', url: null, host: null, from: 'nowhere' },
      ],
      exceptions: { hosts: ['<-loopback>', 'intranet.example'], from: 'environment' },
    });
    const chosen = await engine.client.network.setProxy({ kind: 'http', url: null });
    expect(chosen.proxies[0]).toEqual({ kind: 'http', url: null, host: null, from: 'settings' });
    const undone = await engine.client.network.setProxy({ kind: 'http' });
    expect(undone.proxies[0]?.from).toBe('environment');
  });
});

describe('a proxy that asks who it is', () => {
  it.each(['http', 'https'] as const)('for %s: is told, and remembered; nobody else hears it', async (kind) => {
    const secure: SignInServer | undefined = kind === 'https' ? await startSignInServer(FIRMWARE, tls) : undefined;
    if (secure) await engine.client.network.setCredential({ host: secure.host, user: 'technician', password: 'hush, quiet' });
    proxy.credentials = 'tech:hush';
    await useProxy();
    const url = secure?.url ?? server.url;
    try {
      expect(await install(url)).toMatchObject({ code: 'source.proxy-sign-in-needed', facts: { proxy: proxy.host } });
      await engine.client.network.setCredential({ host: proxy.host, user: 'tech', password: 'wrong' });
      expect(await install(url)).toMatchObject({ code: 'source.proxy-sign-in-refused', facts: { proxy: proxy.host } });
      await engine.client.network.setCredential({ host: proxy.host, user: 'tech', password: 'hush' });
      proxy.asked.length = 0;
      expect((await install(url)).code).toBe('success');
      expect(proxy.asked.filter(({ authorization }) => authorization === undefined)).toHaveLength(1);
      expect(JSON.stringify(secure?.asked ?? server.asked)).not.toContain('proxy-authorization');
    } finally {
      await secure?.stop();
    }
  });
});

describe('a proxy that is the trouble is named, in one failure', () => {
  const rows: { what: string; steps: ProxyStep[]; http: string; https: string }[] = [
    { what: 'silent', steps: [{ kind: 'hang' }], http: 'source.proxy-stalled', https: 'source.proxy-stalled' },
    { what: 'a captive portal', steps: [{ kind: 'html' }], http: 'source.proxy-page', https: 'source.proxy-page' },
    { what: 'no HTTP at all', steps: [{ kind: 'garbage' }], http: 'source.proxy-page', https: 'source.proxy-page' },
    { what: 'hanging up', steps: [{ kind: 'cut' }], http: 'source.proxy-unreachable', https: 'source.proxy-unreachable' },
    { what: 'against it', steps: [{ kind: 'status', status: 403 }], http: 'source.status', https: 'source.proxy-status' },
  ];
  const cases = rows.flatMap(({ http, https, ...row }) => [
    { ...row, url: 'http://fw.example/fw.rom', code: http },
    { ...row, url: 'https://fw.example/fw.rom', code: https },
  ]);
  it.each(cases)('$what, for $url: $code', async ({ steps, url, code }) => {
    proxy.steps = steps;
    await useProxy();
    const failed = await install(url);
    expect(failed).toMatchObject({ code, facts: { url, ...(code === 'source.status' ? {} : { proxy: proxy.host }) } });
    const checked = await engine.finished(engine.client.links.check({}));
    expect(checked.items[0]?.failure?.code).toBe(code);
  });

  it('dead', async () => {
    const gone = await listenOnLoopback(createServer());
    await gone.stop();
    await useProxy(`http://127.0.0.1:${gone.port}`);
    for (const url of ['http://fw.example/fw.rom', 'https://fw.example/fw.rom', 'ftp://fw.example/fw.rom'])
      expect(await install(url)).toMatchObject({
        code: 'source.proxy-unreachable',
        facts: { proxy: `127.0.0.1:${gone.port}`, reason: 'ECONNREFUSED' },
      });
    await engine.client.plugins.setServer({ url: 'http://plugins.example/' });
    expect((await failureOf(engine.client.plugins.update(undefined))).code).toBe('source.proxy-unreachable');
  });

  it('a page in place of the index leaves the index as it was', async () => {
    await useProxy();
    proxy.steps = [{ kind: 'html' }];
    await engine.client.plugins.setServer({ url: 'http://plugins.example/' });
    expect(await failureOf(engine.client.plugins.update(undefined))).toMatchObject({
      code: 'source.proxy-page',
      facts: { proxy: proxy.host },
    });
  });
});

describe('what is no proxy is refused and changes nothing', () => {
  it.each([
    ['http://tech:hush@proxy.example:3128', 'source.credentials-in-url'],
    ['tech:hush@proxy.example:3128', 'source.credentials-in-url'],
    ['http://tech:hush@proxy.example:99999', 'network.proxy-invalid'],
    ['socks5://tech:hush@proxy.example:1080', 'network.proxy-invalid'],
    ['http://proxy.example/tech:hush', 'network.proxy-invalid'],
    ['', 'network.proxy-invalid'],
  ])('%s: %s, and the password is not said', async (url, code) => {
    await useProxy();
    const before = await engine.client.network.proxies(undefined);
    const reply = await engine.backend.request('network.setProxy', { kind: 'http', url });
    expect(reply).toMatchObject({ ok: false, failure: { code } });
    expect(JSON.stringify(reply)).not.toContain('hush');
    expect(await engine.client.network.proxies(undefined)).toEqual(before);
  });
});
