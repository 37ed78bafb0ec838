import { describe, expect, it } from 'vitest';
import type { ImageFacts } from '../../../shared/contract/images.ts';
import type { Evidence } from '../../../shared/contract/upgrades.ts';
import { boardTable } from './board-table.ts';
import { boardsOfType } from './boards.ts';
import { foreignKind, typeOf } from './file-kind.ts';
import { conflictOf, flagsOf, keepsConfiguration } from '../../../shared/values/flash-options.ts';
import { judge, runs } from './judge.ts';
import { matchImage } from './match-image.ts';
import { readMetadata } from './read-metadata.ts';
import { readProbe } from './read-probe.ts';
import { DEFAULT_RETRY, waitBefore } from './retry.ts';
import { roomFor } from './room.ts';

const MIB = 1024 * 1024;

const facts = (given: Partial<ImageFacts> = {}): ImageFacts => ({
  boards: ['example,ap-1-v2'],
  boardsFrom: 'image',
  compatVersion: '1.0',
  compatMessage: null,
  distribution: 'OpenWrt',
  version: '23.05.5',
  revision: 'r24106-10cc5fcd00',
  target: 'ramips/mt7621',
  signed: false,
  ...given,
});

const seen = (given: Partial<Evidence> = {}): Evidence => ({
  at: 0,
  bootId: 'boot-1',
  uptime: 100,
  board: 'example,ap-1-v2',
  model: 'Example AP-1 v2',
  release: '22.03.5',
  revision: 'r20134-5f15225c1e',
  description: 'OpenWrt 22.03.5 r20134-5f15225c1e',
  address: '192.0.2.1',
  hostKey: 'SHA256:x',
  ...given,
});

describe('flags of sysupgrade', () => {
  it.each([
    [{}, '', undefined, true],
    [{ c: true }, '-c', undefined, true],
    [{ n: true, F: true }, '-n -F', undefined, false],
    [{ c: false, u: true, p: true, k: true }, '-u -p -k', undefined, true],
    [{ n: true, c: true }, '-c -n', { first: 'n', second: 'c' }, false],
    [{ n: true, o: true }, '-o -n', { first: 'n', second: 'o' }, false],
  ])('%j is “%s”', (options, flags, conflict, keeps) => {
    expect([flagsOf(options), conflictOf(options), keepsConfiguration(options)]).toEqual([flags, conflict, keeps]);
  });
});

it('takes what is free at once where an old kernel says no more', () => {
  const answer = (memory: string) => readProbe(`@@ /proc/meminfo\n${memory}\n@@ end\n`)?.memoryAvailable;
  expect(answer('MemFree: 100 kB\nMemAvailable: 300 kB')).toBe(300 * 1024);
  expect(answer('MemTotal: 500 kB\nMemFree: 100 kB')).toBe(100 * 1024);
});

describe('what an image says of itself', () => {
  it.each<[string, unknown, Partial<ImageFacts> | string]>([
    ['one board', { supported_devices: ['a,b'] }, { boards: ['a,b'], compatVersion: '1.0', boardsFrom: 'image' }],
    [
      'boards of a newer compatibility',
      { compat_version: '1.1', new_supported_devices: ['a,b'], supported_devices: ['a,b', 'Image version mismatch'] },
      { boards: ['a,b'], compatVersion: '1.1' },
    ],
    [
      'only old boards beside a newer compatibility',
      { compat_version: '2.0', supported_devices: ['a,b', 'two words'] },
      { boards: ['a,b'] },
    ],
    ['no boards', { metadata_version: '1.1' }, { boards: [], boardsFrom: 'nothing' }],
    [
      'a version',
      { version: { dist: 'OpenWrt', version: '23.05.5', revision: 'r1', target: 't/u' } },
      { version: '23.05.5', revision: 'r1', target: 't/u' },
    ],
    ['a list', [], 'the metadata is no object'],
    ['a compatibility that is none', { compat_version: 'one' }, 'compat_version is no version'],
  ])('reads %s', (_what, metadata, expected) => {
    const read = readMetadata(JSON.stringify(metadata));
    if (typeof expected === 'string') expect(read).toEqual({ ok: false, reason: expected });
    else expect(read).toMatchObject({ ok: true, facts: expected });
  });

  it('takes no text that is no JSON', () => {
    expect(readMetadata('{')).toEqual({ ok: false, reason: 'the metadata is no JSON' });
  });
});

it.each<[string, Partial<ImageFacts>, { board?: string; model?: string; compat?: string; keeps?: boolean }, string]>([
  ['its board', {}, {}, 'match'],
  ['another board', {}, { board: 'other' }, 'wrong-board'],
  ['no board named', { boards: [] }, {}, 'unknown'],
  ['a higher second number', { compatVersion: '1.1' }, {}, 'needs-reset'],
  ['a higher second number without the configuration', { compatVersion: '1.1' }, { keeps: false }, 'match'],
  ['the same second number', { compatVersion: '1.1' }, { compat: '1.1' }, 'match'],
  ['a higher first number', { compatVersion: '2.0' }, { keeps: false }, 'incompatible'],
  ['a model that the table names', { boards: ['Example AP-1 v2'], boardsFrom: 'table' }, {}, 'match'],
  ['a model that the image itself would have to name', { boards: ['Example AP-1 v2'] }, {}, 'wrong-board'],
])(
  'an image and a device: %s',
  (_what, image, { board = 'example,ap-1-v2', model = 'Example AP-1 v2', compat = '1.0', keeps = true }, kind) => {
    expect(matchImage(facts(image), { board, model, compatVersion: compat }, keeps).kind).toBe(kind);
  },
);

