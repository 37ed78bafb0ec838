import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLogFile } from '../../src/main/engine/log-file.ts';
import { failureOf } from '../builders/coded-failure.ts';
import { oneFilePlugin } from '../builders/one-file-plugin.ts';
import { syntheticFirmware } from '../builders/synthetic-firmware.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';
import { type SignInServer, startSignInServer } from '../fakes/sign-in-server.ts';

const FIRMWARE = syntheticFirmware('fw.rom', 120_000);
const PLUGIN = 'gated';

let engine: TestEngine;
let server: SignInServer;

beforeEach(async () => {
  server = await startSignInServer(FIRMWARE);
  const dataDir = temporaryFolder('data');
  engine = await startTestEngine({ dataDir, log: openLogFile(dataDir), network: { backOffMs: 5, stallMs: 1000 } });
  await engine.finished(engine.client.plugins.install({ ids: [], from: gatedPlugin(server.url) }));
});
afterEach(async () => {
  await engine.stop();
  await server.stop();
});
afterAll(removeTemporaryFolders);

const gatedPlugin = (url: string, downloader = 'auth') => oneFilePlugin(PLUGIN, ['one'], { url, content: FIRMWARE, downloader });
const signIn = (given: { user?: string; password?: string; host?: string } = {}) =>
  engine.client.network.setCredential({ host: server.host, user: server.rules.user, password: server.rules.password, ...given });

async function install(): Promise<string | undefined> {
  const operation = await engine.finished(engine.client.packages.install({ plugin: PLUGIN, packages: ['one'] }));
  return operation.items[0]?.failure?.code ?? operation.state;
}

const statuses = () => server.asked.map(({ status }) => status);

describe('a file behind a sign-in is fetched', () => {
  it.each([
    ['Basic', ['Basic realm="x", charset="UTF-8"']],
    ['Digest, MD5', ['Digest realm="firmware, \\"gated\\"", qop="auth", algorithm=MD5, nonce="NONCE", opaque="5ccc"']],
    [
      'Digest, MD5-sess',
      ['Digest realm="firmware, \\"gated\\"", qop="auth,auth-int", algorithm=MD5-sess, nonce="NONCE", opaque="5ccc"'],
    ],
    ['Digest, SHA-256', ['Digest realm="firmware, \\"gated\\"", qop="auth", algorithm=SHA-256, nonce="NONCE", opaque="5ccc"']],
    [
      'Digest, SHA-256-sess',
      ['Digest realm="firmware, \\"gated\\"", qop=auth, algorithm=SHA-256-sess, nonce="NONCE", opaque="5ccc"'],
    ],
    ['Digest without qop', ['Digest realm="firmware, \\"gated\\"", nonce="NONCE", opaque="5ccc"']],
    [
      'Digest with a hidden user',
      ['Digest realm="firmware, \\"gated\\"", qop="auth", userhash=true, nonce="NONCE", opaque="5ccc"'],
    ],
    [
      'Digest beside what we do not know',
      ['Negotiate', 'Digest realm="firmware, \\"gated\\"", qop="auth", nonce="NONCE", opaque="5ccc"'],
    ],
  ])('%s', async (_, challenges) => {
    server.rules.challenges = challenges;
    await signIn();
    expect(await install()).toBe('success');
    expect(statuses()).toEqual([401, 200]);
  });

  it('with a user beyond ASCII', async () => {
    Object.assign(server.rules, { user: 'Jäger (Süd)', password: 'Tür€' });
    await signIn();
    expect(await install()).toBe('success');
  });

  it('whatever its plugin calls the downloader', async () => {
    await engine.finished(
      engine.client.plugins
        .uninstall({ id: PLUGIN })
        .then(async () => await engine.client.plugins.install({ ids: [], from: gatedPlugin(server.url, 'default') })),
    );
    await signIn();
    expect(await install()).toBe('success');
  });

  it.each([['Basic realm="x"'], ['Digest realm="firmware, \\"gated\\"", qop="auth", nonce="NONCE", opaque="5ccc"']])(
    'and gone on with after a silence, without asking twice: %s',
    async (challenge) => {
      server.rules.challenges = [challenge];
      server.rules.silentOnceAfter = 50_000;
      await signIn();
      expect(await install()).toBe('success');
      expect(server.asked.map(({ status, range }) => [status, range])).toEqual([
        [401, undefined],
        [200, undefined],
        [206, 'bytes=50000-'],
      ]);
    },
  );

  it('again with a nonce that was counted on, and with a new one where that became stale', async () => {
    server.rules.nonceUses = 2;
    await signIn();
    const check = async () => (await engine.finished(engine.client.links.check({}))).state;
    expect([await check(), await check(), await check()]).toEqual(['success', 'success', 'success']);
    expect(statuses()).toEqual([401, 200, 200, 401, 200]);
    expect(server.asked[2]?.authorization).toContain('nc=00000002');
    expect(server.asked[4]?.authorization).toContain('nc=00000001');
  });
});

