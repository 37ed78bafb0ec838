import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { runCli, runCliJson } from '../builders/run-cli.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';

const MAC = '80:5e:c0:00:00:01';
const NAME = '805ec0000001.cfg';

let engine: TestEngine;
beforeEach(async () => {
  engine = await startTestEngine();
  await engine.client.devices.add({ mac: MAC });
});
afterEach(async () => await engine.stop());
afterAll(removeTemporaryFolders);

const run = (...words: string[]) => runCliJson(engine.dataDir, 'devices', ...words);
const say = (...words: string[]) => runCli(engine.dataDir, 'devices', ...words);

it('gives, shows and takes away parameters of one device and of a vendor', async () => {
  const given = await run('configure', '80-5E-C0-00-00-01', 'account.1.label=A = b', 'lang.gui=German');
  expect(given).toMatchObject({
    status: 0,
    document: {
      parameters: [
        { name: 'account.1.label', value: 'A = b', of: 'device' },
        { name: 'lang.gui', value: 'German', of: 'device' },
      ],
      changedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    },
  });
  expect(await run('configure', '--vendor', 'yealink', 'lang.gui=French', 'features.dnd=0')).toMatchObject({ status: 0 });
  expect((await say('configure', MAC, '--unset', 'lang.gui', '--unset', 'account.1.label', 'linekey.1.type=15')).stdout).toBe(
    [
      'PARAMETER       OF      VALUE',
      'features.dnd    vendor  0',
      'lang.gui        vendor  French',
      'linekey.1.type  device  15',
      '',
    ].join('\n'),
  );
  expect(await run('configure', MAC)).toMatchObject({ document: { parameters: [{}, {}, {}] } });
  expect(await run('show', MAC)).toMatchObject({ document: { mac: MAC, parameters: [{}, {}, { name: 'linekey.1.type' }] } });
  expect((await say('show', MAC)).stdout).toMatch(/^MAC .*\n80:5e:c0.*\n\nPARAMETER .*\nfeatures\.dnd /);
});

it('tells the files that a device would get, and writes them where nothing else is', async () => {
  const out = path.join(temporaryFolder('out'), 'new');
  expect(await run('render', MAC)).toMatchObject({ status: 0, document: { files: [] } });
  await engine.client.devices.configure({ of: { kind: 'device', device: MAC }, set: [{ name: 'a', value: '1' }] });
  const sha256 = createHash('sha256').update('#!version:1.0.0.1\na = 1\n').digest('hex');
  const document = { files: [{ path: NAME, bytes: 24, sha256 }] };
  expect(await run('render', MAC)).toMatchObject({ status: 0, document });
  expect((await say('render', MAC)).stdout).toBe(`FILE              BYTES  SHA-256\n${NAME}  24     ${sha256}\n`);
  expect(await run('render', MAC, '--out', out)).toMatchObject({ status: 0, document });
  writeFileSync(path.join(out, NAME), 'of somebody else');
  expect(await run('render', MAC, '--out', out)).toMatchObject({
    status: 1,
    document: { failure: { code: 'devices.would-overwrite', path: path.join(out, NAME) } },
  });
  expect((await say('render', MAC, '--out', out, '--overwrite')).stdout).toContain(`1 file in ${out}.`);
  expect(readFileSync(path.join(out, NAME), 'utf8')).toBe('#!version:1.0.0.1\na = 1\n');
});

it.each<[number, string, string[]]>([
  [2, 'give a device, or --vendor', ['configure']],
  [2, 'is not NAME=VALUE', ['configure', MAC, 'account.1.label']],
  [2, 'is not NAME=VALUE', ['configure', '--vendor', 'Yealink', MAC, 'a=1']],
  [1, '[devices.parameter-secret]', ['configure', MAC, 'account.1.password=x']],
  [1, '[devices.parameter-unknown]', ['configure', MAC, '--unset', 'a']],
  [1, '[devices.not-rendered]', ['configure', '--vendor', 'Acme', 'a=1']],
  [1, '[devices.unknown]', ['render', '80:5e:c0:00:00:02']],
])('ends with %i and “%s” for what is wrong', async (status, said, words) => {
  const told = await say(...words);
  expect(told).toMatchObject({ status, stdout: '' });
  expect(told.stderr).toContain(said);
});

it('says the same at the console', async () => {
  const { stdout, status } = await runCli(
    engine.dataDir,
    'console',
    '--json',
    '--eval',
    `devices.configure('${MAC}', {'a.1': 'x', 'a.2': 7, 'a.3': true}); devices.configure('${MAC}', {'a.2': null}); devices.render('${MAC}')`,
  );
  expect(status).toBe(0);
  expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
    files: [{ path: NAME, bytes: '#!version:1.0.0.1\na.1 = x\na.3 = true\n'.length }],
  });
  const refused = await runCli(engine.dataDir, 'console', '--eval', `devices.configure('${MAC}', {a: []})`);
  expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('the value of a') as string });
});
