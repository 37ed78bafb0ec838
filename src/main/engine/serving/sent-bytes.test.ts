import { expect, it } from 'vitest';
import type { RenderedAnswer } from '../../domain/provisioning/request.ts';
import { SentBytes } from './sent-bytes.ts';

const rendered = (served: string): RenderedAnswer => ({
  kind: 'rendered',
  bytes: new Uint8Array(8),
  sha256: 'a',
  size: 8,
  modifiedAt: 1,
  served,
  from: 'rendered',
});

it('sends equal bytes once, and again when they were lost', () => {
  const sent = new SentBytes();
  const packed = [sent.pack(rendered('1.cfg')), sent.pack(rendered('2.cfg'))];
  sent.lost('a');
  packed.push(sent.pack(rendered('1.cfg')));
  expect(packed.map(({ bytes }) => bytes?.length)).toEqual([8, undefined, 8]);
  expect(packed.map(({ answer }) => [Reflect.get(answer, 'served'), 'bytes' in answer])).toEqual([
    ['1.cfg', false],
    ['2.cfg', false],
    ['1.cfg', false],
  ]);
});

it('leaves every other answer as it is', () => {
  const refused = { kind: 'refused', reason: 'not-found' } as const;
  expect(new SentBytes().pack(refused)).toEqual({ answer: refused });
});
