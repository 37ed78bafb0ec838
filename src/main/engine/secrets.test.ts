import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../../../test/builders/coded-failure.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../../test/builders/test-engine.ts';
import { openKeySecrets } from './secrets.ts';

let dataDir: string;
const filePath = () => path.join(dataDir, 'secrets.key.json');
const keyPath = () => path.join(dataDir, 'secrets.key');
const open = (passphrase?: string) => openKeySecrets(dataDir, passphrase);

beforeEach(() => {
  dataDir = temporaryFolder('secrets');
});
afterAll(removeTemporaryFolders);

describe.each([
  ['a key file', undefined],
  ['a passphrase', 'correct horse battery staple'],
])('secrets behind %s', (_, passphrase) => {
  it('come back, also after a restart, and are told by name alone', async () => {
    const secrets = open(passphrase);
    await secrets.set('sign-in fw.example', 'hush');
    await secrets.set('sign-in other', 'é€😀');
    await secrets.set('sign-in gone', 'x');
    await secrets.remove('sign-in gone');
    await secrets.remove('never there');
    expect(await secrets.names()).toEqual(['sign-in fw.example', 'sign-in other']);
    const again = open(passphrase);
    expect([await again.get('sign-in fw.example'), await again.get('sign-in other'), await again.get('no')]).toEqual([
      'hush',
      'é€😀',
      undefined,
    ]);
  });

  it('say nothing on the disk, and are for this user alone', async () => {
    await open(passphrase).set('sign-in fw.example', 'hush hush');
    const text = readdirSync(dataDir)
      .map((name) => readFileSync(path.join(dataDir, name), 'latin1'))
      .join();
    expect(text).not.toMatch(/hush|fw\.example|aHVzaCBodXNo/);
    expect(readdirSync(dataDir).map((name) => statSync(path.join(dataDir, name)).mode & 0o777)).toEqual(
      passphrase === undefined ? [0o600, 0o600] : [0o600],
    );
  });

  it('are never the same bytes twice', async () => {
    const secrets = open(passphrase);
    await secrets.set('a', 'b');
    const first = readFileSync(filePath(), 'utf8');
    await secrets.set('a', 'b');
    expect(readFileSync(filePath(), 'utf8')).not.toBe(first);
  });

  it('all survive being set at the same time', async () => {
    const secrets = open(passphrase);
    const names = Array.from({ length: 20 }, (__, index) => `n${String(index).padStart(2, '0')}`);
    await Promise.all(names.map((name) => secrets.set(name, name)));
    expect(await open(passphrase).names()).toEqual(names);
  });

  it.each(['data', 'tag', 'nonce', 'lock', 'version', 'salt', 'check'])(
    'whose %s was changed are refused, and left',
    async (field) => {
      await open(passphrase).set('a', 'b');
      const file = JSON.parse(readFileSync(filePath(), 'utf8')) as Record<string, unknown>;
      const flipped = (text: string) => Buffer.from(Buffer.from(text, 'base64').map((byte) => byte ^ 1)).toString('base64');
      file[field] = field === 'version' ? 99 : field === 'lock' ? 'other' : flipped(String(file[field]));
      const tampered = JSON.stringify(file);
      writeFileSync(filePath(), tampered);
      const secrets = open(passphrase);
      const wrongKey = passphrase === undefined ? 'secrets.key-missing' : 'secrets.passphrase-wrong';
      const code = field === 'salt' || field === 'check' ? wrongKey : 'secrets.damaged';
      for (const work of [secrets.get('a'), secrets.names(), secrets.set('c', 'd'), secrets.remove('a')])
        expect(await failureOf(work)).toMatchObject({ code, facts: { path: filePath() } });
      expect(readFileSync(filePath(), 'utf8')).toBe(tampered);
    },
  );

  it.each(['', 'no JSON', '[]', '{}', '{"version":1,"by":"desktop"}'])('that are %j in the file are refused', async (text) => {
    writeFileSync(filePath(), text);
    expect((await failureOf(open(passphrase).set('a', 'b'))).code).toBe('secrets.damaged');
    expect(readFileSync(filePath(), 'utf8')).toBe(text);
  });
});

it('a wrong passphrase, or none, is told as that and changes nothing', async () => {
  await open('right').set('a', 'b');
  const before = readFileSync(filePath());
  expect((await failureOf(open('wrong').set('a', 'c'))).code).toBe('secrets.passphrase-wrong');
  expect((await failureOf(open().get('a'))).code).toBe('secrets.passphrase-needed');
  expect((await failureOf(open('').get('a'))).code).toBe('secrets.passphrase-needed');
  expect(readFileSync(filePath())).toEqual(before);
  expect(await open('right').get('a')).toBe('b');
});

it('a key that is lost, cut short or another one is told as that', async () => {
  await open().set('a', 'b');
  const key = readFileSync(keyPath());
  rmSync(keyPath());
  expect((await failureOf(open().set('a', 'c'))).code).toBe('secrets.key-missing');
  expect(existsSync(keyPath())).toBe(false);
  writeFileSync(keyPath(), 'short');
  expect((await failureOf(open().get('a'))).code).toBe('secrets.key-missing');
  writeFileSync(keyPath(), Buffer.alloc(32, 7).toString('base64'));
  expect((await failureOf(open().get('a'))).code).toBe('secrets.key-missing');
  writeFileSync(keyPath(), key);
  expect(await open().get('a')).toBe('b');
});

it('a passphrase given later locks what the key file locked, at the next change', async () => {
  await open().set('a', 'b');
  const locked = open('from now on');
  expect(await locked.get('a')).toBe('b');
  await locked.set('c', 'd');
  expect(existsSync(keyPath())).toBe(false);
  expect((await failureOf(open().get('a'))).code).toBe('secrets.passphrase-needed');
  expect([await open('from now on').get('a'), await open('from now on').get('c')]).toEqual(['b', 'd']);
});