describe('what is not let in is one coded failure that names the host', () => {
  it('no sign-in at all: asked once, and told where to enter it', async () => {
    const operation = await engine.finished(engine.client.packages.install({ plugin: PLUGIN, packages: ['one'] }));
    expect(operation.items[0]?.failure).toMatchObject({
      code: 'source.sign-in-needed',
      facts: { host: server.host },
      message: expect.stringContaining(`provdesk network credential ${server.host}`),
    });
    expect(statuses()).toEqual([401]);
  });

  it.each([
    ['a wrong password', () => signIn({ password: 'wrong' }), 'source.sign-in-refused', [401, 401]],
    ['a wrong user', () => signIn({ user: 'wrong' }), 'source.sign-in-refused', [401, 401]],
    ['a sign-in for another port', () => signIn({ host: '127.0.0.1:1' }), 'source.sign-in-needed', [401]],
  ] as const)('%s', async (_, given, code, expected) => {
    await given();
    expect(await install()).toBe(code);
    expect(statuses()).toEqual(expected);
  });

  it('a server that calls every nonce stale is not asked for ever', async () => {
    server.rules.alwaysStale = true;
    await signIn();
    expect(await install()).toBe('source.sign-in-refused');
    expect(statuses()).toEqual([401, 401, 401]);
  });

  it.each([
    ['NTLM', ['Negotiate', 'NTLM'], 'negotiate, ntlm'],
    ['another algorithm', ['Digest realm="r", nonce="NONCE", algorithm=SHA-512-256'], 'digest SHA-512-256'],
    ['the body signed as well', ['Digest realm="r", nonce="NONCE", qop="auth-int"'], 'digest auth-int'],
  ])('%s, which Provdesk does not know, is named', async (_, challenges, schemes) => {
    server.rules.challenges = challenges;
    await signIn();
    const operation = await engine.finished(engine.client.packages.install({ plugin: PLUGIN, packages: ['one'] }));
    expect(operation.items[0]?.failure).toMatchObject({
      code: 'source.sign-in-unsupported',
      facts: { host: server.host, schemes },
    });
    expect(statuses()).toEqual([401]);
  });

  it('a sign-in that was changed in the meantime is used from then on', async () => {
    await signIn({ password: 'wrong' });
    expect(await install()).toBe('source.sign-in-refused');
    await signIn();
    expect(await install()).toBe('success');
  });
});

describe('a redirect', () => {
  it.each(['Basic realm="x"', 'Digest realm="firmware, \\"gated\\"", qop="auth", nonce="NONCE", opaque="5ccc"'])(
    'to another origin takes no sign-in along: %s',
    async (challenge) => {
      const other = await startSignInServer(FIRMWARE);
      other.rules.challenges = [challenge];
      server.rules.challenges = [challenge];
      await signIn();
      try {
        expect((await engine.finished(engine.client.links.check({}))).state).toBe('success');
        server.rules.redirectTo = other.url;
        expect(await install()).toBe('source.sign-in-needed');
        expect(other.asked.map(({ authorization }) => authorization)).toEqual([undefined]);
      } finally {
        await other.stop();
      }
    },
  );

  it('may not name a user itself', async () => {
    const other = await startSignInServer(FIRMWARE);
    other.rules.challenges = ['Basic realm="x"'];
    server.rules.redirectTo = other.url.replace('//', '//technician:hush, quiet@');
    try {
      expect(await install()).toBe('source.sign-in-needed');
    } finally {
      await other.stop();
    }
  });
});

it('a downloader that is not known is named, and its file is one to bring; the others stay', async () => {
  const other = 'vendor-portal';
  await engine.finished(
    engine.client.plugins.install({
      ids: [],
      from: oneFilePlugin(other, ['one'], { url: server.url, content: FIRMWARE, downloader: 'acme-portal' }),
    }),
  );
  expect((await engine.client.packages.list({ plugin: other }))[0]?.files).toEqual([
    { name: 'fw.rom', size: FIRMWARE.length, state: 'bring', downloader: 'acme-portal' },
  ]);
  expect((await engine.client.packages.plan({ plugin: other })).packages[0]?.missing).toEqual(['fw.rom']);
  const operation = await engine.finished(engine.client.packages.install({ plugin: other, packages: ['one'] }));
  expect(operation.items[0]?.failure).toMatchObject({
    code: 'packages.downloader-unknown',
    facts: { file: 'fw.rom', downloader: 'acme-portal' },
  });
  expect(server.asked).toEqual([]);
});

