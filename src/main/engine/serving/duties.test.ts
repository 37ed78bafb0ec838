import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Answer, ProvisioningRequest } from '../../domain/provisioning/request.ts';
import { ANSWER_DEADLINE_MS, answerInTime } from './duties.ts';

const request: ProvisioningRequest = { protocol: 'http', method: 'GET', path: '/a', ip: '192.0.2.7', userAgent: null };
const watch = () => {
  throw new Error('not used');
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('passes the answer on', async () => {
  const answer: Answer = { kind: 'refused', reason: 'not-found' };
  expect(await answerInTime({ answer: async () => answer, watch }, request)).toBe(answer);
  expect(vi.getTimerCount()).toBe(0);
});

it('says not now where the answer is late', async () => {
  const late = answerInTime({ answer: () => new Promise(() => undefined), watch }, request);
  await vi.advanceTimersByTimeAsync(ANSWER_DEADLINE_MS);
  expect(await late).toEqual({ kind: 'refused', reason: 'not-now' });
});

it('keeps no thread alive: one that stops is not waited for until the answer would be late', () => {
  vi.useRealTimers();
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = timers();
  void answerInTime({ answer: () => new Promise(() => undefined), watch }, request);
  expect(timers()).toBe(before);
});
