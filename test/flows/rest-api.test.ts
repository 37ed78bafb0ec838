import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RestServer, startRestServer } from '../../src/main/headless/rest-api/rest-server.ts';
import { failureOf } from '../builders/coded-failure.ts';
import { DEMO_ID, startDemoServer } from '../builders/demo-server.ts';
import { buildPluginServer } from '../builders/plugin-server.ts';
import { DEMO_PLUGIN } from '../builders/provd-metadata.ts';
import { runCliJson, startServe } from '../builders/run-cli.ts';
import { removeTemporaryFolders, silentLog, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';
import { ProvdClient } from '../fakes/provd-client.ts';
import type { StaticServer } from '../fakes/static-server.ts';

const PLUGIN = DEMO_ID;
const PROVD_JSON = 'application/vnd.proformatique.provd+json';

let server: StaticServer;
let serverDir: string;
let engine: TestEngine;
let rest: RestServer;
let provd: ProvdClient;

beforeAll(async () => {
  ({ server, root: serverDir } = await startDemoServer());
  engine = await startTestEngine();
  rest = await startRestServer({ transport: engine.backend, address: '127.0.0.1', port: 0, log: silentLog });
  provd = new ProvdClient(rest.url, rest.token);
});
afterAll(async () => {
  await rest.stop();
  await engine.stop();
  await server.stop();
  removeTemporaryFolders();
});

describe('provd’s tooling drives Provdesk, in this order', () => {
  it('an update without a server is refused with 500', async () => {
    expect(await provd.post('/pg_mgr/install/update', {})).toMatchObject({ status: 500, type: 'text/plain; charset=utf-8' });
  });

  it('the server is set and the index updated', async () => {
    expect(await provd.put('/configure/plugin_server', { param: { value: server.url } })).toMatchObject({ status: 204 });
    expect((await provd.get('/configure/plugin_server')).body).toEqual({ param: { value: server.url } });
    expect((await provd.follow('/pg_mgr/install/update', {})).at(-1)).toBe('update|success');
    const { body } = await provd.get('/pg_mgr/install/installable');
    expect(body).toMatchObject({ pkgs: { [PLUGIN]: { version: '1.0.0', dsize: expect.any(Number), capabilities: {} } } });
    expect((await provd.get('/pg_mgr/install/installed')).body).toEqual({ pkgs: {} });
  });

  it('a plugin is upgraded only once it is installed', async () => {
    expect(await provd.post('/pg_mgr/install/upgrade', { id: PLUGIN })).toMatchObject({ status: 400 });
  });

  it('a plugin is installed, and then no second time', async () => {
    const told = await provd.follow('/pg_mgr/install/install', { id: PLUGIN });
    expect(told.at(-1)).toMatch(/^install\|success\(download\|success;(\d+)\/\1\)$/);
    expect(await provd.post('/pg_mgr/install/install', { id: PLUGIN })).toMatchObject({
      status: 400,
      body: expect.stringContaining('[plugins.already-installed]'),
    });
    expect((await provd.get('/pg_mgr/plugins')).body).toEqual({
      plugins: { [PLUGIN]: { links: [{ rel: 'pg.plugin', href: `/0.2/pg_mgr/plugins/${PLUGIN}` }] } },
    });
    expect((await provd.get(`/pg_mgr/plugins/${PLUGIN}/info`)).body).toMatchObject({ plugin_info: { version: '1.0.0' } });
  });

  it('every package is installed one by one, each with the progress of its files', async () => {
    const { body } = await provd.get(`/pg_mgr/plugins/${PLUGIN}/install/installable`);
    const ids = Object.keys((body as { pkgs: object }).pkgs).sort();
    expect(ids).toHaveLength(4);
    for (const id of ids) {
      const told = await provd.follow(`/pg_mgr/plugins/${PLUGIN}/install/install`, { id });
      expect(told.at(-1)).toMatch(/^install_pkg\|success\(download\|success(\(success;\d+\/\d+\))+\)\(install\|success\)$/);
    }
    const installed = await provd.get(`/pg_mgr/plugins/${PLUGIN}/install/installed`);
    expect(Object.keys((installed.body as { pkgs: object }).pkgs).sort()).toEqual(ids);
    expect((installed.body as { pkgs: Record<string, unknown> }).pkgs['T5-lang']).toEqual({
      version: expect.any(String),
      description: expect.any(String),
      dsize: expect.any(Number),
    });
  });

  it('a plugin is read anew', async () => {
    expect(await provd.post('/pg_mgr/reload', { id: PLUGIN })).toMatchObject({ status: 204, body: '' });
    expect(await provd.post('/pg_mgr/reload', { id: 'none' })).toMatchObject({ status: 400 });
  });

  it('a package whose file is gone ends in fail', async () => {
    const broken = `firmware/${PLUGIN}/W70B-146.99.0.3.rom`;
    await engine.client.plugins.uninstall({ id: PLUGIN, clean: true });
    await engine.finished(engine.client.plugins.install({ ids: [PLUGIN] }));
    server.faults.set(broken, { kind: 'status', status: 410 });
    const told = await provd.follow(`/pg_mgr/plugins/${PLUGIN}/install/install`, { id: 'W70B-fw' });
    server.faults.clear();
    expect(told.at(-1)).toMatch(/^install_pkg\|fail\(download\|fail\(fail;0\/\d+\)\)\(install\|fail\)$/);
  });

  it('a plugin is upgraded where the server has a newer one', async () => {
    const newer = path.join(temporaryFolder('newer'), PLUGIN);
    cpSync(DEMO_PLUGIN, newer, { recursive: true });
    const infoPath = path.join(newer, 'plugin-info');
    writeFileSync(infoPath, readFileSync(infoPath, 'utf8').replace('"1.0.0"', '"1.0.1"'));
    await buildPluginServer({ sources: [newer], root: serverDir, url: server.url });
    await provd.follow('/pg_mgr/install/update', {});
    const told = await provd.follow('/pg_mgr/install/upgrade', { id: PLUGIN });
    expect(told.at(-1)).toMatch(/^upgrade\|success\(download\|success;/);
    expect((await provd.get('/pg_mgr/install/installed')).body).toMatchObject({ pkgs: { [PLUGIN]: { version: '1.0.1' } } });
  });

  it('a package and a plugin are uninstalled at once; its resources go with it', async () => {
    await provd.follow(`/pg_mgr/plugins/${PLUGIN}/install/install`, { id: 'T5-lang' });
    const uninstall = `/pg_mgr/plugins/${PLUGIN}/install/uninstall`;
    expect(await provd.post(uninstall, { id: 'T5-lang' })).toMatchObject({ status: 204, body: '' });
    expect(await provd.post(uninstall, { id: 'T5-lang' })).toMatchObject({ status: 400 });
    expect(await provd.post('/pg_mgr/install/uninstall', { id: PLUGIN })).toMatchObject({ status: 204 });
    expect(await provd.get(`/pg_mgr/plugins/${PLUGIN}/info`)).toMatchObject({ status: 404, body: 'No such resource' });
    expect(await provd.post(uninstall, { id: 'T5-lang' })).toMatchObject({ status: 404 });
  });
});

describe('resources', () => {
  it.each([
    ['', ['pg', 'status', 'srv.configure']],
    ['/pg_mgr', ['srv.install', 'pg.plugins', 'pg.reload']],
    [
      '/pg_mgr/install',
      ['install', 'uninstall', 'installed', 'installable', 'upgrade', 'update'].map((name) => `srv.install.${name}`),
    ],
  ])('%j links on', async (at, rels) => {
    const { status, type, body } = await provd.get(at);
    const { links } = body as { links: { rel: string; href: string }[] };
    expect([status, type, links.map(({ rel }) => rel)]).toEqual([200, PROVD_JSON, expect.arrayContaining(rels)]);
    for (const { href } of links) expect((await provd.get(href.slice('/0.2'.length))).status).toBeOneOf([200, 405]);
  });

  it('the status says that the API is up', async () => {
    expect((await provd.get('/status')).body).toEqual({ rest_api: 'ok' });
  });

  it('the locale is taken with a country and without, and chooses the descriptions', async () => {
    expect(await provd.put('/configure/locale', { param: { value: 'fr_FR' } })).toMatchObject({ status: 204 });
    expect(await engine.client.app.settings(undefined)).toMatchObject({ language: 'fr' });
    expect((await provd.get('/configure/locale')).body).toEqual({ param: { value: 'fr' } });
    expect(await provd.put('/configure/locale', { param: { value: null } })).toMatchObject({ status: 204 });
    expect((await provd.get('/configure/locale')).body).toEqual({ param: { value: null } });
  });

  it('the parameters are listed with their values and links', async () => {
    const { params } = (await provd.get('/configure')).body as { params: { id: string }[] };
    expect(params).toEqual(
      expect.arrayContaining([
        {
          id: 'plugin_server',
          description: expect.any(String),
          value: server.url,
          links: [{ rel: 'srv.configure.param', href: '/0.2/configure/plugin_server' }],
        },
      ]),
    );
  });

  it('an operation that was deleted is gone, and its number is not given again', async () => {
    const first = (await provd.post('/pg_mgr/install/update', {})).location ?? '';
    await expect.poll(async () => (await provd.get(first.slice(4))).body).toEqual({ status: 'update|success' });
    expect((await provd.delete(first.slice(4))).status).toBe(204);
    expect((await provd.get(first.slice(4))).status).toBe(404);
    expect((await provd.delete(first.slice(4))).status).toBe(404);
    const second = (await provd.post('/pg_mgr/install/update', {})).location ?? '';
    expect(Number(second.split('/').at(-1))).toBeGreaterThan(Number(first.split('/').at(-1)));
  });
});

describe('what is refused', () => {
  const good = () => ({ 'x-auth-token': rest.token, 'content-type': PROVD_JSON });
  const post = { method: 'POST', body: '{}' };
  it.each<[string, string, RequestInit & { headers?: Record<string, string> }, number]>([
    ['no token', '/status', { headers: { 'x-auth-token': '' } }, 401],
    ['a wrong token', '/status', { headers: { 'x-auth-token': 'x'.repeat(43) } }, 401],
    ['a wrong token on a path that is not there', '/none', { headers: { 'x-auth-token': 'x' } }, 401],
    ['an unknown path', '/dev_mgr/devices', {}, 404],
    ['a path with a slash too many', '/', {}, 404],
    ['a path that cannot be decoded', '/pg_mgr/plugins/%zz', {}, 400],
    ['a plugin that is not installed', '/pg_mgr/plugins/none/install', {}, 404],
    ['a path that climbs', '/pg_mgr/plugins/..%2f..%2fetc/info', {}, 404],
    ['a parameter that is not there', '/configure/none', {}, 404],
    ['an operation that is not there', '/pg_mgr/install/install/99', {}, 404],
    ['another method', '/pg_mgr/install/installed', post, 405],
    ['an answer in another type', '/status', { headers: { accept: 'text/html' } }, 406],
    ['a body in another type', '/pg_mgr/install/install', { ...post, headers: { 'content-type': 'application/json' } }, 415],
    ['a body that is not JSON', '/pg_mgr/install/install', { ...post, body: '{' }, 400],
    ['a body without an id', '/pg_mgr/install/install', post, 400],
    ['a body that is a list', '/pg_mgr/install/install', { ...post, body: '[]' }, 400],
    ['an id that is a path', '/pg_mgr/install/install', { ...post, body: '{"id":"../x"}' }, 400],
    ['an unknown plugin', '/pg_mgr/install/install', { ...post, body: '{"id":"none"}' }, 400],
    ['uninstalling what is not installed', '/pg_mgr/install/uninstall', { ...post, body: '{"id":"none"}' }, 400],
    ['a body that is too large', '/pg_mgr/install/install', { ...post, body: 'x'.repeat(2 ** 23) }, 413],
    ['a server that is no address', '/configure/plugin_server', { method: 'PUT', body: '{"param":{"value":"nope"}}' }, 400],
    ['a server that is no text', '/configure/plugin_server', { method: 'PUT', body: '{"param":{"value":7}}' }, 400],
    ['a value that is missing', '/configure/locale', { method: 'PUT', body: '{"param":{}}' }, 400],
    ['a language that we do not speak', '/configure/locale', { method: 'PUT', body: '{"param":{"value":"xx_YY"}}' }, 400],
  ])('%s at %s', async (_, at, init, status) => {
    const response = await fetch(`${rest.url}${at}`, { ...init, headers: { ...good(), ...init.headers } });
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'text/plain; charset=utf-8']);
  });

  it('an address that others can reach', async () => {
    const started = startRestServer({ transport: engine.backend, address: '0.0.0.0', port: 0, log: silentLog });
    expect(await failureOf(started)).toMatchObject({ code: 'rest.address-not-loopback', facts: { address: '0.0.0.0' } });
  });

  it('a client that goes away in the middle of a body harms nobody', async () => {
    const socket = createConnection(Number(new URL(rest.url).port), '127.0.0.1');
    socket.write(`POST /0.2/pg_mgr/install/install HTTP/1.1\r\nHost: x\r\nX-Auth-Token: ${rest.token}\r\n`);
    socket.write(`Content-Type: ${PROVD_JSON}\r\nContent-Length: 100\r\n\r\n{"id"`);
    await once(socket, 'connect');
    socket.destroy();
    expect((await provd.get('/status')).status).toBe(200);
  });

  it('a port that is taken', async () => {
    const port = Number(new URL(rest.url).port);
    const started = startRestServer({ transport: engine.backend, address: '127.0.0.1', port, log: silentLog });
    expect(await failureOf(started)).toMatchObject({ code: 'serving.port-in-use' });
  });
});