it('an address that holds a password is refused, and not shown', async () => {
  await engine.finished(
    engine.client.plugins
      .install({ ids: [], from: gatedPlugin(server.url.replace('//', '//someone:pa55phrase@')) })
      .then(async (started) => started),
  );
  const operation = await engine.finished(engine.client.packages.install({ plugin: PLUGIN, packages: ['one'] }));
  expect(operation.items[0]?.failure).toMatchObject({ code: 'source.credentials-in-url', facts: { host: server.host } });
  expect(JSON.stringify(operation)).not.toContain('pa55phrase');
});

it('a password that goes over the wire as it is, is told once in the journal and in the log', async () => {
  server.rules.challenges = ['Basic realm="x"'];
  await signIn();
  await engine.finished(engine.client.links.check({}));
  expect(await install()).toBe('success');
  const told = (await engine.client.journal.list({ limit: 100 })).filter(({ kind }) => kind === 'network.password-in-clear');
  expect(told).toMatchObject([{ host: server.host }]);
  expect(readFileSync(path.join(engine.dataDir, 'logs/provdesk.log'), 'utf8')).toContain('password sent without encryption');
});

it('sign-ins are listed by host and user, forgotten on request, and there after a restart', async () => {
  await signIn();
  await engine.client.network.setCredential({ host: 'https://Portal.example/login', user: 'me', password: '' });
  const both = [
    { host: server.host, user: 'technician' },
    { host: 'portal.example', user: 'me' },
  ];
  expect(await engine.client.network.credentials(undefined)).toEqual(both);
  await engine.stop();
  engine = await startTestEngine({ dataDir: engine.dataDir });
  expect(await engine.client.network.credentials(undefined)).toEqual(both);
  await engine.client.network.removeCredential({ host: server.host });
  expect(await failureOf(engine.client.network.removeCredential({ host: server.host }))).toEqual({
    code: 'network.no-credential',
    facts: { host: server.host },
  });
  expect(await engine.client.network.credentials(undefined)).toEqual([both[1]]);
});

it.each([
  ['host', { host: 'a/b', user: 'u', password: 'pa55phrase' }],
  ['host', { host: 'u:pa55phrase@fw.example', user: 'u', password: 'p' }],
  ['user', { host: 'fw.example', user: '', password: 'pa55phrase' }],
  ['user', { host: 'fw.example', user: 'a:b', password: 'pa55phrase' }],
  ['password', { host: 'fw.example', user: 'a', password: 'pa55phrase'.repeat(1000) }],
])('a sign-in whose %s is none is refused: nothing is kept, nothing is said of the password', async (field, input) => {
  const reply = await engine.backend.request('network.setCredential', input);
  expect(reply).toMatchObject({ ok: false, failure: { code: 'contract.invalid-input', facts: { field } } });
  expect(JSON.stringify(reply)).not.toContain('pa55phrase');
  expect(await engine.client.network.credentials(undefined)).toEqual([]);
});

it('after all of it the password stands nowhere: not in the data folder, the log, the journal or an operation', async () => {
  const password = 'Tr0ub4dor-and-more';
  server.rules.password = password;
  await signIn();
  server.rules.challenges = ['Basic realm="x"'];
  expect(await install()).toBe('success');
  await signIn({ password: `${password}-wrong` });
  await engine.finished(engine.client.links.check({}));
  const told = JSON.stringify([
    await engine.client.operations.list(undefined),
    await engine.client.journal.list({ limit: 1000 }),
    await engine.client.network.credentials(undefined),
    await engine.client.links.list({}),
  ]);
  await engine.stop();
  const hidden = [
    password,
    Buffer.from(password).toString('base64').slice(0, -4),
    Buffer.from(`technician:${password}`).toString('base64'),
  ];
  expect(hidden.filter((text) => told.includes(text))).toEqual([]);
  const files = readdirSync(engine.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['provdesk.db', 'provdesk.log', 'secrets.key.json']));
  const finds = files.filter((file) => {
    const bytes = readFileSync(path.join(file.parentPath, file.name));
    return hidden.some((text) => bytes.includes(text));
  });
  expect(finds.map(({ name }) => name)).toEqual([]);
});
