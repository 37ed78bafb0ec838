import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { anOpenWrtImage } from '../../builders/openwrt-image.ts';
import { runCli, runCliJson, runCliOn, startServe } from '../../builders/run-cli.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../builders/test-engine.ts';
import { SimulatedDevice } from '../../fakes/openwrt/simulated-device.ts';

let dataDir: string;
let device: SimulatedDevice;
beforeEach(async () => {
  dataDir = temporaryFolder('data');
  device = await SimulatedDevice.start();
});
afterEach(() => device.stop());
afterAll(removeTemporaryFolders);

it('takes a device from its address to a report, and each answer is one document', async () => {
  const image = path.join(dataDir, 'openwrt-ramips-mt7621-example_ap-1-v2-squashfs-sysupgrade.bin');
  writeFileSync(image, anOpenWrtImage());
  expect(await runCliOn('secret\n', dataDir, 'credentials', 'add', 'site', '--json')).toMatchObject({ status: 0 });
  const added = await runCliJson(
    dataDir,
    'devices',
    'add',
    '--ssh',
    `127.0.0.1:${device.port}`,
    '--credential',
    'site',
    '--name',
    'ap-1',
  );
  expect(added.document).toMatchObject({
    name: 'ap-1',
    state: 'added',
    lastSeen: null,
    ssh: { host: '127.0.0.1', port: device.port },
  });
  const kept = await runCliJson(dataDir, 'images', 'add', image, '--category', 'Access points', '--build', '23.05.5');
  expect(kept.document).toMatchObject({ facts: { boards: ['example,ap-1-v2'], version: '23.05.5' }, buildVersion: '23.05.5' });
  const probed = await runCliJson(dataDir, 'devices', 'probe', 'ap-1');
  expect(probed.document).toMatchObject({ board: 'example,ap-1-v2', release: '22.03.5' });

  const stops = ['--stop-after-canary', '2', '--stop-after-wave', '5'];
  const plan = await runCliJson(dataDir, 'upgrade', 'plan', '--batch', '--build', '23.05.5', ...stops);
  const rollout = { canary: 1, wave: 10, stopAfterCanary: 2, stopAfterWave: 5 };
  expect(plan.document).toMatchObject({
    planned: [{ deviceName: 'ap-1', wave: 0, because: 'firmwareless' }],
    skipped: [],
    rollout,
  });
  const at = new Date(Date.now() + 3_600_000).toISOString();
  const later = await runCli(dataDir, 'upgrade', 'plan', '--batch', '--build', '23.05.5', '--at', at);
  expect(later.stdout).toContain(`It waits until ${at.slice(0, 10)} ${at.slice(11, 19)}Z.`);
  const run = await runCliJson(dataDir, 'upgrade', 'run', String(plan.document['plan']));

  expect(run).toMatchObject({ status: 0, document: { state: 'success', operations: [{ state: 'success', step: 'done' }] } });
  expect((await runCli(dataDir, 'upgrade', 'status', String(run.document['batch']))).stdout).toContain(
    '1 first, then 10 at a time. It pauses at 2 failed of the first, or at 5 failed of a wave.',
  );
  expect(
    run.stderr
      .trim()
      .split('\n')
      .every((line) => 'progress' in (JSON.parse(line) as object)),
  ).toBe(true);
  expect(device.state.release.version).toBe('23.05.5');

  const out = path.join(dataDir, 'report.html');
  expect(
    await runCliJson(dataDir, 'upgrade', 'report', String(run.document['batch']), '-o', out, '--language', 'de'),
  ).toMatchObject({
    status: 0,
  });
  expect(readFileSync(out, 'utf8')).toMatch(/Upgrade auf Access points[\s\S]*OpenWrt 23\.05\.5/);
  const [operation] = run.document['operations'] as { id: string }[];
  const status = await runCliJson(dataDir, 'upgrade', 'status', operation?.id ?? '');
  expect(JSON.stringify(status.document['log'])).toContain('own test accepts');
}, 60_000);

it.each<[string, string[], object]>([
  ['it waits for the end, and shows how it goes', [], { state: 'success', operations: [{ state: 'success' }] }],
  ['it says at once that it has begun, where nobody is to wait', ['--no-wait'], { state: 'running', finishedAt: null }],
])(
  'a batch is gone on with beside an engine that runs: %s',
  async (_what, flags, expected) => {
    const { stop } = await startServe(dataDir, '--no-ui');
    try {
      const image = path.join(dataDir, 'openwrt-ramips-mt7621-example_ap-1-v2-squashfs-sysupgrade.bin');
      writeFileSync(image, anOpenWrtImage());
      await runCliOn('secret\n', dataDir, 'credentials', 'add', 'site');
      const ssh = ['--ssh', `127.0.0.1:${device.port}`, '--credential', 'site', '--name', 'ap-1'];
      await runCli(dataDir, 'devices', 'add', ...ssh);
      await runCli(dataDir, 'images', 'add', image, '--category', 'Access points', '--build', '23.05.5');
      const at = new Date(Date.now() + 3_600_000).toISOString();
      const plan = await runCliJson(dataDir, 'upgrade', 'plan', 'ap-1', '--image', path.basename(image), '--at', at);
      const begun = await runCliJson(dataDir, 'upgrade', 'run', String(plan.document['plan']), '--no-wait');
      const { batch } = begun.document as { batch: { id: string; state: string } };
      expect(batch.state).toBe('scheduled');
      const resumed = await runCliJson(dataDir, 'upgrade', 'resume', batch.id, ...flags);
      expect(resumed).toMatchObject({ status: 0, document: expected });
      expect(resumed.stderr.includes('"progress"')).toBe(flags.length === 0);
    } finally {
      await stop();
    }
  },
  60_000,
);

