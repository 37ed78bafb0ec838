import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { PROBE_COMMAND, readProbe } from '../../../src/main/domain/upgrade/read-probe.ts';
import type { UpgradeWishes } from '../../../src/shared/contract/upgrades.ts';
import { failureOf } from '../../builders/coded-failure.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../builders/test-engine.ts';
import { QUICK, texts, UpgradeSite } from '../../builders/upgrade-site.ts';
import type { DeviceTraits } from '../../fakes/openwrt/device-state.ts';

let site: UpgradeSite;
afterEach(() => site.stop());
afterAll(removeTemporaryFolders);

const FLASH = /^\/sbin\/sysupgrade -v/;

it('the computer’s clock is set while the device answers on after the command: its own clock counts', async () => {
  let set = 0;
  site = await UpgradeSite.start({ now: () => Date.now() + set });
  const device = await site.device('ap-1', { slowAt: { command: FLASH, milliseconds: 600 } });
  const [begun] = await site.start(await site.image(), ['ap-1']);
  await site.until(begun?.id ?? '', ({ step }) => step === 'flashing');
  set = 3 * 60_000;
  await expect.poll(() => device.commands().some((command) => FLASH.test(command))).toBe(true);
  device.dropConnections();
  const ended = await site.ended(begun?.id ?? '');
  expect([ended.outcome, ended.verdict, device.state.flashes]).toEqual(['success', 'success', 1]);
});

it('a device whose sysupgrade checks for minutes is left alone until it has ended, and its image stays', async () => {
  site = await UpgradeSite.start();
  const device = await site.device('ap-1', { slowAt: { command: FLASH, milliseconds: 800 } });
  const [begun] = await site.start(await site.image(), ['ap-1']);
  await expect.poll(() => device.commands().some((command) => FLASH.test(command))).toBe(true);
  const sent = device.commands().length;
  device.dropConnections();
  device.state.grow(135);
  const ended = await site.ended(begun?.id ?? '');
  expect([ended.outcome, ended.verdict, device.state.flashes]).toEqual(['success', 'success', 1]);
  expect(
    device
      .commands()
      .slice(sent)
      .filter((command) => command.startsWith('rm')),
  ).toEqual([]);
});

it('nothing is sent to a device that is being flashed by somebody else, and none of its files is removed', async () => {
  site = await UpgradeSite.start({}, { retries: 0 });
  const device = await site.device('ap-1');
  device.state.sysupgrades.add('/bin/sh /sbin/sysupgrade /tmp/firmware.bin');
  const ended = await site.flash(await site.image(), 'ap-1');
  expect(ended).toMatchObject({ outcome: 'failed', failure: { code: 'upgrade.still-flashing' } });
  expect(device.commands()).toHaveLength(1);
  expect(texts(ended)).not.toContain('Still on the device');
});

it('a device that was put there in its place, up for a day, is not taken for it, and its key is not either', async () => {
  site = await UpgradeSite.start({}, { backWithin: 1_500 });
  const device = await site.device('ap-1', { flash: 'never-back' });
  const [begun] = await site.start(await site.image(), ['ap-1'], { options: { n: true } });
  await site.until(begun?.id ?? '', ({ step }) => step === 'reconnecting');
  const other = await site.device('other', { release: { version: '23.05.5', revision: 'r24106-10cc5fcd00' } });
  other.state.grow(86_430);
  await other.goDown();
  await device.goDown();
  await other.listen(device.port);
  const ended = await site.ended(begun?.id ?? '');
  expect(ended).toMatchObject({ outcome: 'failed', verdict: 'unreachable', watching: true, after: null });
  expect(texts(ended)).toContain('longer than the flash is ago');
  // What was pinned still lets in the real one, and no other.
  expect((await failureOf(site.engine.client.upgrades.probe({ device: 'ap-1' }))).code).toBe('ssh.host-key-changed');
});

it.each([
  ['longer away than it would be watched', 300],
  ['away for a day', 24 * 3_600_000],
])('the engine was %s, and the device is gone: it is told as not back, and its operation ends', async (_what, giveUp) => {
  const watch = { ...QUICK.watch, giveUp };
  site = await UpgradeSite.start({ upgrade: { ...QUICK, watch } }, { backWithin: 1_000 });
  const device = await site.device('ap-1', { flash: 'never-back' });
  const [begun] = await site.start(await site.image(), ['ap-1']);
  const id = begun?.id ?? '';
  await site.until(id, ({ step }) => step === 'reconnecting');
  await site.engine.stop();
  const later = () => Date.now() + 25 * 3_600_000;
  const { dataDir } = site.engine;
  site = await UpgradeSite.start(
    { dataDir, resumeServing: true, now: later, upgrade: { ...QUICK, watch } },
    { backWithin: 1_000 },
  );
  site.devices.push(device);
  expect(await site.ended(id)).toMatchObject({ outcome: 'failed', verdict: 'unreachable' });
  await site.until(id, ({ watching }) => !watching);
});

