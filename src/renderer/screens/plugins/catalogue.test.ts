import { expect, it } from 'vitest';
import type { PluginSummary } from '../../../shared/contract/plugins.ts';
import { pluginState, searchCatalogue } from './catalogue.ts';

const aPlugin = (id: string, vendor: string, models: string[], given: Partial<PluginSummary> = {}): PluginSummary => ({
  id,
  version: '1.0',
  descriptions: {},
  vendors: [vendor],
  capabilities: models.map((model) => ({ vendor, model, version: '1' })),
  ...given,
});

const catalogue = [
  aPlugin('wazo-snom-10.1', 'Snom', ['D785']),
  aPlugin('wazo-yealink-v84', 'Yealink', ['T46S', 'CP920']),
  aPlugin('wazo-yealink-v86', 'Yealink', ['T46S', 'T46U'], { installedVersion: '1.0' }),
];

const found = (query: string) => searchCatalogue(catalogue, query).map(({ plugin, models }) => [plugin.id, models.join()]);

it.each([
  ['t46u', [['wazo-yealink-v86', 'T46U']]],
  [
    'yealink',
    [
      ['wazo-yealink-v86', ''],
      ['wazo-yealink-v84', ''],
    ],
  ],
  [
    'Yealink T46',
    [
      ['wazo-yealink-v86', 'T46S,T46U'],
      ['wazo-yealink-v84', 'T46S'],
    ],
  ],
  ['v84', [['wazo-yealink-v84', '']]],
  ['yealink d785', []],
])('answers which plugin has %j', (query, answer) => {
  expect(found(query)).toEqual(answer);
});

it.each([
  [{}, 'available'],
  [{ installedVersion: '1.0' }, 'installed'],
  [{ installedVersion: '0.9' }, 'upgradable'],
  [{ installedVersion: '0.9', version: undefined }, 'gone'],
] as const)('tells the state of %j', (given, state) => {
  expect(pluginState({ ...aPlugin('a', 'A', []), ...given })).toBe(state);
});
