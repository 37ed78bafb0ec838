import { expect, it } from 'vitest';
import { Since } from './since.ts';

const AT = 1_000_000;

/** What is told of a moment at `AT`, when so much has passed on each clock since it was asked for first. */
function told(of: 'this moment' | 'written', nowAtFirst: number, passed: { now: number; ticks: number }) {
  let [now, ticks] = [nowAtFirst, 50];
  const clocks = { now: () => now, ticks: () => ticks };
  const since = of === 'written' ? Since.written(AT, clocks) : Since.thisMoment(clocks);
  [now, ticks] = [now + passed.now, ticks + passed.ticks];
  return [since.atLeast, since.atMost, since.isMeasured];
}

it.each<[string, ReturnType<typeof told>, ReturnType<typeof told>]>([
  ['both clocks go on', told('this moment', AT, { now: 500, ticks: 500 }), [500, 500, true]],
  ['the computer sleeps', told('this moment', AT, { now: 9_000, ticks: 500 }), [500, 9_000, true]],
  ['its clock is set back', told('this moment', AT, { now: -9_000, ticks: 500 }), [500, 500, true]],
  ['a former engine wrote it', told('written', AT + 3_000, { now: 500, ticks: 500 }), [3_500, 3_500, false]],
  ['a former engine wrote a time to come', told('written', AT - 3_000, { now: 500, ticks: 500 }), [500, Infinity, false]],
  ['the same, and its clock is set right', told('written', AT - 3_000, { now: 9_000, ticks: 500 }), [500, Infinity, false]],
])('tells how long ago something was at least and at most: %s', (_what, since, expected) => {
  expect(since).toEqual(expected);
});
