import type { Device } from '../../src/shared/contract/devices.ts';
import type { JournalEntry } from '../../src/shared/contract/journal.ts';
import { morning } from './morning.ts';

export function aRequest(
  seq: number,
  device: Device,
  given: Partial<Extract<JournalEntry, { kind: 'request' }>> = {},
): JournalEntry {
  return {
    kind: 'request',
    seq,
    at: morning - (2000 - seq) * 900,
    device: device.id,
    mac: device.mac,
    ip: device.ip,
    protocol: 'http',
    method: 'GET',
    path: '/y000000000108.cfg',
    outcome: 'sent',
    from: 'wazo-yealink-v86',
    served: null,
    bytes: 4_096,
    total: 4_096,
    milliseconds: 6,
    userAgent: `Yealink SIP-${device.model} ${device.version} ${device.mac}`,
    reason: null,
    ...given,
  };
}

export function story(devices: readonly Device[]): JournalEntry[] {
  const about = (device: Device) => ({ device: device.id, mac: device.mac, ip: device.ip });
  const none = { from: null, bytes: 0, total: 0 };
  const entries = devices.flatMap((device, index): JournalEntry[] => {
    const seq = 1000 + index * 10;
    const at = morning - (2000 - seq) * 900;
    return [
      { kind: 'device.new', seq, at, ...about(device), vendor: device.vendor, model: device.model, version: device.version },
      { kind: 'device.associated', seq: seq + 1, at, ...about(device), plugin: device.plugin, support: device.support },
      aRequest(seq + 2, device, { path: '/y000000000000.boot', outcome: 'missing', ...none }),
      aRequest(seq + 3, device, { path: `/${device.mac?.replaceAll(':', '')}.boot`, outcome: 'missing', ...none }),
      aRequest(seq + 4, device, index % 3 === 0 ? { protocol: 'tftp', method: 'RRQ', userAgent: null } : {}),
      aRequest(seq + 5, device, { path: '/firmware/108.86.0.90.rom', bytes: 25_300_000, total: 25_300_000, milliseconds: 2_310 }),
      aRequest(seq + 6, device, oddOutcomes[index % oddOutcomes.length] ?? {}),
    ];
  });
  return [
    { kind: 'engine.started' as const, seq: 1, at: morning - 3_700_000, version: '0.1.0' },
    { kind: 'plugin.installed' as const, seq: 2, at: morning - 3_600_000, plugin: 'wazo-yealink-v86', version: '1.4.11' },
    {
      kind: 'serving.started' as const,
      seq: 3,
      at: morning - 3_500_000,
      listeners: ['http 192.168.10.2:8080', 'tftp 192.168.10.2:69'],
    },
    ...entries,
  ].sort((a, b) => b.seq - a.seq);
}

const oddOutcomes: Partial<Extract<JournalEntry, { kind: 'request' }>>[] = [
  { path: '/../../etc/passwd', outcome: 'refused', from: null, bytes: 0, reason: 'outside-root' },
  { path: '/y000000000108.cfg', outcome: 'not-modified', bytes: 0 },
  { path: '/firmware/108.86.0.90.rom', outcome: 'aborted', bytes: 9_100_000, total: 25_300_000, milliseconds: 910 },
  { path: '/Contacts.XML', outcome: 'sent', served: '/contacts.xml', bytes: 812, total: 812 },
  {
    protocol: 'tftp',
    method: 'RRQ',
    path: 'SIPDefault.cnf',
    outcome: 'timed-out',
    bytes: 512,
    total: 2_048,
    milliseconds: 15_000,
  },
];
