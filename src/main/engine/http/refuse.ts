import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Outcome } from '../../../shared/contract/journal.ts';
import type { RequestWatch } from '../serving/duties.ts';

/** Answers with a status and one plain line, never chunked, and ends `watch`. */
export function refuse(
  response: ServerResponse,
  watch: RequestWatch,
  status: number,
  outcome: Outcome,
  reason: string | null,
): void {
  const line = Buffer.from(`${status} ${STATUS_CODES[status] ?? ''}\n`);
  response.writeHead(status, { 'Content-Type': 'text/plain', 'Content-Length': line.length });
  response.end(line);
  watch.end(outcome, reason);
}