it('says once and calmly that a device does not answer while it writes', async () => {
  site = await UpgradeSite.start();
  await site.device('ap-1', { downFor: 800 });
  const ended = await site.flash(await site.image(), 'ap-1');
  const told = ended.log.map(({ text }) => text);
  expect(told.filter((text) => /does not answer|has not restarted|cable/.test(text))).toEqual([
    ...told.filter((text) => text === 'It answers and has not restarted yet').slice(0, 1),
    'It does not answer while it writes and restarts: leave its power on',
  ]);
});

it('a release that gives its board another name, as its image says itself, is no other device', async () => {
  site = await UpgradeSite.start();
  const device = await site.device('ap-1', { board: 'archer-c7-v2', boardAfterFlash: 'tplink,archer-c7-v2' });
  const ended = await site.flash(await site.image({ boards: ['archer-c7-v2', 'tplink,archer-c7-v2'] }), 'ap-1');
  expect(ended).toMatchObject({ outcome: 'success', verdict: 'success', after: { board: 'tplink,archer-c7-v2' } });
  expect((await site.engine.client.devices.list(undefined)).devices[0]?.board).toBe('tplink,archer-c7-v2');
  expect(device.state.flashes).toBe(1);
});

it('a board that comes back under a name that its image does not have is another device', async () => {
  site = await UpgradeSite.start({}, { backWithin: 1_000 });
  await site.device('ap-1', { board: 'archer-c7-v2', boardAfterFlash: 'other,board' });
  const ended = await site.flash(await site.image({ boards: ['archer-c7-v2', 'tplink,archer-c7-v2'] }), 'ap-1');
  expect(ended).toMatchObject({ outcome: 'failed', verdict: 'unreachable', after: null });
  expect(texts(ended)).toContain('What answers there is other,board, not archer-c7-v2: it is not believed');
  expect(texts(ended)).not.toContain('Nothing was sent');
});

it.each<[string, Partial<DeviceTraits>, Partial<UpgradeWishes>, string]>([
  ['only restarted', { flash: 'old-again' }, {}, 'same-build'],
  ['was flashed, and shows nothing of it', {}, {}, 'same-build'],
  ['was flashed without its configuration: its key is new', {}, { options: { n: true } }, 'success'],
])('the same build once more, and the device %s', async (_what, traits, wishes, verdict) => {
  site = await UpgradeSite.start();
  await site.device('ap-1', { ...traits, release: { version: '23.05.5', revision: 'r24106-10cc5fcd00' } });
  const ended = await site.flash(await site.image(), 'ap-1', { ...wishes, reinstall: true });
  expect(ended).toMatchObject({ outcome: 'success', verdict, failure: null });
});

describe.skipIf(process.platform !== 'linux')('the question for a running sysupgrade, asked of real processes', () => {
  const shells = [['sh'], ['busybox', 'sh']].filter(([program = '']) => existsSync(`/bin/${program}`));

  it.each(shells.map((words) => ({ words, name: words.join(' ') })))('tells one that flashes, by $name', async ({ words }) => {
    const script = path.join(temporaryFolder('bin'), 'sysupgrade');
    writeFileSync(script, '#!/bin/sh\necho begun\nread end\n', { mode: 0o755 });
    const flashing = spawn(script, ['-v', '/tmp/provdesk-x.bin'], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(flashing.stdout, 'data');
    const [shell = '', ...before] = words;
    const answer = execFileSync(shell, [...before, '-c', PROBE_COMMAND], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    flashing.stdin.end('\n');
    expect(answer).toContain(`${script} -v /tmp/provdesk-x.bin`);
    expect(readProbe(answer)).toMatchObject({ flashing: true });
  });

  it.each([
    ['/bin/sh /sbin/sysupgrade -v /tmp/x.bin ', true],
    ['/sbin/upgraded /tmp/x.bin . /lib/functions.sh ', true],
    ['/bin/sh /sbin/sysupgrade --test /tmp/x.bin ', false],
    ['/bin/sh /sbin/sysupgrade -b /tmp/x.tar.gz ', false],
  ])('%s: %s', (line, flashing) => {
    expect(readProbe(`@@ sysupgrade\n${line}\n@@ end\n`)).toMatchObject({ flashing });
  });
});
