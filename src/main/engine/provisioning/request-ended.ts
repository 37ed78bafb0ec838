import path from 'node:path';
import type { Device } from '../../../shared/contract/devices.ts';
import { askedName } from '../../domain/provisioning/asked-name.ts';
import type { JournalEvent } from '../journal/journal.ts';
import type { RequestEnd } from '../serving/ledger.ts';
import { printable } from './answer.ts';
import { about } from './about.ts';

/** What the journal keeps of a request. `dataDir`: what was written there is named relative to it. */
export function requestEvent(end: RequestEnd, device: Device | undefined, dataDir: string): JournalEvent {
  const { request, answer } = end;
  const asked = askedName(request.protocol, request.path);
  const content = answer && answer.kind !== 'refused' ? answer : undefined;
  const servedElsewhere = content && !(asked.kind === 'name' && asked.path === content.served) ? content.served : null;
  const whom = device ? about(device) : { device: null, mac: null, ip: request.ip };
  return {
    kind: 'request',
    ...whom,
    ip: request.ip,
    protocol: request.protocol,
    method: request.method,
    path: printable(request.path),
    outcome: end.outcome,
    from: content?.from ?? null,
    served: end.kept === undefined ? servedElsewhere : path.relative(dataDir, end.kept).replaceAll(path.sep, '/'),
    bytes: end.bytes,
    total: end.total,
    milliseconds: Math.round(end.milliseconds),
    userAgent: request.userAgent === null ? null : printable(request.userAgent),
    reason: end.reason,
  };
}

/** `fetched` only where every byte went out; that is all it says. A file that was never ours changes nothing. */
export function stateAfter(end: RequestEnd, device: Device): Device['state'] {
  const wasOurs = end.answer !== null && end.answer.kind !== 'refused';
  if (end.outcome === 'sent' && wasOurs && end.request.method !== 'HEAD') return 'fetched';
  return device.state === 'fetching' ? 'seen' : device.state;
}
