import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { failureOf, failureRemedies, ProvdeskError } from './failures.ts';

describe('every failure code', () => {
  it('has its row in docs/failures.md, with its remedy', () => {
    const page = readFileSync(path.join(import.meta.dirname, '../../docs/failures.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z.-]+)` \| ([a-z-]+) \|/gm)].map(([, code, remedy]) => [code, remedy]);
    expect(rows.sort()).toEqual(Object.entries(failureRemedies).sort());
  });
});

describe('a failure', () => {
  it('is a sentence with its facts in it', () => {
    const error = new ProvdeskError('serving.port-in-use', {
      port: 69,
      address: '192.0.2.1',
      protocol: 'TFTP',
      owner: 'tftpd (process 7)',
    });
    expect(error.failure).toEqual({
      code: 'serving.port-in-use',
      remedy: 'check-host',
      message: 'Port 69 on 192.0.2.1 (TFTP) is taken by tftpd (process 7). Stop that program or choose another port.',
      facts: { port: 69, address: '192.0.2.1', protocol: 'TFTP', owner: 'tftpd (process 7)' },
    });
  });
  it('tells sizes in megabytes, and what it does not know as a question mark', () => {
    expect(new ProvdeskError('store.no-room', { needed: 4_500_000_001, free: 1_000_000 }).message).toMatch(
      /^4501 MB are to be fetched and 1 MB are free/,
    );
    expect(new ProvdeskError('store.no-room', { needed: 999_999, free: 0 }).message).toMatch(
      /^1000 kB are to be fetched and 0 MB are free/,
    );
    expect(new ProvdeskError('store.limit-reached', { limit: 1000, over: 2e6 }).message).toContain('the limit of 1 kB for');
    expect(new ProvdeskError('store.no-room', { needed: 1 }).message).toContain('and ? are free');
  });
  it('comes back as itself from the other side of a transport', () => {
    const failure = new ProvdeskError('plugins.unknown', { plugin: 'x' }).failure;
    expect(ProvdeskError.of(JSON.parse(JSON.stringify(failure))).failure).toEqual(failure);
  });
  it('of a foreign error is an unexpected one, with the reason', () => {
    expect(failureOf(new Error('boom'))).toMatchObject({ code: 'internal.unexpected', facts: { reason: 'boom' } });
  });
});
