import type { PackageSummary } from '../../src/shared/contract/packages.ts';
import type { PluginSummary } from '../../src/shared/contract/plugins.ts';
import { morning } from './morning.ts';

const capabilities = (vendor: string, version: string, models: readonly string[]) =>
  models.map((model) => ({
    vendor,
    model,
    version,
    type: model.startsWith('CP') ? 'conference' : 'deskphone',
    protocol: 'sip',
    lines: 16,
  }));

export const catalogue: PluginSummary[] = [
  {
    id: 'wazo-aastra-5.0.0',
    version: '1.0.10',
    descriptions: {
      '': 'Plugin for Aastra/Mitel 6863i, 6865i, 6867i in version 5.0.0 SP1',
      fr: 'Greffon pour Aastra/Mitel 6863i, 6865i, 6867i en version 5.0.0 SP1',
    },
    vendors: ['Aastra'],
    capabilities: capabilities('Aastra', '5.0.0.1018', ['6863i', '6865i', '6867i']),
    archiveBytes: 8729,
  },
  {
    id: 'wazo-snom-10.1.184.15',
    version: '2.0.0',
    installedVersion: '1.9.3',
    installedAt: morning - 86_400_000,
    descriptions: { '': 'Plugin for Snom D1xx, D3xx, D7xx, D8xx in version 10.1.184.15' },
    vendors: ['Snom'],
    capabilities: capabilities('Snom', '10.1.184.15', ['D140', 'D785', 'D862']),
    packages: { total: 3, installed: 3 },
  },
  {
    id: 'wazo-yealink-v84',
    version: '1.2.3',
    descriptions: { '': 'Plugin for Yealink T41S, T46S in version V84' },
    vendors: ['Yealink'],
    capabilities: capabilities('Yealink', '66.84.0.125', ['T41S', 'T46S', 'CP920']),
  },
  {
    id: 'wazo-yealink-v86',
    version: '1.4.11',
    installedVersion: '1.4.11',
    installedAt: morning - 3_600_000,
    descriptions: {
      '': 'Plugin for Yealink for CP920, CP925, CP965, T27G, T3X, T4X and T5X series in version 86.<br/> Firmware included.',
      fr: 'Greffon pour Yealink CP920, CP925, CP965, T27G et les séries T3X, T4X et T5X en version 86.',
    },
    vendors: ['Yealink'],
    capabilities: [
      ...capabilities('Yealink', '108.86.0.90', ['T41U', 'T42U', 'T43U', 'T46U', 'T48U']),
      ...capabilities('Yealink', '96.86.0.45', ['T53W', 'T54W', 'T57W']),
      ...capabilities('Yealink', '78.86.0.15', ['CP920']),
    ],
    packages: { total: 6, installed: 1 },
  },
  {
    id: 'wazo-cisco-sccp-9.4',
    version: '1.4.3',
    descriptions: {},
    vendors: ['Cisco'],
    capabilities: [],
    problem: {
      code: 'plugins.entry-invalid',
      remedy: 'ask-vendor',
      message: 'The server’s entry for wazo-cisco-sccp-9.4 cannot be used: it has no sha1sum. Ask who runs the server.',
      facts: { plugin: 'wazo-cisco-sccp-9.4', reason: 'it has no sha1sum' },
    },
  },
];

export function aPackage(id: string, version: string, size: number, given: Partial<PackageSummary> = {}): PackageSummary {
  return {
    plugin: 'wazo-yealink-v86',
    id,
    version,
    descriptions: {
      '': `Firmware for Yealink ${id.replace('-fw', '')}`,
      fr: `Micrologiciel pour Yealink ${id.replace('-fw', '')}`,
    },
    size,
    files: [{ name: `${id}-${version}.zip`, size, state: 'remote' }],
    served: [],
    ...given,
  };
}

export const yealinkPackages: PackageSummary[] = [
  aPackage('CP920-fw', '78.86.0.15', 27_300_000, { installedVersion: '78.86.0.15', served: ['/78.86.0.15.rom'] }),
  aPackage('CP925-fw', '148.86.0.5', 48_100_000, { files: [{ name: 'CP925-148.86.0.5.zip', size: 48_100_000, state: 'here' }] }),
  aPackage('T27G-fw', '69.86.0.15', 9_840_000, { installedVersion: '69.86.0.10' }),
  aPackage('T43U_T46U_T41U_T48U_T42U_T44-fw', '108.86.0.90', 25_300_000),
  aPackage('T53_T53C_T53W_T54W_T57W-fw', '96.86.0.45', 31_000_000, {
    files: [{ name: 'T5X-96.86.0.45.rom', size: 31_000_000, state: 'bring' }],
  }),
  aPackage('lang-packs', '1.2', 412_000, {
    problem: {
      code: 'packages.invalid',
      remedy: 'ask-vendor',
      message: 'lang-packs of wazo-yealink-v86 cannot be installed: [install_lang] does not exist. Ask the plugin’s author.',
      facts: { package: 'lang-packs', plugin: 'wazo-yealink-v86', reason: '[install_lang] does not exist' },
    },
  }),
];
