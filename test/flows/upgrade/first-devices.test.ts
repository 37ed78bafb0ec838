import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { removeTemporaryFolders } from '../../builders/test-engine.ts';
import { texts, UpgradeSite } from '../../builders/upgrade-site.ts';

let site: UpgradeSite;
beforeEach(async () => {
  site = await UpgradeSite.start();
});
afterEach(() => site.stop());
afterAll(removeTemporaryFolders);

const NEW = { version: '23.05.5', revision: 'r24106-10cc5fcd00' };

it('nothing was sent to the first device: the next goes first, and where that fails, nobody else is touched', async () => {
  await site.device('ap-1', { release: NEW });
  await site.device('ap-2', { flash: 'rejects' });
  const third = await site.device('ap-3');
  const operations = await site.start(await site.image(), ['ap-1', 'ap-2', 'ap-3']);
  const [first, second] = await Promise.all(operations.slice(0, 2).map(({ id }) => site.ended(id)));
  expect([first?.verdict, second?.wave, second?.outcome]).toEqual(['not-needed', 0, 'failed']);
  expect(second && texts(second)).toContain('this one goes first');
  const [batch] = await site.engine.client.upgrades.batches(undefined);
  expect(batch).toMatchObject({ state: 'paused', pausedFor: { wave: 0, failed: 1 } });
  expect(third.commands()).toEqual([]);
});

it('the first device restarted with the build that it had, which proves nothing: nobody else is touched', async () => {
  await site.device('ap-1', { release: NEW, flash: 'old-again' });
  const second = await site.device('ap-2', { release: NEW });
  const [first, other] = await site.start(await site.image(), ['ap-1', 'ap-2'], { reinstall: true });
  expect(await site.ended(first?.id ?? '')).toMatchObject({ outcome: 'success', verdict: 'same-build' });
  const [batch] = await site.engine.client.upgrades.batches(undefined);
  expect(batch).toMatchObject({ state: 'paused', pausedFor: { unproved: 0 } });
  expect(second.commands()).toEqual([]);

  await site.engine.client.upgrades.resumeBatch({ id: batch?.id ?? '' });
  expect(await site.ended(other?.id ?? '')).toMatchObject({ outcome: 'success' });
});

it('a batch that was paused by hand says why it has to pause since, and is gone on with over it', async () => {
  await site.device('ap-1', { testRefuses: true, slowAt: { command: /--test/, milliseconds: 200 } });
  const second = await site.device('ap-2');
  const [first, other] = await site.start(await site.image(), ['ap-1', 'ap-2']);
  const { client } = site.engine;
  const id = first?.batch ?? '';
  await site.until(first?.id ?? '', ({ step }) => step === 'testing');
  expect(await client.upgrades.pauseBatch({ id })).toMatchObject({ state: 'paused', pausedFor: null });
  await site.ended(first?.id ?? '');
  expect(await client.upgrades.batches(undefined)).toMatchObject([{ state: 'paused', pausedFor: { wave: 0, failed: 1 } }]);
  expect(second.commands()).toEqual([]);

  expect(await client.upgrades.resumeBatch({ id })).toMatchObject({ state: 'running' });
  expect(await site.ended(other?.id ?? '')).toMatchObject({ outcome: 'success' });
});

it('a batch that lost its first device before its time pauses when it begins, as nothing is proved', async () => {
  const devices = [await site.device('ap-1'), await site.device('ap-2')];
  const image = await site.image();
  const { client } = site.engine;
  const choice = { image: image.id, devices: ['ap-1', 'ap-2'], startAt: Date.now() + 3_600_000 };
  const { batch, operations } = await client.upgrades.start(choice);
  const [first, other] = operations;
  await client.upgrades.cancel({ id: first?.id ?? '' });
  expect(await client.upgrades.resumeBatch({ id: batch.id })).toMatchObject({ state: 'paused', pausedFor: { unproved: 0 } });
  expect(devices.flatMap((device) => device.commands())).toEqual([]);

  await client.upgrades.resumeBatch({ id: batch.id });
  expect(await site.ended(other?.id ?? '')).toMatchObject({ outcome: 'success' });
});
