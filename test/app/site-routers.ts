import type { Device } from '../../src/shared/contract/devices.ts';
import type { Build, FirmwareImage } from '../../src/shared/contract/images.ts';
import { morning } from './morning.ts';
import { aDevice } from './site.ts';

const BOARDS = ['example,ap-1-v2', 'example,gateway-9', 'tplink,archer-c7-v5'] as const;
export const OLD_RELEASE = 'OpenWrt 22.03.5 r20134-5f15225c1e';
export const NEW_RELEASE = 'OpenWrt 23.05.5 r24106-10cc5fcd00';

/** A router or an access point that a person added. */
export function aRouter(index: number, given: Partial<Device> = {}): Device {
  const board = BOARDS[index % BOARDS.length] ?? BOARDS[0];
  return {
    ...aDevice(900 + index),
    id: `router-${index}`,
    mac: null,
    name: `AP ${['Empfang', 'Besprechungsraum Nord', 'Lager', 'Dach', 'Werkstatt'][index % 5]} ${index + 1}`,
    ip: index === 4 ? null : `192.168.20.${10 + index}`,
    vendor: null,
    model: index === 4 ? null : 'Example AP-1 v2',
    version: index === 4 ? null : OLD_RELEASE,
    plugin: null,
    support: 'none',
    board: index === 4 ? null : board,
    group: index % 2 === 0 ? 'Access points' : 'Gateways',
    location: 'Haus A',
    ssh: {
      host: `192.168.20.${10 + index}`,
      port: 22,
      credentials: ['cred-1'],
      legacy: index === 2,
      active: index !== 3,
      uuid: null,
    },
    state: 'added',
    firstSeen: morning - 86_400_000,
    lastSeen: index === 4 ? 0 : morning - index * 60_000,
    requests: 0,
    lastPath: null,
    ...given,
  };
}

export function anImage(index: number, given: Partial<FirmwareImage> = {}): FirmwareImage {
  const board = BOARDS[index % BOARDS.length] ?? BOARDS[0];
  return {
    id: `image-${index}`,
    build: 'build-1',
    buildVersion: '23.05.5',
    category: 'cat-1',
    categoryName: 'Access points',
    name: `openwrt-23.05.5-ramips-mt7621-${board.replace(',', '_')}-squashfs-sysupgrade.bin`,
    sha256: `${index}`.repeat(8).padEnd(64, 'a4c7e01'),
    size: 7_602_176,
    type: `23.05.5-ramips-mt7621-${board.replace(',', '_')}-squashfs-sysupgrade.bin`,
    facts: {
      boards: [board],
      boardsFrom: 'image',
      compatVersion: index === 1 ? '1.1' : '1.0',
      compatMessage: index === 1 ? 'Config cannot be migrated from swconfig to DSA' : null,
      distribution: 'OpenWrt',
      version: '23.05.5',
      revision: 'r24106-10cc5fcd00',
      target: 'ramips/mt7621',
      signed: index !== 1,
    },
    addedAt: morning - 3_600_000,
    ...given,
  };
}

export const builds: Build[] = [
  {
    id: 'build-1',
    category: 'cat-1',
    categoryName: 'Access points',
    version: '23.05.5',
    os: NEW_RELEASE,
    changelog: 'Wi-Fi of the roof units no longer stalls.\nSee the release notes of OpenWrt 23.05.5.',
    addedAt: morning - 3_600_000,
    images: 2,
  },
  {
    id: 'build-2',
    category: 'cat-1',
    categoryName: 'Access points',
    version: '24.10.0-rc1',
    os: null,
    changelog: '',
    addedAt: morning - 86_400_000,
    images: 0,
  },
];
