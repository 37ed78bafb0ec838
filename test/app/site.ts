import { noUpgrades, type SiteUpgrades } from './site-upgrades.ts';
import type { AppStatus, Settings } from '../../src/shared/contract/app.ts';
import type { Configuration } from '../../src/shared/contract/configuration.ts';
import type { Device } from '../../src/shared/contract/devices.ts';
import type { JournalEntry } from '../../src/shared/contract/journal.ts';
import type { StoreUsage } from '../../src/shared/contract/files.ts';
import type { Link } from '../../src/shared/contract/links.ts';
import type { Credential, Proxies } from '../../src/shared/contract/network.ts';
import type { Operation } from '../../src/shared/contract/operations.ts';
import type { PackageSummary } from '../../src/shared/contract/packages.ts';
import type { PluginUpgrade } from '../../src/shared/contract/plugin-change.ts';
import type { PluginSummary } from '../../src/shared/contract/plugins.ts';
import type { NetworkInterface, ServingStatus } from '../../src/shared/contract/serving.ts';
import type { SelfTest } from '../../src/shared/contract/serving-test.ts';
import { morning } from './morning.ts';
import { maintainersDesk, noDesk, type SiteRepo } from './site-repo.ts';
import { story } from './site-journal.ts';
import { catalogue, yealinkPackages } from './site-plugins.ts';
import { links, snomUpgrade, usage } from './site-supply.ts';
import { passedTest } from './site-test.ts';

/** All that a scripted engine knows. A spec changes it and announces the change. */
export interface Site {
  app: AppStatus;
  settings: Settings;
  serving: ServingStatus;
  test: SelfTest | Promise<SelfTest>;
  interfaces: NetworkInterface[];
  server: { url: string | null; updatedAt: number | null };
  catalogue: PluginSummary[];
  packages: Record<string, PackageSummary[]>;
  upgrades: SiteUpgrades;
  proxies: Proxies;
  credentials: Credential[];
  operations: Operation[];
  usage: StoreUsage;
  links: Link[];
  upgrade: PluginUpgrade;
  consoleHistory: string[];
  repo: SiteRepo;
  devices: { revision: number; devices: Device[] };
  /** Of whichever device is asked about. */
  configuration: Configuration;
  rendered: { path: string; bytes: number; sha256: string }[];
  /** Newest first. */
  journal: JournalEntry[];
}

const nothing = { requests: 0, sent: 0, missing: 0, refused: 0, broken: 0, bytes: 0, resent: 0 };

/** A laptop on its first day: nothing set, nothing served. */
export function firstDay(): Site {
  return {
    app: {
      running: true,
      version: '0.1.0',
      node: '24.21.0',
      host: 'headless',
      pid: 4711,
      dataDir: '/home/tech/.local/share/provdesk',
      startedAt: morning,
      http: [],
      https: [],
      tftp: [],
      devices: 0,
      plugins: 0,
    },
    settings: { language: 'en', appearance: 'light' },
    serving: {
      revision: 1,
      listeners: [],
      chosen: [],
      counters: nothing,
      byProtocol: { tftp: nothing, http: nothing },
      transfers: [],
      activeTransfers: 0,
      bytesPerSecond: 0,
    },
    test: passedTest(),
    interfaces: [
      anInterface({ name: 'lo', address: '127.0.0.1', kind: 'loopback', netmask: '255.0.0.0' }),
      anInterface({ name: 'enp0s31f6', address: '192.168.10.2', kind: 'ethernet' }),
      anInterface({ name: 'wlp0s20f3', address: '10.20.0.57', kind: 'wifi' }),
      anInterface({ name: 'docker0', address: '172.17.0.1', kind: 'virtual' }),
    ],
    server: { url: null, updatedAt: null },
    catalogue: [],
    packages: {},
    upgrades: noUpgrades(),
    proxies: {
      proxies: [
        { kind: 'http', url: null, host: null, from: 'nowhere' },
        { kind: 'https', url: null, host: null, from: 'nowhere' },
        { kind: 'ftp', url: null, host: null, from: 'nowhere' },
      ],
      exceptions: { hosts: [], from: 'nowhere' },
    },
    credentials: [],
    operations: [],
    usage: { content: 0, unused: 0, partial: 0, diskFree: 86_000_000_000, limit: null },
    links: [],
    upgrade: snomUpgrade,
    consoleHistory: [],
    repo: noDesk(),
    devices: { revision: 1, devices: [] },
    configuration: { parameters: [], changedAt: null, writable: true },
    rendered: [],
    journal: [],
  };
}

