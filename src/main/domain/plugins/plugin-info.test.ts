import { describe, expect, it } from 'vitest';
import { parsePluginInfo, supportsInterface } from './plugin-info.ts';

const info = (change: object) => ({ version: '1.2', description: 'Plugin', capabilities: {}, ...change });

describe('parsePluginInfo', () => {
  it.each<[string, object, object]>([
    [
      'all of today’s names',
      {
        type: 'deskphone',
        protocol: 'sip',
        lines: 6,
        high_availability: true,
        function_keys: 10,
        expansion_modules: 3,
        switchboard: false,
        multicell: true,
      },
      {
        type: 'deskphone',
        protocol: 'sip',
        lines: 6,
        highAvailability: true,
        functionKeys: 10,
        expansionModules: 3,
        switchboard: false,
        multicell: true,
      },
    ],
    [
      'the old names',
      { proto: 'sip', 'sip.lines': 2, ha: false, expansions: 1 },
      { protocol: 'sip', lines: 2, highAvailability: false, expansionModules: 1 },
    ],
    ['a number for yes or no', { switchboard: 1, ha: 0 }, { switchboard: true, highAvailability: false }],
    ['nothing known', {}, {}],
    ['nothing understood', { lines: 'many', type: 7, switchboard: 'yes', colour: 'red' }, {}],
    ['no facts at all', null as unknown as object, {}],
  ])('reads %s, and leaves out what it does not know', (_what, facts, expected) => {
    expect(parsePluginInfo(info({ capabilities: { 'Acme, A1, 1.0': facts } }))).toMatchObject({
      capabilities: [{ vendor: 'Acme', model: 'A1', version: '1.0', ...expected }],
    });
    const read = parsePluginInfo(info({ capabilities: { 'Acme, A1, 1.0': facts } }));
    expect('capabilities' in read && Object.keys(read.capabilities[0] ?? {})).toHaveLength(3 + Object.keys(expected).length);
  });

  it.each(['Acme', 'Acme, A1', 'Acme, A1, 1, 2', ', A1, 1', 'Acme,, 1'])('leaves out a capability named “%s”', (key) => {
    expect(parsePluginInfo(info({ capabilities: { [key]: {}, 'Acme, *, *': {} } }))).toMatchObject({
      capabilities: [{ vendor: 'Acme', model: '*', version: '*' }],
    });
  });

  it('keeps every language', () => {
    const described = info({
      description_fr: 'Greffon',
      description_fr_CA: 'Plugiciel',
      description_x: 3,
      'description-de': 'x',
    });
    expect(parsePluginInfo(described)).toMatchObject({ descriptions: { '': 'Plugin', fr: 'Greffon', fr_CA: 'Plugiciel' } });
  });

  it.each<[unknown, string]>([
    [[], 'it is not a JSON object'],
    [{ version: '1', description: 'x' }, '“capabilities” is missing'],
    [info({ version: 1 }), '“version” is not a version'],
    [info({ version: '../1' }), '“version” is not a version'],
    [info({ description: null }), '“description” is not a text'],
    [info({ capabilities: [] }), '“capabilities” is not an object'],
  ])('refuses %j', (json, reason) => {
    expect(parsePluginInfo(json)).toEqual({ reason });
  });
});

describe('supportsInterface', () => {
  it.each([
    [{}, true],
    [{ plugin_iface_version_min: 0.2 }, true],
    [{ plugin_iface_version_min: 0.1, plugin_iface_version_max: 0.3 }, true],
    [{ plugin_iface_version_min: 0.3 }, false],
    [{ plugin_iface_version_max: 0.1 }, false],
  ])('%j: %s', (bounds, supported) => {
    const read = parsePluginInfo(info(bounds));
    expect('version' in read && supportsInterface(read)).toBe(supported);
  });
});
