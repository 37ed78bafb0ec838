import { expect, it } from 'vitest';
import { ReceiveTransfer } from './receive-transfer.ts';

it('takes blocks in order, asks again for the one before, and nothing else', () => {
  const transfer = new ReceiveTransfer(512, 10_000, null, 0);
  expect(transfer.data(2, 512, 0)).toBe('wait');
  expect(transfer.data(1, 513, 0)).toBe('wait');
  expect(transfer.data(1, 512, 1)).toBe('write');
  expect(transfer.data(2, 512, 1)).toBe('wait');
  transfer.written(2);
  expect(transfer.data(1, 512, 3)).toBe('acknowledge');
  expect(transfer.data(2, 0, 4)).toBe('last');
  expect([transfer.bytes, transfer.acknowledged]).toEqual([512, 2]);
});

it.each([0, 1])('goes on after block 65,535 with a client that counts on with %i', (next) => {
  const transfer = new ReceiveTransfer(8, 1e9, null, 0);
  for (let block = 1; block <= 65_535; block += 1) {
    expect(transfer.data(block, 8, 0)).toBe('write');
    transfer.written(0);
  }
  expect(transfer.data(next, 8, 0)).toBe('write');
  transfer.written(0);
  expect(transfer.acknowledged).toBe(next);
  expect(transfer.data(next + 1, 3, 0)).toBe('last');
  expect(transfer.bytes).toBe(8 * 65_536 + 3);
});

it('says again where it is, more and more seldom, and gives up after half a minute', () => {
  const transfer = new ReceiveTransfer(512, 10_000, null, 0);
  const said: number[] = [];
  for (let now = 0; now <= 31_000; now += 10) {
    const step = transfer.tick(now);
    if (step === 'acknowledge') said.push(now);
    if (step !== 'gave-up') continue;
    said.push(-now);
    break;
  }
  expect(said).toEqual([250, 750, 1750, 3750, 7750, 11_750, 15_750, 19_750, 23_750, 27_750, -30_000]);
});
