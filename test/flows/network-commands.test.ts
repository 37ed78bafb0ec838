import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startRestServer, type RestServer } from '../../src/main/headless/rest-api/rest-server.ts';
import { type CliRun, runCli, runCliJson, runCliOn } from '../builders/run-cli.ts';
import { removeTemporaryFolders, silentLog, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';
import { ProvdClient } from '../fakes/provd-client.ts';

afterAll(removeTemporaryFolders);

describe('on the command line', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = temporaryFolder('data');
  });

  const documentOf = ({ stdout }: CliRun): unknown => JSON.parse(stdout);
  const direct = { url: null, from: 'nowhere' };

  it('proxies are shown, set, taken away and left to the environment', async () => {
    const set = await runCliJson(dataDir, 'network', 'proxy', 'http', 'http://proxy.example:3128');
    expect(set).toMatchObject({
      status: 0,
      document: { http: { url: 'http://proxy.example:3128', from: 'settings' }, https: direct },
    });
    expect((await runCliJson(dataDir, 'network', 'proxy', 'https', 'none')).document).toMatchObject({
      https: { url: null, from: 'settings' },
    });
    expect((await runCliJson(dataDir, 'network', 'proxy', 'none-for', '.intra, 10.0.0.0/8')).document).toMatchObject({
      noneFor: { hosts: ['.intra', '10.0.0.0/8'], from: 'settings' },
    });
    await runCli(dataDir, 'network', 'proxy', 'https', 'environment');
    expect((await runCliJson(dataDir, 'network', 'proxy')).document).toEqual({
      http: { url: 'http://proxy.example:3128', from: 'settings' },
      https: direct,
      ftp: direct,
      noneFor: { hosts: ['.intra', '10.0.0.0/8'], from: 'settings' },
    });
    expect((await runCli(dataDir, 'network', 'proxy', 'http')).stdout).toMatch(
      /^FOR.*\nhttp\s+http:\/\/proxy\.example:3128\s+your settings\n$/,
    );
  });

  it('sign-ins are kept with a password from standard input, listed without it, and forgotten', async () => {
    const kept = await runCliOn('hush hush\n', dataDir, 'network', 'credential', 'fw.example:8080', '--user', 'tech', '--json');
    expect([kept.status, documentOf(kept)]).toEqual([0, { host: 'fw.example:8080', user: 'tech' }]);
    const proxy = await runCliOn(
      'hush hush\n',
      dataDir,
      'network',
      'proxy',
      'http',
      'proxy.example:3128',
      '--user',
      'me',
      '--json',
    );
    expect(documentOf(proxy)).toMatchObject({ http: { url: 'http://proxy.example:3128' } });
    expect((await runCliJson(dataDir, 'network', 'credentials')).document).toEqual({
      credentials: [
        { host: 'fw.example:8080', user: 'tech' },
        { host: 'proxy.example:3128', user: 'me' },
      ],
    });
    expect(await runCliJson(dataDir, 'network', 'forget', 'fw.example:8080')).toMatchObject({
      status: 0,
      document: { host: 'fw.example:8080' },
    });
    expect(await runCliJson(dataDir, 'network', 'forget', 'fw.example:8080')).toMatchObject({
      status: 1,
      document: { failure: { code: 'network.no-credential', host: 'fw.example:8080' } },
    });
    const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.filter((file) => readFileSync(path.join(file.parentPath, file.name)).includes('hush hush'))).toEqual([]);
    expect(kept.stdout + kept.stderr + proxy.stdout + proxy.stderr).not.toContain('hush');
  });

  it.each<[string, string[], number]>([
    ['a password in a proxy’s address', ['proxy', 'http', 'http://u:hush@proxy.example:3128'], 1],
    ['what is no proxy', ['proxy', 'http', 'socks5://proxy.example'], 1],
    ['another kind of proxy', ['proxy', 'smtp', 'http://proxy.example'], 2],
    ['a user without a proxy', ['proxy', 'http', 'none', '--user', 'me'], 2],
    ['a sign-in without a user', ['credential', 'fw.example'], 2],
    ['a sign-in without a password', ['credential', 'fw.example', '--user', 'me'], 1],
    ['a host that is none', ['forget', 'a/b'], 1],
  ])('%s is refused, and nothing is kept', async (_, args, status) => {
    const run = await runCliOn('', dataDir, 'network', ...args);
    expect([run.status, (run.stdout + run.stderr).includes('hush')]).toEqual([status, false]);
    const engine = await startTestEngine({ dataDir });
    const { proxies } = await engine.client.network.proxies(undefined);
    expect(proxies.map(({ url, from }) => ({ url, from }))).toEqual([direct, direct, direct]);
    expect(await engine.client.network.credentials(undefined)).toEqual([]);
    await engine.stop();
  });

  describe('with a passphrase', () => {
    afterEach(() => {
      delete process.env.PROVDESK_PASSPHRASE;
    });
    it('sign-ins open with it alone', async () => {
      process.env.PROVDESK_PASSPHRASE = 'correct horse';
      expect((await runCliOn('hush\n', dataDir, 'network', 'credential', 'fw.example', '--user', 'tech')).status).toBe(0);
      expect(readdirSync(dataDir)).not.toContain('secrets.key');
      process.env.PROVDESK_PASSPHRASE = 'battery staple';
      expect(await runCliJson(dataDir, 'network', 'credentials')).toMatchObject({
        status: 1,
        document: { failure: { code: 'secrets.passphrase-wrong' } },
      });
      delete process.env.PROVDESK_PASSPHRASE;
      expect((await runCliJson(dataDir, 'network', 'credentials')).document).toMatchObject({
        failure: { code: 'secrets.passphrase-needed' },
      });
      process.env.PROVDESK_PASSPHRASE = 'correct horse';
      expect((await runCliJson(dataDir, 'network', 'credentials')).document).toMatchObject({ credentials: [{ user: 'tech' }] });
    });
  });
});

