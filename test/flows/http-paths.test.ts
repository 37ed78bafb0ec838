import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeTemporaryFolders, startTestEngine, temporaryFolder, type TestEngine } from '../builders/test-engine.ts';
import { exchangeRaw } from '../fakes/raw-http.ts';

const SECRET = 'root:x:0:0:';

let engine: TestEngine;
let port: number;

beforeAll(async () => {
  const parent = temporaryFolder('paths');
  const filesDir = path.join(parent, 'files');
  mkdirSync(path.join(filesDir, 'sub'), { recursive: true });
  writeFileSync(path.join(parent, 'secret.txt'), SECRET);
  writeFileSync(path.join(filesDir, 'a.cfg'), 'hello');
  writeFileSync(path.join(filesDir, 'sub', 'b.cfg'), 'hello');
  if (process.platform !== 'win32') symlinkSync(path.join(parent, 'secret.txt'), path.join(filesDir, 'link.txt'));
  engine = await startTestEngine({ filesDir });
  const { http } = await engine.serve();
  port = Number(new URL(http).port);
});

afterAll(async () => {
  await engine.stop();
  removeTemporaryFolders();
});

const ask = (target: string) => exchangeRaw(port, `GET ${target} HTTP/1.1\r\nConnection: close\r\n\r\n`);

/** Ways to write one step up. Each is tried with everything that may stand around it. */
const STEPS_UP = [
  '../',
  '..\\',
  '%2e%2e/',
  '%2E%2E%2F',
  '..%2f',
  '..%5c',
  '.%2e/',
  '%252e%252e%252f',
  '%252e%252e/',
  '..%252f',
  '%25%32%65%25%32%65/',
  '%c0%ae%c0%ae/',
  '%c0%ae%c0%ae%c0%af',
  '..%c0%af',
  '..%c1%9c',
  '%e0%80%ae%e0%80%ae/',
  '%f0%80%80%ae%f0%80%80%ae/',
  '\xc0\xae\xc0\xae/',
  '%uff0e%uff0e/',
  '%ef%bc%8e%ef%bc%8e/',
  '....//',
  '....\\\\',
  '..;/',
  '..%00/',
  '..\\/',
  './../',
  '.../',
  '%2e%2e%5c',
  '..%09/',
  '..%20/',
  '. ./',
];
const AROUND: readonly ((step: string) => string)[] = [
  (step) => `/${step}secret.txt`,
  (step) => `/${step}${step}secret.txt`,
  (step) => `/sub/${step}${step}secret.txt`,
  (step) => `/a.cfg/${step}${step}secret.txt`,
  (step) => `${step}secret.txt`,
  (step) => `//${step}secret.txt`,
  (step) => `/\\${step}secret.txt`,
  (step) => `http://x/${step}secret.txt`,
  (step) => `/${step}secret.txt%00.cfg`,
  (step) => `/${step}secret.txt?x=.cfg`,
];

it('gives nothing outside the folder, however a step up is written', async () => {
  for (const around of AROUND) {
    const targets = STEPS_UP.map(around);
    const responses = await Promise.all(targets.map(ask));
    responses.forEach(({ status, body }, at) => {
      expect([400, 403, 404], targets[at]).toContain(status);
      expect(body, targets[at]).not.toContain(SECRET);
    });
  }
});

it.each([
  ['a NUL', '/a.cfg%00'],
  ['a NUL before an end', '/a.cfg%00.txt'],
  ['a raw control byte', '/a.cfg\x01'],
  ['a parameter', '/a.cfg;x=1'],
  ['a stream of NTFS', '/a.cfg::$DATA'],
  ['a named stream', '/a.cfg:hidden'],
  ['a trailing dot', '/a.cfg.'],
  ['a trailing blank', '/a.cfg%20'],
  ['a device of Windows', '/CON'],
  ['a device with an end', '/nul.cfg'],
  ['a device in a folder', '/sub/COM1'],
  ['a path of devices', '/\\\\.\\PhysicalDrive0'],
  ['a long path of Windows', '/\\\\?\\C:\\Windows\\win.ini'],
  ['a share', '/\\\\127.0.0.1\\C$\\Windows\\win.ini'],
  ['a drive', '/C:/Windows/win.ini'],
  ['a drive without a slash', '/C:a.cfg'],
  ['an absolute path', '//etc/passwd'],
  ['an absolute path, escaped', '/%2fetc%2fpasswd'],
  ['a file URL', '/file:///etc/passwd'],
  ['a home', '/~/a.cfg'],
  ['a link that leads out', '/link.txt'],
  ['a folder', '/sub'],
  ['the folder itself', '/'],
  ['a file as a folder', '/a.cfg/'.concat('x')],
  ['half an escape', '/a.cfg%'],
  ['a name that is too long', `/${'x'.repeat(5000)}`],
  ['a part that is too long', `/${'x'.repeat(300)}`],
  ['a template', '/${a}.cfg'],
])('finds no file for %s', async (_, target) => {
  const { status, body } = await ask(target);
  expect([400, 403, 404]).toContain(status);
  expect(body).toMatch(/^4\d\d /);
});

it.each(['/a.cfg', '//a.cfg', '/./a.cfg', '/A.CFG', '/%61.cfg', '/sub\\b.cfg', '/sub%2fb.cfg', 'sub/b.cfg', '/a.cfg?x=../../y'])(
  'finds the file that %s means',
  async (target) => {
    expect(await ask(target)).toMatchObject({ status: 200, body: 'hello' });
  },
);
