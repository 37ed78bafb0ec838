import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/shared/contract/client.ts';
import type { Reply } from '../../src/shared/contract/kit.ts';
import { ProvdeskError } from '../../src/shared/failures.ts';
import { type Connection, channels } from './channels.ts';
import { type ScriptedEngine, scriptedEngine } from './scripted-handlers.ts';

describe.each(channels)('over $name', ({ open }) => {
  let engine: ScriptedEngine;
  let connection: Connection;

  beforeEach(async () => {
    engine = scriptedEngine();
    connection = await open(engine);
  });
  afterEach(() => connection.cut());

  it('brings an answer back', async () => {
    expect(await connection.client.request('app.status', undefined)).toEqual({ ok: true, value: 'the status' });
  });

  it('gives each of a hundred open requests its own answer', async () => {
    const ids = Array.from({ length: 100 }, (_, i) => `plugin-${i}`);
    const answers = await Promise.all(ids.map((id) => connect(connection.client).plugins.install({ ids: [id] })));
    expect(answers.map(({ operation }) => operation)).toEqual(ids);
  });

  it('brings every character through', async () => {
    const url = 'é \u2028 \u2029 \r\n \0 😀 </script> “';
    expect(await connect(connection.client).plugins.setServer({ url })).toEqual({ url });
  });

  it('brings an answer of two mebibytes through', async () => {
    const ids = Array.from({ length: 500 }, (_, i) => String(i).padStart(190, 'x'));
    const all = await Promise.all(Array.from({ length: 20 }, () => connect(connection.client).plugins.install({ ids })));
    expect(all.every(({ operation }) => operation === ids.join('+'))).toBe(true);
    const heard = new Promise((resolve) => connection.client.subscribe((_name, payload) => resolve(payload)));
    await connection.client.request('app.status', undefined);
    const payload = 'x'.repeat(2 * 1024 * 1024);
    engine.announce('journal.appended', payload);
    expect(await heard).toBe(payload);
  });

  it('brings a failure across as data, and the client makes it an error again', async () => {
    const reply = await connection.client.request('plugins.update', undefined);
    expect(reply).toMatchObject({
      ok: false,
      failure: { code: 'plugins.index-invalid', facts: { url: 'http://x', reason: 'not JSON' } },
    });
    const thrown: unknown = await connect(connection.client)
      .plugins.update(undefined)
      .catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ProvdeskError);
    expect(thrown).toMatchObject({ code: 'plugins.index-invalid', facts: { reason: 'not JSON' } });
  });

  it('tells of a bug no more than its message, and the log hears of it', async () => {
    const reply = await connection.client.request('plugins.catalogue', undefined);
    expect(reply).toMatchObject({ ok: false, failure: { code: 'internal.unexpected', facts: { reason: 'x is undefined' } } });
    expect(engine.bugs).toEqual(['plugins.catalogue']);
  });

  it('tells of an error of the database what it means, and calls it no bug', async () => {
    const reply = await connection.client.request('journal.list', { limit: 1 });
    expect(reply).toMatchObject({ ok: false, failure: { code: 'store.busy', facts: { path: '/data' } } });
    expect(engine.bugs).toEqual([]);
  });

  it.each([
    '__proto__.x',
    'constructor.name',
    'app.toString',
    'app.__proto__',
    'app.settingsChanged',
    'app',
    '',
    '.',
    'app.status.x',
    'App.status',
  ])('knows no call named “%s”', async (name) => {
    expect(codeOf(await connection.client.request(name, undefined))).toBe('contract.unknown-call');
  });

  it.each([
    ['a wrong type', 'devices.remove', { id: 7 }, 'id'],
    ['a missing field', 'devices.remove', {}, 'id'],
    ['nothing', 'devices.remove', undefined, 'input'],
    ['a wrong item of a list', 'plugins.install', { ids: ['good', '../bad'] }, 'ids.1'],
    ['too long a text', 'plugins.setServer', { url: 'x'.repeat(2001) }, 'url'],
    ['something where nothing belongs', 'app.status', 5, 'input'],
  ])('names the field of bad input: %s', async (_what, name, input, field) => {
    const reply = await connection.client.request(name, input);
    expect(reply).toMatchObject({ ok: false, failure: { code: 'contract.invalid-input', facts: { name, field } } });
  });

  it('passes news on to every listener until it ends', async () => {
    const heard: string[] = [];
    const end = connection.client.subscribe((name) => heard.push(`one ${name}`));
    connection.client.subscribe((name) => heard.push(`two ${name}`));
    await connection.client.request('app.status', undefined);
    engine.announce('plugins.changed', { revision: 1 });
    await connection.client.request('app.status', undefined);
    end();
    engine.announce('devices.changed', { revision: 2 });
    await connection.client.request('app.status', undefined);
    expect(heard).toEqual(['one plugins.changed', 'two plugins.changed', 'two devices.changed']);
  });

  it.each(['', 'not JSON', '[]', 'null', '{"id":"1","name":"app.status"}', '{"id":1}', '{"name":"app.status"}'])(
    'ignores the frame %s and serves on',
    async (text) => {
      connection.sendRaw(text);
      expect(codeOf(await connection.client.request('app.status', undefined))).toBe('ok');
    },
  );

  it('settles what is open, and what is asked later, when the connection is lost', async () => {
    const openRequest = connection.client.request('app.settings', undefined);
    await connection.client.request('app.status', undefined);
    await connection.cut();
    expect(codeOf(await openRequest)).toBe('contract.connection-lost');
    expect(codeOf(await connection.client.request('app.status', undefined))).toBe('contract.connection-lost');
  });

  it('lets go of a client that went away', async () => {
    await connection.client.request('app.status', undefined);
    expect(engine.listening).toBe(1);
    await connection.cut();
    expect(engine.listening).toBe(0);
  });
});

function codeOf(reply: Reply): string {
  return reply.ok ? 'ok' : reply.failure.code;
}
