import { describe, expect, it } from 'vitest';
import type { InstallPlan } from '../../../shared/contract/packages.ts';
import type { PluginSummary } from '../../../shared/contract/plugins.ts';
import { missingPlugins, planFacts, scopeOfSearch } from './plan-facts.ts';

const aPackage = (id: string, given: Partial<InstallPlan['packages'][number]> = {}) => ({
  plugin: 'p',
  id,
  version: '1',
  toFetch: 10,
  missing: [],
  ...given,
});
const aPlan = (given: Partial<InstallPlan>): InstallPlan => ({
  packages: [aPackage('a')],
  unreadable: [],
  toFetch: 10,
  here: 0,
  diskFree: 1000,
  limit: null,
  overLimit: 0,
  fits: true,
  ...given,
});
const problem = { code: 'packages.invalid', remedy: 'ask-vendor', message: '', facts: {} } as const;

it('tells apart what will work, what waits for a file and what cannot work', () => {
  const [a, b, c] = [aPackage('a'), aPackage('b', { missing: ['x'] }), aPackage('c', { problem, missing: ['y'], plugin: 'q' })];
  expect(planFacts(aPlan({ packages: [a, b, c] }))).toEqual({
    ready: [a],
    missing: [b],
    broken: [c],
    plugins: 2,
    obstacle: undefined,
  });
});

it.each<[Partial<InstallPlan>, string | undefined]>([
  [{}, undefined],
  [{ fits: false }, undefined],
  [{ packages: [] }, 'nothing'],
  [{ packages: [aPackage('b', { missing: ['x'] })] }, 'nothing-ready'],
  [{ toFetch: 1000 }, 'disk-full'],
  [{ overLimit: 1 }, 'over-limit'],
])('of %j says what stands in the way: %s', (given, obstacle) => {
  expect(planFacts(aPlan(given)).obstacle).toBe(obstacle);
});

const aPlugin = (id: string, vendor: string, models: string[], given: Partial<PluginSummary> = {}): PluginSummary => ({
  id,
  version: '1.0',
  descriptions: {},
  vendors: [vendor],
  capabilities: models.map((model) => ({ vendor, model, version: '1' })),
  ...given,
});
const catalogue = [
  aPlugin('cisco', 'Cisco', ['SPA 504G', '7960']),
  aPlugin('alcatel', 'Alcatel Lucent', ['8088']),
  aPlugin('y84', 'Yealink', ['T46S'], { installedVersion: '1.0' }),
  aPlugin('y86', 'Yealink', ['T46S', 'T46U']),
  aPlugin('y99', 'Yealink', ['T46U'], { problem }),
];

describe('what a search asks to install', () => {
  it.each([
    ['', undefined],
    ['yealink', { vendor: 'Yealink' }],
    [' Alcatel  lucent ', { vendor: 'Alcatel Lucent' }],
    ['t46u', { models: ['T46U'] }],
    ['spa 504g', { models: ['SPA 504G'] }],
    ['yealink t46u', { vendor: 'Yealink', models: ['T46U'] }],
    ['alcatel lucent 8088', { vendor: 'Alcatel Lucent', models: ['8088'] }],
    ['t46', undefined],
    ['y86', undefined],
    ['snom t46u', undefined],
  ])('%j', (query, scope) => {
    expect(scopeOfSearch(catalogue, query)).toEqual(scope);
  });
});

describe('plugins that are not installed', () => {
  it.each([
    [{ models: ['t46u'] }, ['y86']],
    [{ vendor: 'yealink' }, ['y86']],
    [{ vendor: 'Cisco', models: ['T46U'] }, []],
    [{ plugin: 'y84', models: ['T46U'] }, []],
    [{}, []],
  ])('for %j', (scope, ids) => {
    expect(missingPlugins(catalogue, scope).map(({ id }) => id)).toEqual(ids);
  });
});