/** The middle of a working morning. */
export function workingMorning(): Site {
  const listeners = (['http', 'tftp'] as const).map((protocol) => ({
    protocol,
    address: '192.168.10.2',
    port: protocol === 'http' ? 8080 : 69,
  }));
  const devices = Array.from({ length: 24 }, (_, index) => aDevice(index));
  return {
    ...firstDay(),
    serving: {
      ...firstDay().serving,
      listeners,
      chosen: listeners,
      counters: { requests: 1482, sent: 391, missing: 1054, refused: 3, broken: 1, bytes: 2_384_221_004, resent: 37 },
      byProtocol: {
        tftp: { requests: 402, sent: 118, missing: 281, refused: 2, broken: 1, bytes: 21_004, resent: 37 },
        http: { requests: 1080, sent: 273, missing: 773, refused: 1, broken: 0, bytes: 2_384_200_000, resent: 0 },
      },
      transfers: [0, 1, 2].map((index) => ({
        id: `t${index}`,
        protocol: index === 1 ? ('tftp' as const) : ('http' as const),
        ip: `192.168.10.${100 + index}`,
        path:
          ['/T46U(T43U,T46U,T41U,T48U,T42U,T44)-108.86.0.90.rom', '/y000000000108.cfg', '/firmware/96.86.0.45.rom'][index] ?? '',
        device: devices[index]?.id ?? null,
        startedAt: morning,
        bytesPerSecond: [7_900_000, 512, 3_300_000][index] ?? 0,
        resent: index === 1 ? 2 : null,
        sent: [18_400_000, 1_024, 4_200_000][index] ?? 0,
        total: [25_300_000, 4_096, 31_000_000][index] ?? 0,
      })),
      activeTransfers: 3,
      bytesPerSecond: 11_200_000,
    },
    server: { url: 'http://provd.example/plugins/2/stable/', updatedAt: morning - 3_600_000 },
    catalogue,
    packages: { 'wazo-yealink-v86': yealinkPackages },
    usage,
    links,
    repo: maintainersDesk(),
    devices: { revision: 100, devices },
    journal: story(devices),
  };
}

/** Served, and nothing goes out now. */
export function idle(site: Site): Site {
  return { ...site, serving: { ...site.serving, transfers: [], activeTransfers: 0, bytesPerSecond: 0 } };
}

/** Somebody has given the phones parameters. */
export function configured(site: Site): Site {
  const parameters: Configuration['parameters'] = [
    { name: 'account.1.label', value: 'Reception', of: 'device' },
    { name: 'local_time.time_zone', value: '+1', of: 'vendor' },
  ];
  const rendered = [{ path: '805ec0120003.cfg', bytes: 2_410, sha256: 'ab'.repeat(32) }];
  return { ...site, configuration: { parameters, changedAt: morning, writable: true }, rendered };
}

export function anInterface(given: Partial<NetworkInterface>): NetworkInterface {
  return {
    name: 'eth0',
    address: '192.168.1.2',
    family: 'IPv4',
    netmask: '255.255.255.0',
    mac: '00:00:5e:00:53:01',
    kind: 'ethernet',
    ...given,
  };
}

const MODELS = [
  ['T46U', '108.86.0.45'],
  ['T54W', '96.86.0.45'],
  ['T48U', '108.86.0.90'],
  ['CP920', '78.86.0.15'],
] as const;

export function aDevice(index: number): Device {
  const [model, version] = MODELS[index % MODELS.length] ?? MODELS[0];
  const mac = `80:5e:c0:12:${hex(index >> 8)}:${hex(index & 255)}`;
  const unknown = index % 11 === 7;
  return {
    id: mac,
    mac,
    ip: `192.168.${10 + (index >> 7)}.${100 + (index % 128)}`,
    vendor: unknown ? null : 'Yealink',
    model: unknown ? null : model,
    version: unknown ? null : version,
    plugin: unknown ? null : 'wazo-yealink-v86',
    support: unknown ? 'none' : index % 3 === 0 ? 'exact' : 'complete',
    state: index % 5 === 0 ? 'fetching' : index % 3 === 0 ? 'seen' : 'fetched',
    firstSeen: morning - 600_000,
    lastSeen: morning - index * 7_000,
    requests: 12 + index,
    name: null,
    group: null,
    location: null,
    ssh: null,
    board: null,
    lastPath: unknown ? '/config.xml' : index % 2 === 0 ? `/${mac.replaceAll(':', '')}.cfg` : '/firmware/108.86.0.90.rom',
    rollover: null,
    revision: 100,
  };
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
