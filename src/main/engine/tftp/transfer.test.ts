import { expect, it } from 'vitest';
import { agreeOnOptions } from './options.ts';
import { ReadTransfer, type Rollover, type Step } from './transfer.ts';

const aTransfer = (size: number, options: Record<string, string> = {}, rollover: Rollover = 0) =>
  new ReadTransfer(size, agreeOnOptions(new Map(Object.entries(options)), size, 1468), rollover);

/** A step as short words: `oack`, `1:512` (number and length), `1:512 2:88`, or the step's own. */
function words(transfer: ReadTransfer, step: Step): string {
  if (step !== 'send') return step;
  const blocks: string[] = [];
  for (let block = transfer.firstToSend; block <= transfer.lastToSend; block += 1)
    blocks.push(block === 0 ? 'oack' : `${transfer.numberOf(block)}:${transfer.lengthOf(block)}`);
  return blocks.join(' ');
}

it.each<[string, number, Record<string, string>, string[]]>([
  ['an empty file with one empty block', 0, {}, ['1:0', 'complete']],
  ['a short file with one block', 3, {}, ['1:3', 'complete']],
  ['an exact multiple with an empty block at the end', 1024, {}, ['1:512', '2:512', '3:0', 'complete']],
  ['the OACK first, where options were agreed on', 600, { tsize: '0' }, ['oack', '1:512', '2:88', 'complete']],
  ['no OACK, where every option was declined', 3, { blksize: '7', foo: 'bar' }, ['1:3', 'complete']],
  ['blocks of the agreed size', 20, { blksize: '8' }, ['oack', '1:8', '2:8', '3:4', 'complete']],
  ['an empty file behind an OACK', 0, { tsize: '0' }, ['oack', '1:0', 'complete']],
  [
    'windows of the agreed size, the last one short',
    2500,
    { windowsize: '2' },
    ['oack', '1:512 2:512', '3:512 4:512', '5:452', 'complete'],
  ],
  ['a window that ends with an empty block', 1024, { windowsize: '8' }, ['oack', '1:512 2:512 3:0', 'complete']],
])('sends %s', (_, size, options, expected) => {
  const transfer = aTransfer(size, options);
  const seen = [words(transfer, transfer.start(0))];
  for (let now = 1; seen.at(-1) !== 'complete'; now += 1)
    seen.push(words(transfer, transfer.acknowledge(transfer.numberOf(transfer.lastToSend), now)));
  expect(seen).toEqual(expected);
  expect(transfer.ackedBytes).toBe(size);
});

it.each<[Rollover, number, number]>([
  [0, 1, 65_536 * 3 + 5],
  [1, 1, 65_536 * 3 + 5],
  [0, 16, 65_536 + 40],
  [1, 16, 65_536 + 40],
])('counts on past 65,535 blocks with the number going to %i, in windows of %i', (rollover, window, blocks) => {
  const size = 8 * (blocks - 1) + 3;
  const transfer = aTransfer(size, { blksize: '8', windowsize: String(window) }, rollover);
  let step = transfer.start(0);
  let expected = 0;
  for (let now = 1; step === 'send'; now += 1) {
    for (let block = transfer.firstToSend; block <= transfer.lastToSend; block += 1) {
      expect(transfer.numberOf(block)).toBe(expected);
      expected = expected === 65_535 ? rollover : expected + 1;
    }
    step = transfer.acknowledge(transfer.numberOf(transfer.lastToSend), now);
  }
  expect(step).toBe('complete');
  expect(transfer.ackedBytes).toBe(size);
});

it.each([
  ['a repeated acknowledgement', 1],
  ['an acknowledgement of a block that was never sent', 3],
  ['an old acknowledgement', 0],
  ['a number far away', 65_535],
])('does nothing upon %s', (_, number) => {
  const transfer = aTransfer(5000);
  transfer.start(0);
  transfer.acknowledge(1, 10);
  const before = transfer.wakeAt;
  expect(transfer.acknowledge(number, 20)).toBe('wait');
  expect(transfer.wakeAt).toBe(before);
});

it('does not take the OACK of a counter that goes to 1 for its last block', () => {
  const transfer = aTransfer(8 * 65_540, { blksize: '8' }, 1);
  transfer.start(0);
  for (let block = 0; block < 65_535; block += 1) transfer.acknowledge(block, block);
  expect(transfer.acknowledge(0, 70_000)).toBe('wait');
  expect(words(transfer, transfer.acknowledge(65_535, 70_001))).toBe('1:8');
});

