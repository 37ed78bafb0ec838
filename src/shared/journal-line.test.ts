import { expect, it } from 'vitest';
import { sentence } from './journal-line.ts';

it('writes each instant of an entry for people', () => {
  const at = Date.UTC(2026, 4, 1, 8, 0, 7);
  const entry = {
    seq: 1,
    at,
    kind: 'device.upload-expected',
    device: 'd1',
    mac: '80:5e:c0:00:00:01',
    ip: null,
    until: at + 600_000,
    maxBytes: 1000,
  } as const;
  expect(sentence(entry)).toBe(
    '2026-05-01 08:00:07Z  device.upload-expected  device=d1 mac=80:5e:c0:00:00:01 until=2026-05-01 08:10:07Z maxBytes=1000',
  );
});
