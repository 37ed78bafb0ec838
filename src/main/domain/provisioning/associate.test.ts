import { describe, expect, it } from 'vitest';
import { vendorDrivers } from '../vendors/drivers.ts';
import { associate, modelMatches, supportOf } from './associate.ts';

const plugin = (id: string, ...lines: string[]) => ({
  id,
  capabilities: lines.map((line) => {
    const [vendor = '', model = '', version = ''] = line.split(', ');
    return { vendor, model, version };
  }),
});
const device = (vendor: string | null, model: string | null = null, version: string | null = null) => ({
  vendor,
  model,
  version,
});
const v86 = plugin('wazo-yealink-v86', 'Yealink, T46U, 108.86.0.90', 'Yealink, T54(W), 96.86.0.45');
const v85 = plugin('wazo-yealink-v85', 'Yealink, T46U, 108.85.0.39');
const v9 = plugin('wazo-yealink-v9', 'Yealink, T46U, 1');
const snom = plugin('wazo-snom-8.7', 'Snom, 370, 8.7');

describe('supportOf', () => {
  it.each([
    [device('Yealink', 'T46U', '108.86.0.90'), v86, 'exact'],
    [device('yealink', 'SIP-T46U', '108.86.0.20'), v86, 'complete'],
    [device('Yealink', 'T54W', '96.86.0.45'), v86, 'exact'],
    [device('Yealink', 'T99'), v86, 'probable'],
    [device('Yealink'), v86, 'probable'],
    [device('Snom', '710'), snom, 'unknown'],
    [device('Yealink', 'T46U'), snom, 'improbable'],
    [device(null), v86, 'none'],
  ] as const)('%j with %s is %s', (identity, candidate, support) => {
    expect(supportOf(identity, candidate, vendorDrivers)).toBe(support);
  });
});

describe('associate', () => {
  it.each([
    [device('Yealink', 'T46U', '108.85.0.39'), 'wazo-yealink-v85', 'exact'],
    [device('Yealink', 'T46U', '108.84.0.1'), 'wazo-yealink-v86', 'complete'],
    [device('Yealink'), 'wazo-yealink-v86', 'probable'],
    [device('Grandstream', 'GXP2170'), undefined, undefined],
    [device(null), undefined, undefined],
  ] as const)('%j gets %s', (identity, id, support) => {
    const found = associate(identity, [v9, v86, v85, snom], vendorDrivers);
    expect([found?.plugin.id, found?.support]).toEqual([id, support]);
  });
});

describe('modelMatches', () => {
  it.each([
    ['T54(W)', 'T54', true],
    ['T54(W)', 'T54W', true],
    ['T53(C)(W)', 'T53CW', true],
    ['T54(W)', 'T54S', false],
    ['T46U', 't46u', true],
    ['T46U', 'SIP-T46U', true],
    ['T46', 'T46U', false],
    ['*', 'anything', true],
    ['7941G-GE', '7941G-GE', true],
    ['a.c', 'abc', false],
  ])('%s covers %s: %s', (listed, model, expected) => {
    expect(modelMatches(listed, model)).toBe(expected);
  });
});
