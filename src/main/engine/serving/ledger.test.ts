import { expect, it } from 'vitest';
import type { Outcome } from '../../../shared/contract/journal.ts';
import type { Answer, ProvisioningRequest } from '../../domain/provisioning/request.ts';
import { Ledger, NOTHING_SERVED, type RequestEnd } from './ledger.ts';

const request: ProvisioningRequest = { protocol: 'tftp', method: 'RRQ', path: 'a.rom', ip: '192.0.2.7', userAgent: null };
const file: Answer = {
  kind: 'file',
  filePath: '/store/a',
  size: 1000,
  modifiedAt: 0,
  sha256: null,
  served: 'a.rom',
  from: 'files',
};

function aLedger() {
  const clock = { now: 5000 };
  const ends: RequestEnd[] = [];
  const begun: string[] = [];
  const ledger = new Ledger(
    { onBegin: (_, asked) => begun.push(asked.path), onEnd: (_, end) => ends.push(end) },
    () => clock.now,
  );
  return { clock, ends, begun, ledger };
}

it('has served nothing at first', () => {
  expect(aLedger().ledger.snapshot()).toEqual(NOTHING_SERVED);
});

it('tells of what was rendered without its bytes', () => {
  const { ends, begun, ledger } = aLedger();
  const brief = { kind: 'rendered', sha256: 'a', size: 4, modifiedAt: 0, served: 'a.cfg', from: 'rendered' } as const;
  const watch = ledger.watch(request);
  watch.answered({ ...brief, bytes: new Uint8Array(4) });
  watch.begin(4);
  watch.end('sent', null);
  expect([begun.length, ends.map(({ answer }) => answer)]).toEqual([1, [brief]]);
});

it('follows a transfer from its request to its end', () => {
  const { clock, ends, begun, ledger } = aLedger();
  const watch = ledger.watch(request);
  watch.answered(file);
  watch.begin(1000);
  clock.now += 500;
  watch.progress(512);
  expect(ledger.snapshot()).toMatchObject({
    activeTransfers: 1,
    transfers: [
      {
        id: 't1',
        protocol: 'tftp',
        ip: '192.0.2.7',
        path: 'a.rom',
        device: null,
        startedAt: 5000,
        sent: 512,
        total: 1000,
        resent: 0,
      },
    ],
  });
  watch.progress(1000);
  watch.end('sent', null);
  expect(ledger.snapshot()).toMatchObject({
    activeTransfers: 0,
    transfers: [],
    counters: { tftp: { requests: 1, sent: 1, bytes: 1000 }, http: { requests: 0, sent: 0, bytes: 0 } },
  });
  expect(begun).toEqual(['a.rom']);
  expect(ends).toEqual([{ request, answer: file, outcome: 'sent', bytes: 1000, total: 1000, milliseconds: 500, reason: null }]);
});

it.each<[Outcome, string]>([
  ['sent', 'sent'],
  ['not-modified', 'sent'],
  ['missing', 'missing'],
  ['refused', 'refused'],
  ['aborted', 'broken'],
  ['timed-out', 'broken'],
  ['failed', 'broken'],
])('counts %s as %s', (outcome, counter) => {
  const { ledger } = aLedger();
  ledger.watch(request).end(outcome, null);
  const { tftp, http } = NOTHING_SERVED.counters;
  expect(ledger.snapshot().counters).toEqual({ http, tftp: { ...tftp, requests: 1, [counter]: 1 } });
});

it('hears only the first end, and no progress after it', () => {
  const { ends, ledger } = aLedger();
  const watch = ledger.watch(request);
  watch.answered(file);
  watch.begin(1000);
  watch.end('aborted', 'first');
  watch.progress(1000);
  watch.end('failed', 'second');
  expect(ends).toMatchObject([{ outcome: 'aborted', bytes: 0, reason: 'first' }]);
  expect(ledger.snapshot().counters.tftp).toMatchObject({ bytes: 0, broken: 1 });
});

it('shows the oldest 200 transfers and counts all', () => {
  const { ledger } = aLedger();
  for (let i = 0; i < 250; i += 1) {
    const watch = ledger.watch(request);
    watch.answered(file);
    watch.begin(1000);
  }
  const { transfers, activeTransfers } = ledger.snapshot();
  expect([transfers.length, transfers[0]?.id, activeTransfers]).toEqual([200, 't1', 250]);
});

it('measures the bytes of the last second', () => {
  const { clock, ledger } = aLedger();
  const watch = ledger.watch(request);
  watch.answered(file);
  watch.begin(1_000_000);
  ledger.snapshot();
  for (let step = 1; step <= 30; step += 1) {
    clock.now += 100;
    watch.progress(step * 1000);
    ledger.snapshot();
  }
  const { bytesPerSecond, transfers } = ledger.snapshot();
  expect([bytesPerSecond, transfers[0]?.bytesPerSecond]).toEqual([10_000, 10_000]);
  clock.now += 1000;
  expect(ledger.snapshot().bytesPerSecond).toBe(0);
});

it('counts the packets that went out again, of TFTP alone', () => {
  const { ledger } = aLedger();
  for (const protocol of ['tftp', 'http'] as const) {
    const watch = ledger.watch({ ...request, protocol });
    watch.answered(file);
    watch.begin(1000);
    watch.resent(2);
    watch.resent(1);
  }
  const { transfers, counters } = ledger.snapshot();
  expect(transfers.map(({ resent }) => resent)).toEqual([3, null]);
  expect([counters.tftp.resent, counters.http.resent]).toEqual([3, 0]);
});
