import { expect, it } from 'vitest';
import type { ProvisioningRequest } from '../../domain/provisioning/request.ts';
import type { FromWorker } from './messages.ts';
import { MOST_OPEN, Questions } from './questions.ts';

const asked = (path: string): ProvisioningRequest => ({
  protocol: 'tftp',
  method: 'RRQ',
  path,
  ip: '192.0.2.1',
  userAgent: null,
});

function open() {
  const told: FromWorker[] = [];
  const reports = { add: () => undefined, isFull: false };
  const questions = new Questions({ tell: (message) => told.push(message), reports, changes: new Int32Array(1) });
  return { told, questions };
}

it('asks the engine so many questions at one time, and says not now to the rest until one is answered', async () => {
  const { told, questions } = open();
  const first = questions.answer(asked('0'));
  for (let i = 1; i < MOST_OPEN; i += 1) void questions.answer(asked(`${i}`));
  expect(questions.answer(asked('more'))).toEqual({ kind: 'refused', reason: 'not-now' });
  expect(told).toHaveLength(MOST_OPEN);
  questions.answered(1, { kind: 'refused', reason: 'not-found' }, false);
  expect(await first).toEqual({ kind: 'refused', reason: 'not-found' });
  expect(questions.answer(asked('more'))).toBeInstanceOf(Promise);
});

it('refuses writes beyond so many that wait for their answer', async () => {
  const { told, questions } = open();
  for (let i = 0; i < MOST_OPEN; i += 1) void questions.upload(asked(`${i}`));
  expect(await questions.upload(asked('more'))).toEqual({ kind: 'refused', reason: 'not-expected' });
  expect(told).toHaveLength(MOST_OPEN);
});
