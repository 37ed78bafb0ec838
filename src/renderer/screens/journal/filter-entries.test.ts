import { expect, it } from 'vitest';
import type { JournalEntry } from '../../../shared/contract/journal.ts';
import { type EntryFilter, filterEntries } from './filter-entries.ts';

const aRequest = (given: Partial<Extract<JournalEntry, { kind: 'request' }>>): JournalEntry => ({
  kind: 'request',
  seq: 1,
  at: 1,
  device: '80:5e:c0:00:00:01',
  mac: '80:5e:c0:00:00:01',
  ip: '192.168.1.31',
  protocol: 'http',
  method: 'GET',
  path: '/805ec0000001.cfg',
  outcome: 'sent',
  from: 'wazo-yealink-v86',
  served: null,
  bytes: 10,
  total: 10,
  milliseconds: 2,
  userAgent: 'Yealink SIP-T46U 108.86.0.45',
  reason: null,
  ...given,
});

const entries: JournalEntry[] = [
  { kind: 'engine.started', seq: 4, at: 4, version: '1.0' },
  aRequest({ seq: 3, outcome: 'missing', path: '/features.cfg' }),
  aRequest({ seq: 2, protocol: 'tftp', ip: '192.168.1.32' }),
  aRequest({ seq: 1 }),
];

it.each<[string, Partial<EntryFilter>, number[]]>([
  ['everything', {}, [4, 3, 2, 1]],
  ['up to where it was paused', { upTo: 2 }, [2, 1]],
  ['one outcome', { outcome: 'missing' }, [3]],
  ['what is no request', { outcome: 'events' }, [4]],
  ['a protocol and an address', { query: 'TFTP 1.32' }, [2]],
  ['a User-Agent', { query: 't46u features' }, [3]],
  ['the words of the line', { query: 'started' }, [4]],
])('shows %s', (_what, filter, seqs) => {
  const found = filterEntries(entries, { query: '', outcome: 'all', upTo: undefined, ...filter }, (entry) =>
    entry.kind === 'request' ? entry.path : 'engine started',
  );
  expect(found.map(({ seq }) => seq)).toEqual(seqs);
});
