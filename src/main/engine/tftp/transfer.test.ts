import { expect, it } from 'vitest';
import { agreeOnOptions } from './options.ts';
import type { Packet } from './packet.ts';
import { ReadTransfer, type TransferAction } from './transfer.ts';

const aTransfer = (size: number, options: Record<string, string> = {}) =>
  new ReadTransfer(size, agreeOnOptions(new Map(Object.entries(options)), size, 1468));
const ack = (block: number): Packet => ({ kind: 'ack', block: block & 0xffff });

/** Actions as short words: `oack`, `1:512` (block and length), `error 0`, `end sent`. */
function words(actions: readonly TransferAction[]): string {
  return actions
    .map((action) => {
      if (action.kind === 'send-oack') return 'oack';
      if (action.kind === 'send-data') return `${action.block}:${action.length}`;
      return action.kind === 'send-error' ? `error ${action.code}` : `end ${action.outcome}`;
    })
    .join(' ');
}

it.each<[string, number, Record<string, string>, string[]]>([
  ['an empty file with one empty block', 0, {}, ['1:0', 'end sent']],
  ['a short file with one block', 3, {}, ['1:3', 'end sent']],
  ['an exact multiple with an empty block at the end', 1024, {}, ['1:512', '2:512', '3:0', 'end sent']],
  ['the OACK first, where options were agreed on', 600, { tsize: '0' }, ['oack', '1:512', '2:88', 'end sent']],
  ['no OACK, where every option was declined', 3, { blksize: '7', foo: 'bar' }, ['1:3', 'end sent']],
  ['blocks of the agreed size', 20, { blksize: '8' }, ['oack', '1:8', '2:8', '3:4', 'end sent']],
  ['an empty file behind an OACK', 0, { tsize: '0' }, ['oack', '1:0', 'end sent']],
])('sends %s', (_, size, options, expected) => {
  const transfer = aTransfer(size, options);
  const seen = [words(transfer.start(0))];
  let block = seen[0] === 'oack' ? 0 : 1;
  while (!seen.at(-1)?.startsWith('end')) {
    seen.push(words(transfer.receive(ack(block), block + 1)));
    block += 1;
  }
  expect(seen).toEqual(expected);
  expect(transfer.ackedBytes).toBe(size);
});

it('counts on past 65,535 blocks with the number going to 0', () => {
  const size = 8 * 65_540 + 3;
  const transfer = aTransfer(size, { blksize: '8' });
  transfer.start(0);
  for (let block = 0; block <= 65_540; block += 1) transfer.receive(ack(block), block);
  expect(transfer.ackedBlock).toBe(65_540);
  expect(words(transfer.receive(ack(65_541), 65_541))).toBe('end sent');
  expect(transfer.ackedBytes).toBe(size);
});

it.each<[string, Packet]>([
  ['a repeated acknowledgement', ack(1)],
  ['an acknowledgement of a block that was never sent', ack(3)],
  ['an old acknowledgement', ack(65_535)],
  ['DATA', { kind: 'data', block: 2, payload: Buffer.alloc(0) }],
  ['an OACK', { kind: 'oack', options: new Map() }],
  ['bytes that are no packet', { kind: 'malformed', opcode: null }],
])('does nothing upon %s', (_, packet) => {
  const transfer = aTransfer(5000);
  transfer.start(0);
  transfer.receive(ack(1), 10);
  const before = transfer.wakeAt;
  expect(transfer.receive(packet, 20)).toEqual([]);
  expect(transfer.wakeAt).toBe(before);
});

it('sends a lost block again when the timer says so, and waits twice as long after that', () => {
  const transfer = aTransfer(5000);
  transfer.start(0);
  expect(transfer.wakeAt).toBe(1000);
  expect(words(transfer.tick(999))).toBe('');
  expect(words(transfer.tick(1000))).toBe('1:512');
  expect(transfer.wakeAt).toBe(3000);
  expect(words(transfer.tick(3000))).toBe('1:512');
  expect(transfer.wakeAt).toBe(7000);
});

it('sends a lost OACK again', () => {
  const transfer = aTransfer(5000, { tsize: '0' });
  transfer.start(0);
  expect(words(transfer.tick(1000))).toBe('oack');
});

it('goes on where both the block and its resend are acknowledged', () => {
  const transfer = aTransfer(5000);
  transfer.start(0);
  transfer.tick(1000);
  expect(words(transfer.receive(ack(1), 1001))).toBe('2:512');
  expect(words(transfer.receive(ack(1), 1002))).toBe('');
});

it('learns the round trip, but not from a block that went out twice', () => {
  const transfer = aTransfer(500_000);
  transfer.start(0);
  transfer.receive(ack(1), 2);
  expect(transfer.wakeAt).toBe(2 + 50);
  transfer.tick(52);
  transfer.receive(ack(2), 53);
  // The doubled wait stays until a block gets through at the first try.
  expect(transfer.wakeAt).toBe(53 + 100);
  transfer.receive(ack(3), 55);
  expect(transfer.wakeAt).toBe(55 + 50);
});

it("never waits longer than the client's own timeout", () => {
  const transfer = aTransfer(5000, { timeout: '2' });
  transfer.start(0);
  transfer.tick(1000);
  expect(transfer.wakeAt).toBe(3000);
  transfer.tick(3000);
  expect(transfer.wakeAt).toBe(5000);
});

it('gives a silent client up after thirty seconds, and says so', () => {
  const transfer = aTransfer(5000);
  transfer.start(0);
  const seen: string[] = [];
  for (let now = transfer.wakeAt; !seen.at(-1)?.includes('end'); now = transfer.wakeAt) seen.push(words(transfer.tick(now)));
  expect(seen.at(-1)).toBe('error 0 end timed-out');
  expect(transfer.wakeAt).toBeLessThanOrEqual(34_000);
  expect(seen.length).toBeGreaterThan(6);
});

it('ends as aborted when the client sends an error', () => {
  const transfer = aTransfer(5000);
  transfer.start(0);
  const actions = transfer.receive({ kind: 'error', code: 0, message: 'stop' }, 5);
  expect(actions).toEqual([{ kind: 'end', outcome: 'aborted', reason: 'the client sent error 0: stop' }]);
  expect(transfer.receive(ack(1), 6)).toEqual([]);
  expect(transfer.tick(60_000)).toEqual([]);
});