it.each([
  [10 * MIB, 40 * MIB, 'enough'],
  [10 * MIB, 19 * MIB, 'tight'],
  [10 * MIB, 17 * MIB, 'short'],
  [100 * MIB, 124 * MIB, 'short'],
  [100 * MIB, 126 * MIB, 'tight'],
])('%i bytes of image with %i free: %s', (image, free, kind) => {
  expect(roomFor(image, free).kind).toBe(kind);
});

describe('the verdict', () => {
  const expected = { version: '23.05.5', revision: 'r24106-10cc5fcd00', os: 'OpenWrt 23.05.5 r24106-10cc5fcd00' };
  const since = { commandUptime: 1_000, atMost: 300_000, flashing: false, newKey: false };
  const restarted = { bootId: 'boot-2', uptime: 30 };
  const nothing = { version: null, revision: null, os: null };
  const asExpected = { ...restarted, release: '23.05.5', revision: 'r24106-10cc5fcd00', description: expected.os };
  it.each<[string, Partial<Evidence>, typeof expected | typeof nothing, string | undefined]>([
    ['the same boot soon after the command', { uptime: 1_005 }, expected, undefined],
    ['the same boot two minutes after it', { uptime: 1_120 }, expected, 'did-not-flash'],
    ['another boot, the expected release', asExpected, expected, 'success'],
    ['another boot, up for longer than the command is ago', { ...asExpected, uptime: 400 }, expected, undefined],
    ['another boot, the old release', restarted, expected, 'rebooted-old'],
    [
      'another boot, a third release',
      { ...restarted, release: '21.02', revision: 'r1', description: 'x' },
      expected,
      'other-version',
    ],
    ['another boot, the version of another revision', { ...asExpected, revision: 'r2' }, expected, 'other-version'],
    ['another boot, another release, nobody told which', asExpected, nothing, 'success'],
    ['another boot, the old release, nobody told which', restarted, nothing, 'rebooted-old'],
  ])('%s', (_what, now, wanted, verdict) => {
    expect(judge(seen(), seen(now), wanted, since)).toBe(verdict);
  });

  it.each([
    [false, 'same-build'],
    [true, 'success'],
  ])('another boot with the release that it had before, another key than before: %s', (newKey, verdict) => {
    const has = { version: '22.03.5', revision: null, os: null };
    expect(judge(seen(), seen(restarted), has, { ...since, newKey })).toBe(verdict);
  });

  it('the same boot two minutes after it, and sysupgrade runs still: nothing is proved', () => {
    expect(judge(seen(), seen({ uptime: 1_500 }), expected, { ...since, flashing: true })).toBeUndefined();
  });

  it.each([
    [{ version: '22.03.5', revision: null, os: null }, true],
    [{ version: '23', revision: null, os: null }, false],
    [{ version: '22.03.5', revision: 'other', os: null }, false],
    [{ version: null, revision: null, os: 'OpenWrt 22.03.5 r20134-5f15225c1e' }, true],
    [nothing, undefined],
  ])('a device runs %j: %s', (wanted, is) => {
    expect(runs(seen(), wanted)).toBe(is);
  });
});

it('waits longer with each try, no longer than its longest, spread over the half of it', () => {
  expect([1, 2, 3, 4, 5, 99].map((retry) => waitBefore(retry, DEFAULT_RETRY, 1))).toEqual([
    60_000, 120_000, 240_000, 480_000, 600_000, 600_000,
  ]);
  expect(waitBefore(1, DEFAULT_RETRY, 0)).toBe(30_000);
});

it.each([
  ['%PDF-1.7', 'a.bin', 'a PDF'],
  ['PK\u0003\u0004', 'a.bin', 'a ZIP archive'],
  ['<!DOCTYPE html>', 'a.bin', 'a web page'],
  ['  <html>', 'a.bin', 'a web page'],
  ['MZ', 'a.bin', 'a Windows program'],
  ['\u001f\u008b', 'a-rootfs.tar.gz', 'a root file system'],
  ['\u001f\u008b', 'x86-64-generic-squashfs-combined.img.gz', undefined],
  ['\u0027\u0005\u0019\u0056', 'a.bin', undefined],
])('%j named %s is %s', (head, name, kind) => {
  expect(foreignKind(Buffer.from(head, 'latin1'), name)).toBe(kind);
});

it('takes the type from the file name, and knows boards by it where the image says none', () => {
  const type = typeOf('openwrt-ath79-generic-ubnt_airrouter-squashfs-sysupgrade.bin');
  expect(type).toBe('ath79-generic-ubnt_airrouter-squashfs-sysupgrade.bin');
  expect(boardsOfType(type, boardTable)).toEqual(['ubnt,airrouter', 'Ubiquiti AirRouter']);
  const own = { type, label: 'Own', boards: ['own,board'] };
  expect(boardsOfType(type, [own, ...boardTable])).toEqual(['own,board']);
  expect(boardsOfType('nowhere.bin', boardTable)).toEqual([]);
});

it('lists every type once, each with a board and a label', () => {
  expect(new Set(boardTable.map((row) => row.type)).size).toBe(boardTable.length);
  expect(boardTable.filter((row) => row.boards.length === 0 || row.label === '')).toEqual([]);
});
