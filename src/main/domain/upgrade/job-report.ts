import type { UpgradeBatch, UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { csvLine } from '../../../shared/csv.ts';

const HEADER = [
  'device',
  'board',
  'address',
  'image',
  'sha256',
  'from',
  'to',
  'outcome',
  'verdict',
  'reason',
  'boot before',
  'boot after',
  'command sent',
  'finished',
];

/** Who, what, from, to, when, with which evidence: one line a device. @see RFC 4180 */
export function reportCsv(operations: readonly UpgradeOperation[]): string {
  return [HEADER, ...operations.map(cells)].map((line) => `${csvLine(line)}\r\n`).join('');
}

function cells(operation: UpgradeOperation): string[] {
  const { deviceName, image, before, after, outcome, verdict, failure, commandSentAt, finishedAt, step } = operation;
  return [
    deviceName,
    before?.board ?? '',
    after?.address ?? before?.address ?? '',
    image.name,
    image.sha256,
    before?.description ?? '',
    after?.description ?? '',
    outcome ?? step,
    verdict ?? '',
    failure?.message ?? '',
    before?.bootId ?? '',
    after?.bootId ?? '',
    instant(commandSentAt),
    instant(finishedAt),
  ];
}

/** One page that stands alone: it is printed, mailed, and read in ten years. No script, nothing from elsewhere. */
export function reportHtml(
  batch: UpgradeBatch,
  operations: readonly UpgradeOperation[],
  told: { version: string; at: number },
): string {
  const rows = operations.map((operation) => {
    const { deviceName, before, after, outcome, verdict, failure, image, step, commandSentAt, finishedAt } = operation;
    const evidence = after
      ? `boot ${short(before?.bootId)} → ${short(after.bootId)}, up ${Math.round(after.uptime)} s, key ${after.hostKey}`
      : before
        ? `boot ${short(before.bootId)}, nothing seen after`
        : 'never reached';
    const reason = failure ? `<p class="why">${escape(failure.message)}</p>` : '';
    return `<tr class="${outcome ?? 'open'}">
<td><b>${escape(deviceName)}</b><p>${escape(before?.model ?? '')} ${escape(after?.address ?? before?.address ?? '')}</p></td>
<td>${escape(before?.description ?? '–')}</td><td>${escape(after?.description ?? '–')}</td>
<td><b>${escape(outcome ?? step)}</b>${verdict ? `<p>${escape(verdict)}</p>` : ''}${reason}</td>
<td><p>${escape(evidence)}</p><p>${escape(image.name)}<br>SHA-256 ${image.sha256}</p></td>
<td>${instant(commandSentAt) || '–'}<br>${instant(finishedAt) || '–'}</td></tr>`;
  });
  const title = `Upgrade to ${batch.categoryName} ${batch.buildVersion}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title><style>
body{font:14px/1.45 system-ui,sans-serif;margin:32px;color:#1b1f24}h1{font-size:20px;margin:0}
p{margin:2px 0;color:#57606a;overflow-wrap:anywhere}.why{color:#1b1f24}
table{border-collapse:collapse;width:100%;margin-top:20px}th,td{text-align:left;vertical-align:top;padding:8px 10px;border-bottom:1px solid #d0d7de}
th{font-size:12px;color:#57606a;font-weight:600}tr.success b:last-child{color:#116329}tr.failed td:nth-child(4) b{color:#a40e26}tr.success td:nth-child(4) b{color:#116329}
@media print{body{margin:0}tr{break-inside:avoid}}</style></head><body>
<h1>${escape(title)}</h1>
<p>${batch.total} devices: ${batch.succeeded} succeeded, ${batch.failed} failed, ${batch.aborted} not begun, ${batch.cancelled} cancelled.
Begun ${instant(batch.createdAt)}${batch.finishedAt === null ? '' : `, ended ${instant(batch.finishedAt)}`} (UTC).</p>
<table><thead><tr><th>Device</th><th>From</th><th>To</th><th>Result</th><th>Evidence</th><th>Command sent, ended (UTC)</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>
<p>Provdesk ${escape(told.version)}, ${instant(told.at)} UTC. “Success” means: the device itself showed another boot and the release of this image.</p>
</body></html>
`;
}

function instant(at: number | null): string {
  return at === null ? '' : new Date(at).toISOString().replace('T', ' ').slice(0, 19);
}

function short(id: string | undefined): string {
  return id === undefined ? '–' : id.slice(0, 8);
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