it('shows what an image says of itself, and lets none of it steer the terminal or forge a line', async () => {
  const evil = '\u001b]0;owned\u0007\u009b2J\u202egnp';
  const image = path.join(dataDir, 'openwrt-evil-squashfs-sysupgrade.bin');
  const told = { version: `1\n${evil}`, compatVersion: '2.0', compatMessage: `${evil}\r\nForged` };
  writeFileSync(image, anOpenWrtImage({ boards: [`acme,${evil}`], ...told }));
  const document = ['images', 'inspect', image, '--json'];
  const add = ['images', 'add', image, '--category', 'Access points', '--build', '1'];
  for (const words of [document, ['images', 'inspect', image], add, ['images', 'list'], ['images', 'list', '--json']]) {
    const { status, stdout } = await runCli(dataDir, ...words);
    const raw = [...stdout].filter((one) => /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/.test(one));
    expect({ words, status, raw }).toEqual({ words, status: 0, raw: [] });
    if (words.includes('--json')) expect(JSON.stringify(JSON.parse(stdout))).toContain(JSON.stringify(evil).slice(1, -1));
    else expect(stdout).toContain(String.raw`\x1b]0;owned\x07\x9b2J\u202egnp`);
    expect(stdout).not.toMatch(/^\W*Forged/m);
  }
}, 30_000);

it('tells and changes how upgrades are carried out, and which types of images this site knows', async () => {
  const usual = await runCliJson(dataDir, 'upgrade', 'policy');
  expect(usual.document).toMatchObject({ atOnce: 5, retries: 4, firstWait: 60_000 });
  const changed = await runCliJson(dataDir, 'upgrade', 'policy', '--at-once', '20', '--first-wait', '90s');
  expect(changed.document).toEqual({ ...usual.document, atOnce: 20, firstWait: 90_000 });
  const types = [{ type: 'acme-sysupgrade.bin', label: 'Acme', boards: ['acme,one'] }];
  const file = path.join(dataDir, 'types.json');
  writeFileSync(file, JSON.stringify(types));
  expect((await runCliJson(dataDir, 'images', 'types', file)).document).toMatchObject({ custom: types });
  writeFileSync(file, '[{"type":""}]');
  expect(await runCliJson(dataDir, 'images', 'types', file)).toMatchObject({ status: 1 });
  expect((await runCliJson(dataDir, 'images', 'types')).document).toMatchObject({ custom: types });
}, 60_000);

it.each([
  [['upgrade', 'policy', '--first-wait', '90'], 2],
  [['upgrade', 'policy', '--at-once', '0'], 2],
  [['images', 'types', '/nowhere.json'], 1],
  [['upgrade', 'report', 'x', '-o', 'x.html', '--language', 'it'], 2],
  [['upgrade', 'plan', '--build', '1'], 2],
  [['upgrade', 'plan', '--batch', '--build', '1', '--option', 'x'], 2],
  [['upgrade', 'plan', '--batch', '--build', '1', '--wave', '0'], 2],
  [['upgrade', 'plan', '--batch', '--build', '1', '--canary', '2000'], 2],
  [['upgrade', 'plan', '--batch', '--build', '1', '--stop-after-canary', '0'], 2],
  [['upgrade', 'plan', '--batch', '--build', '1', '--stop-after-wave', '1001'], 2],
  [['upgrade', 'run', 'nowhere'], 1],
  [['devices', 'add'], 2],
  [['devices', 'add', '--ssh', 'a:0'], 2],
  [['devices', 'add', '--ssh', 'a', '--credential', 'nowhere'], 1],
  [['images', 'add', '/nowhere.bin', '--category', 'a', '--build', 'b'], 1],
])('refuses %j with status %i and a coded failure', async (args, expected) => {
  const { status, stdout } = await runCli(dataDir, ...args, '--json');
  expect([status, (JSON.parse(stdout) as { failure: { code: string } }).failure.code]).toEqual([expected, expect.any(String)]);
});

it('takes back what was told of a device, and changes nothing that was not', async () => {
  const change = async (...args: string[]) => (await runCliJson(dataDir, 'devices', 'change', 'ap-1', ...args)).document;
  await runCli(
    dataDir,
    'devices',
    'add',
    '--ssh',
    '192.0.2.7',
    '--name',
    'ap-1',
    '--group',
    'roof',
    '--location',
    'Site 1',
    '--legacy',
  );
  expect(await change('--no-active')).toMatchObject({ group: 'roof', ssh: { active: false, legacy: true } });
  expect(await change('--no-legacy', '--no-group')).toMatchObject({
    group: null,
    location: 'Site 1',
    ssh: { active: false, legacy: false },
  });
  expect(await change('--active')).toMatchObject({ name: 'ap-1', ssh: { active: true, legacy: false, host: '192.0.2.7' } });
  const again = await runCliJson(dataDir, 'devices', 'add', '--ssh', '192.0.2.7', '--name', 'ap-2');
  expect(again).toMatchObject({ status: 1, document: { failure: { code: 'devices.address-taken', device: 'ap-1' } } });
}, 30_000);
