import { afterEach, beforeEach, expect, it } from 'vitest';
import { sameTimeAhead, timeAhead, zoneOf } from './local-time.ts';

const { TZ } = process.env;
beforeEach(() => {
  process.env.TZ = 'Europe/Berlin';
});
afterEach(() => {
  if (TZ === undefined) delete process.env.TZ;
  else process.env.TZ = TZ;
});

const at = (text: string) => Date.parse(text);

it.each([
  ['a time to come', '2026-11-21T22:00', at('2026-11-21T21:00Z')],
  ['this very minute', '2026-11-21T13:00', undefined],
  ['a time that has passed', '2026-11-21T12:59', undefined],
  ['nothing', '', undefined],
  ['half a date', '2026-11-', undefined],
])('takes of %s what lies ahead', (_what, text, instant) => {
  expect(timeAhead(text, at('2026-11-21T12:00Z'))).toBe(instant);
});

it.each([
  ['missed this morning: tomorrow', '2026-11-21T06:00', '2026-11-21T08:15', '2026-11-22T06:00'],
  ['missed last night: tonight', '2026-11-20T22:30', '2026-11-21T08:15', '2026-11-21T22:30'],
  ['missed weeks ago: today still', '2026-10-30T22:30', '2026-11-21T08:15', '2026-11-21T22:30'],
  ['at its very time: tomorrow', '2026-11-21T06:00', '2026-11-21T06:00', '2026-11-22T06:00'],
  ['over the change of the clocks: at the same time of the day', '2026-10-24T22:00', '2026-10-25T21:30', '2026-10-25T22:00'],
  ['over the other change too', '2026-03-28T22:00', '2026-03-29T22:30', '2026-03-30T22:00'],
  ['still to come: as it is', '2026-12-01T06:00', '2026-11-21T08:15', '2026-12-01T06:00'],
])('%s', (_what, former, now, next) => {
  expect(sameTimeAhead(at(former), at(now))).toBe(next);
});

it('names the zone with what is true of it at that time', () => {
  expect(zoneOf('en', at('2026-11-21T12:00Z'))).toBe('Europe/Berlin, GMT+1');
  expect(zoneOf('en', at('2026-07-21T12:00Z'))).toBe('Europe/Berlin, GMT+2');
  expect(zoneOf('fr', at('2026-11-21T12:00Z'))).toBe('Europe/Berlin, UTC+1');
});