describe('on the command line', () => {
  it('there is no REST API unless it is asked for; then the ready line has its address and token', async () => {
    const silent = await startServe(temporaryFolder('data'), '--no-ui');
    expect(silent.ready).not.toHaveProperty('rest');
    await silent.stop();
    const tokenFile = path.join(temporaryFolder('token'), 'token');
    writeFileSync(tokenFile, 'a-fixed-token-of-ours\n');
    const serve = await startServe(temporaryFolder('data'), '--no-ui', '--rest', '127.0.0.1:0', '--rest-token-file', tokenFile);
    try {
      expect(serve.ready).toMatchObject({ rest: { token: 'a-fixed-token-of-ours' } });
      const { rest: at } = serve.ready as unknown as { rest: { url: string; token: string } };
      expect((await new ProvdClient(at.url, at.token).get('/status')).status).toBe(200);
    } finally {
      await serve.stop();
    }
  });

  it.each<[string, string[], string]>([
    ['an address that others can reach', ['--rest', '0.0.0.0:0'], 'rest.address-not-loopback'],
    ['a token file that is not there', ['--rest', '127.0.0.1:0', '--rest-token-file', '/nonexistent'], 'rest.token-unreadable'],
    ['a token file without a token', ['--rest', '127.0.0.1:0', '--rest-token-file', '/dev/null'], 'rest.token-unreadable'],
  ])('%s is refused', async (_, args, code) => {
    expect(await runCliJson(temporaryFolder('data'), 'serve', '--no-ui', ...args)).toMatchObject({
      status: 1,
      document: { failure: { code } },
    });
  });
});
