import { expect, it } from 'vitest';
import { type UpgradeBatch, type UpgradeOperation, UpgradeWishes } from '../../../shared/contract/upgrades.ts';
import { failures } from '../../../shared/words/en/failures.ts';
import { report as words } from '../../../shared/words/en/report.ts';
import { reportCsv, reportHtml } from './job-report.ts';

const evidence = { bootId: 'boot-2', uptime: 41.6, board: 'b', model: 'm', address: '192.0.2.7', description: 'OpenWrt 23.05.5' };
const operation = {
  deviceName: 'ap-1',
  image: { name: 'a.bin', sha256: 'ab12' },
  before: { ...evidence, bootId: 'boot-1', hostKey: 'SHA256:old' },
  after: { ...evidence, hostKey: 'SHA256:new' },
  step: 'done',
  outcome: 'aborted',
  verdict: 'rejected-untouched',
  failure: null,
  startedAt: null,
  commandSentAt: null,
  finishedAt: null,
} as unknown as UpgradeOperation;
const batch = {
  categoryName: 'Access points',
  buildVersion: '23.05.5',
  total: 1,
  succeeded: 0,
  failed: 0,
  aborted: 1,
  cancelled: 0,
  createdAt: 0,
  finishedAt: null,
  startedBy: 'anna@laptop',
  wishes: UpgradeWishes.parse({ options: { n: true }, backup: false }),
} as unknown as UpgradeBatch;

it('says who began it and with which options, and of a device that it refused', () => {
  const html = reportHtml(batch, [operation], { version: '1', at: 0 }, { language: 'en', words, failures });
  expect(html).toContain('Begun by anna@laptop');
  expect(html).toContain('Options: -n --no-backup');
  expect(html).toContain('refused: 1');
  expect(html).not.toMatch(/not begun/i);
});

it('says that none was chosen, and nothing of who where nobody knows', () => {
  const plain = { ...batch, startedBy: null, wishes: UpgradeWishes.parse({}) };
  const html = reportHtml(plain, [operation], { version: '1', at: 0 }, { language: 'en', words, failures });
  expect(html).toContain('Options: none');
  expect(html).not.toContain('Begun by');
});

it('has in its table the keys, how long the device was up, who and which options', () => {
  const [head = '', row = ''] = reportCsv(batch, [operation]).split('\r\n');
  const cells = Object.fromEntries(head.split(',').map((name, index) => [name.replaceAll('"', ''), row.split(',')[index]]));
  expect(cells).toMatchObject({
    'uptime after (s)': '"42"',
    'host key before': '"SHA256:old"',
    'host key after': '"SHA256:new"',
    'begun by': '"anna@laptop"',
    options: '"\'-n --no-backup"',
  });
});

it.each<[string, Partial<UpgradeOperation>, string, string | undefined]>([
  ['the image and the services', { untidy: true, stopped: ['uhttpd'] }, 'image uhttpd', 'the image, uhttpd'],
  ['nothing of one that is tidied up', { untidy: false, stopped: [] }, '', undefined],
  ['nothing of one that is at work', { untidy: true, stopped: ['uhttpd'], step: 'uploading', outcome: null }, '', undefined],
])('says what is on the device still: %s', (_what, change, cell, told) => {
  const one = { ...operation, ...change };
  const html = reportHtml(batch, [one], { version: '1', at: 0 }, { language: 'en', words, failures });
  expect(/Still on the device: (.*?)\. /.exec(html)?.[1]).toBe(told);
  const [head = '', row = ''] = reportCsv(batch, [one]).split('\r\n');
  const column = head.split(',').indexOf('"left on the device"');
  expect(row.split(',')[column]).toBe(`"${cell}"`);
});

it.each<[string, (number | null)[], string | undefined]>([
  ['when its first device was turned to, and not when it was made', [null, 7_200_000, 3_600_000], '1970-01-01 01:00:00'],
  ['nothing where none was yet', [null], undefined],
])('tells of its beginning %s', (_what, starts, begun) => {
  const operations = starts.map((startedAt) => ({ ...operation, startedAt }));
  const html = reportHtml(batch, operations, { version: '1', at: 0 }, { language: 'en', words, failures });
  expect(/Begun ([-:\d ]+) \(UTC\)/.exec(html)?.[1]).toBe(begun);
});
