import type { TestResult } from '../../../shared/contract/serving-test.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import type { Fetched } from './fetching.ts';

/** Where a file was fetched from, for the words of its failure. */
export interface Source {
  readonly url: string;
  readonly protocol: 'tftp' | 'http' | 'https';
  readonly port: number;
}

/** What has to come. `certificate`: what HTTPS has to show. */
export interface Expected {
  readonly bytes: number;
  readonly sha256: string;
  readonly certificate?: string | undefined;
}

/** What a test says of a fetch of our own file from ourselves. */
export function verdictOf(fetched: Fetched, source: Source, expected: Expected): TestResult {
  const { url } = source;
  if (fetched.kind === 'refused') return failed(new ProvdeskError('test.other-server', { url, answer: fetched.reason }));
  if (fetched.kind !== 'got') return failed(fetchFailure(fetched, source));
  const { bytes, sha256, milliseconds, certificate } = fetched;
  if (certificate !== undefined && expected.certificate !== undefined && certificate !== expected.certificate)
    return failed(new ProvdeskError('test.other-server', { url, answer: `certificate ${certificate}` }));
  if (sha256 === expected.sha256) return { kind: 'right', bytes, milliseconds };
  return failed(new ProvdeskError('test.other-content', { url, actual: bytes, expected: expected.bytes }));
}

/** Why a file did not come, as something that the person at the screen can act on. */
export function fetchFailure(fetched: Exclude<Fetched, { kind: 'got' }>, { url, protocol, port }: Source): ProvdeskError {
  const asked = { url, port, protocol: protocol === 'tftp' ? 'UDP' : 'TCP' };
  switch (fetched.kind) {
    case 'refused':
      return new ProvdeskError('test.refused', { url, reason: fetched.reason });
    case 'no-answer':
      return new ProvdeskError('test.no-answer', { ...asked, seconds: fetched.seconds });
    case 'port-closed':
      return new ProvdeskError('test.port-closed', asked);
    case 'unreachable':
      return new ProvdeskError('source.unreachable', { url, reason: fetched.reason });
    case 'broke-off':
      return new ProvdeskError('test.broke-off', { url, bytes: fetched.bytes, reason: fetched.reason });
    case 'too-large':
      return new ProvdeskError('test.too-large', { url, limit: fetched.limit });
    default:
      return fetched satisfies never;
  }
}

function failed({ failure }: ProvdeskError): TestResult {
  return { kind: 'failed', failure };
}