it('sends a lost block again when the timer says so, and waits twice as long after that', () => {
  const transfer = aTransfer(5000);
  transfer.start(0);
  expect(transfer.wakeAt).toBe(250);
  expect(transfer.tick(249)).toBe('wait');
  expect(words(transfer, transfer.tick(250))).toBe('1:512');
  expect(transfer.wakeAt).toBe(750);
  expect(words(transfer, transfer.tick(750))).toBe('1:512');
  expect(transfer.wakeAt).toBe(1750);
});

it('sends a lost OACK again', () => {
  const transfer = aTransfer(5000, { tsize: '0' });
  transfer.start(0);
  expect(words(transfer, transfer.tick(250))).toBe('oack');
});

it('goes on where both the block and its resend are acknowledged', () => {
  const transfer = aTransfer(5000);
  transfer.start(0);
  transfer.tick(250);
  expect(words(transfer, transfer.acknowledge(1, 251))).toBe('2:512');
  expect(transfer.acknowledge(1, 252)).toBe('wait');
});

/** Behind its OACK, with blocks 1 to 4 on their way since 20 ms, and a round trip of 10 ms known. */
function inAWindow(): ReadTransfer {
  const transfer = aTransfer(50_000, { windowsize: '4' });
  transfer.start(0);
  transfer.acknowledge(0, 10);
  transfer.acknowledge(4, 20);
  return transfer;
}

it('goes back behind an acknowledgement in the middle of a window', () => {
  const transfer = inAWindow();
  expect(words(transfer, transfer.acknowledge(6, 30))).toBe('7:512 8:512 9:512 10:512');
  expect(words(transfer, transfer.acknowledge(10, 40))).toBe('11:512 12:512 13:512 14:512');
});

it('goes back once when the first block of a window is said to be missing, and then only on the timer', () => {
  const transfer = inAWindow();
  expect(words(transfer, transfer.acknowledge(4, 30))).toBe('5:512 6:512 7:512 8:512');
  expect(transfer.acknowledge(4, 40)).toBe('wait');
  expect(transfer.acknowledge(4, 50)).toBe('wait');
  expect(words(transfer, transfer.tick(transfer.wakeAt))).toBe('5:512 6:512 7:512 8:512');
});

it('takes an acknowledgement that comes again at once for a doubled packet', () => {
  const transfer = inAWindow();
  expect(transfer.acknowledge(4, 21)).toBe('wait');
});

it('sends the whole window again on the timer', () => {
  const transfer = inAWindow();
  expect(words(transfer, transfer.tick(transfer.wakeAt))).toBe('5:512 6:512 7:512 8:512');
  expect(words(transfer, transfer.acknowledge(8, 200))).toBe('9:512 10:512 11:512 12:512');
});

it('takes the acknowledgement of a block that went out before it went back', () => {
  const transfer = inAWindow();
  transfer.acknowledge(5, 30);
  expect(words(transfer, transfer.acknowledge(8, 31))).toBe('9:512 10:512 11:512 12:512');
});

it('learns the round trip, but not from a block that went out twice', () => {
  const transfer = aTransfer(500_000);
  transfer.start(0);
  transfer.acknowledge(1, 2);
  expect(transfer.wakeAt).toBe(2 + 50);
  transfer.tick(52);
  transfer.acknowledge(2, 53);
  // The doubled wait stays until a block gets through at the first try.
  expect(transfer.wakeAt).toBe(53 + 100);
  transfer.acknowledge(3, 55);
  expect(transfer.wakeAt).toBe(55 + 50);
});

it("never waits longer than the client's own timeout", () => {
  const transfer = aTransfer(5000, { timeout: '1' });
  transfer.start(0);
  const waits: number[] = [];
  for (let now = 0; now < 5000; now = transfer.wakeAt) {
    transfer.tick(now);
    waits.push(transfer.wakeAt - now);
  }
  expect(Math.max(...waits)).toBe(1000);
});

it('gives a silent client up after thirty seconds', () => {
  const transfer = aTransfer(5000);
  transfer.start(0);
  const seen: string[] = [];
  while (seen.at(-1) !== 'gave-up') seen.push(transfer.tick(transfer.wakeAt));
  expect(transfer.wakeAt).toBeLessThanOrEqual(34_000);
  expect(seen.length).toBeGreaterThan(6);
  expect(transfer.acknowledge(1, 60_000)).toBe('wait');
  expect(transfer.tick(60_000)).toBe('wait');
});
