import { expect, it } from 'vitest';
import type { ProvisioningRequest } from '../../domain/provisioning/request.ts';
import type { BriefAnswer } from './brief-answer.ts';
import { KeptAnswers } from './kept-answers.ts';

const asked = (change: Partial<ProvisioningRequest> = {}): ProvisioningRequest => ({
  protocol: 'http',
  method: 'GET',
  path: '/a.cfg',
  ip: '192.0.2.1',
  userAgent: 'Phone 1',
  ...change,
});
const holding = (reason: 'not-found' | 'bad-name' = 'not-found'): BriefAnswer => ({
  kind: 'refused',
  reason,
  holds: 'until-told',
});

it.each<[string, Partial<ProvisioningRequest>]>([
  ['protocol', { protocol: 'tftp' }],
  ['method', { method: 'HEAD' }],
  ['name', { path: '/b.cfg' }],
  ['address', { ip: '192.0.2.2' }],
  ['User-Agent', { userAgent: 'Phone 2' }],
  ['User-Agent left out', { userAgent: null }],
])('takes requests of another %s for different ones', (_, change) => {
  const kept = new KeptAnswers();
  kept.keep(asked(), holding());
  expect(kept.find(asked())).toEqual(holding());
  expect(kept.find(asked(change))).toBeUndefined();
});

it('tells no User-Agent from an empty one', () => {
  const kept = new KeptAnswers();
  kept.keep(asked({ userAgent: '' }), holding());
  expect(kept.find(asked({ userAgent: null }))).toBeUndefined();
});

it.each<[string, ProvisioningRequest, BriefAnswer]>([
  ['is for one time', asked(), { kind: 'refused', reason: 'not-found' }],
  ['was asked for by a name without end', asked({ path: 'x'.repeat(2000) }), holding()],
])('keeps no answer that %s', (_, request, answer) => {
  const kept = new KeptAnswers();
  kept.keep(request, answer);
  expect([kept.find(request), kept.count]).toEqual([undefined, 0]);
});

it('forgets an address with all that it asked, and no other', () => {
  const kept = new KeptAnswers();
  for (const ip of ['192.0.2.1', '192.0.2.2']) for (const path of ['/a', '/b']) kept.keep(asked({ ip, path }), holding());
  kept.forget(['192.0.2.1', '192.0.2.9']);
  expect(kept.find(asked({ path: '/b' }))).toBeUndefined();
  expect(kept.find(asked({ path: '/b', ip: '192.0.2.2' }))).toBeDefined();
  expect(kept.count).toBe(2);
  kept.forget('everybody');
  expect([kept.count, kept.find(asked({ path: '/b', ip: '192.0.2.2' }))]).toEqual([0, undefined]);
});

it('gives the latest answer, and none that was dropped', () => {
  const kept = new KeptAnswers();
  kept.keep(asked(), holding());
  kept.keep(asked(), holding('bad-name'));
  expect([kept.find(asked()), kept.count]).toEqual([holding('bad-name'), 1]);
  kept.drop(asked());
  kept.drop(asked());
  expect([kept.find(asked()), kept.count]).toEqual([undefined, 0]);
});

it('keeps so many answers at most: the address heard first goes, be it the one that asks', () => {
  const kept = new KeptAnswers(4);
  for (const path of ['/1', '/2', '/3', '/4', '/5']) kept.keep(asked({ path }), holding());
  expect([kept.count, kept.find(asked({ path: '/1' })), kept.find(asked({ path: '/5' }))]).toEqual([1, undefined, holding()]);
  for (const ip of ['192.0.2.2', '192.0.2.3', '192.0.2.4', '192.0.2.5']) kept.keep(asked({ ip }), holding());
  expect([kept.count, kept.find(asked({ path: '/5' }))]).toEqual([4, undefined]);
});