describe('over REST', () => {
  let engine: TestEngine;
  let rest: RestServer;
  let provd: ProvdClient;
  beforeEach(async () => {
    engine = await startTestEngine({ environment: { ftp_proxy: 'http://u:hush@ftp-proxy.example:3128' } });
    rest = await startRestServer({ transport: engine.backend, address: '127.0.0.1', port: 0, log: silentLog });
    provd = new ProvdClient(rest.url, rest.token);
  });
  afterEach(async () => {
    await rest.stop();
    await engine.stop();
  });

  const value = async (id: string) => ((await provd.get(`/configure/${id}`)).body as { param: { value: unknown } }).param.value;
  const put = async (id: string, given: unknown) => (await provd.put(`/configure/${id}`, { param: { value: given } })).status;

  it('proxies are set as provd’s clients write them, and told without what signs in', async () => {
    expect(await put('http_proxy', 'http://tech:h%40sh%2Fhush@proxy.example:3128')).toBe(204);
    expect(await put('https_proxy', 'proxy.example:8080')).toBe(204);
    expect([await value('http_proxy'), await value('https_proxy'), await value('ftp_proxy')]).toEqual([
      'http://proxy.example:3128',
      'http://proxy.example:8080',
      'http://ftp-proxy.example:3128',
    ]);
    expect(await engine.client.network.credentials(undefined)).toEqual([{ host: 'proxy.example:3128', user: 'tech' }]);
    const { params } = (await provd.get('/configure')).body as { params: { id: string }[] };
    expect(params.map(({ id }) => id)).toEqual(['plugin_server', 'http_proxy', 'https_proxy', 'ftp_proxy', 'locale']);
    expect(JSON.stringify(params)).not.toMatch(/hush|tech/);
  });

  it('null leaves a proxy to the environment', async () => {
    await put('http_proxy', 'http://proxy.example:3128');
    expect([await put('http_proxy', null), await value('http_proxy')]).toEqual([204, null]);
  });

  it.each([['http://tech:hush@proxy.example/path'], ['socks5://tech:hush@proxy.example'], [7]])(
    '%s is refused',
    async (given) => {
      const { status, body } = await provd.put('/configure/http_proxy', { param: { value: given } });
      expect([status, String(body).includes('hush')]).toEqual([400, false]);
      expect(await value('http_proxy')).toBeNull();
      expect(await engine.client.network.credentials(undefined)).toEqual([]);
    },
  );
});
