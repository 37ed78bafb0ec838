import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { failureOf } from '../../builders/coded-failure.ts';
import { runCliJson } from '../../builders/run-cli.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../builders/test-engine.ts';
import { UpgradeSite } from '../../builders/upgrade-site.ts';
import type { DeviceTraits } from '../../fakes/openwrt/device-state.ts';

let site: UpgradeSite;
beforeEach(async () => {
  site = await UpgradeSite.start();
});
afterEach(() => site.stop());
afterAll(removeTemporaryFolders);

it.each<[DeviceTraits['backup'], string]>([
  ['fails', 'exit 1'],
  ['cut-short', 'unexpected end of file'],
  ['damaged', 'incorrect data check'],
  ['no-archive', 'no archive'],
])('a configuration that %s: nothing is flashed, and no half backup is kept', async (backup, reason) => {
  const device = await site.device('ap-1', { backup });
  const ended = await site.flash(await site.image(), 'ap-1');
  expect(ended).toMatchObject({ outcome: 'aborted', failure: { code: 'upgrade.backup-failed' }, backup: null });
  expect(ended.failure?.facts['reason']).toContain(reason);
  expect([device.state.flashes, device.brought()]).toEqual([0, []]);
  expect((await failureOf(site.engine.client.upgrades.backup({ id: ended.id }))).code).toBe('upgrade.no-backup');
});

it('gives the configuration out as the device packed it, to the window and to a file for its owner alone', async () => {
  const device = await site.device('ap-1');
  const before = device.configuration();
  const ended = await site.flash(await site.image(), 'ap-1', { options: { n: true } });
  const { base64, ...told } = await site.engine.client.upgrades.backup({ id: ended.id });
  const bytes = Buffer.from(base64, 'base64');
  expect(told).toEqual({ name: expect.stringMatching(/^backup-ap-1-\d{4}-\d\d-\d\d\.tar\.gz$/), ...ended.backup });
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(ended.backup?.sha256);
  expect(gunzipSync(bytes).includes(before)).toBe(true);

  const { dataDir } = site.engine;
  await site.engine.stop();
  const to = path.join(temporaryFolder('out'), 'ap-1.tar.gz');
  const answer = await runCliJson(dataDir, 'upgrade', 'backup', ended.id, '--to', to);
  expect(answer).toMatchObject({ status: 0, document: { path: to, bytes: bytes.length, sha256: ended.backup?.sha256 } });
  expect(readFileSync(to)).toEqual(bytes);
  if (process.platform !== 'win32') expect(statSync(to).mode & 0o777).toBe(0o600);
});
