import type { UpgradeBatch, UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { csvLine } from '../../../shared/csv.ts';
import { begunAt } from '../../../shared/values/begun-at.ts';
import { wishesLine } from '../../../shared/values/flash-options.ts';
import { leftOnDevice } from '../../../shared/values/left-on-device.ts';
import type { FailureCode } from '../../../shared/failures.ts';
import type { Language } from '../../../shared/values/language.ts';
import { failureSentence } from '../../../shared/words/failure-sentence.ts';
import type { ReportWords } from '../../../shared/words/report-words.ts';

/** What a report is told in. */
export interface ReportSpeech {
  readonly language: Language;
  readonly words: ReportWords;
  readonly failures: Readonly<Record<FailureCode, string>>;
}

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
  'uptime after (s)',
  'host key before',
  'host key after',
  'begun by',
  'options',
  'left on the device',
];

/** Who, what, from, to, when, with which evidence: one line a device. @see RFC 4180 */
export function reportCsv(batch: UpgradeBatch, operations: readonly UpgradeOperation[]): string {
  const job = [batch.startedBy ?? '', wishesLine(batch.wishes)];
  return [HEADER, ...operations.map((operation) => [...cells(operation), ...job, leftOnDevice(operation, 'image').join(' ')])]
    .map((line) => `${csvLine(line)}\r\n`)
    .join('');
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
    after ? String(Math.round(after.uptime)) : '',
    before?.hostKey ?? '',
    after?.hostKey ?? '',
  ];
}

/** One page that stands alone: it is printed, mailed, and read in ten years. No script, nothing from elsewhere. */
export function reportHtml(
  batch: UpgradeBatch,
  operations: readonly UpgradeOperation[],
  told: { version: string; at: number },
  { language, words, failures }: ReportSpeech,
): string {
  const rows = operations.map((operation) => {
    const { deviceName, before, after, outcome, verdict, failure, image, step, commandSentAt, finishedAt } = operation;
    const boots = { before: short(before?.bootId), after: short(after?.bootId) };
    const evidence = after
      ? failureSentence(words.seenAfter, { ...boots, seconds: Math.round(after.uptime), key: after.hostKey })
      : before
        ? failureSentence(words.seenBefore, boots)
        : words.neverReached;
    const reason = failure ? `<p class="why">${escape(failureSentence(failures[failure.code], failure.facts))}</p>` : '';
    const what = leftOnDevice(operation, words.image).join(', ');
    const left = what === '' ? '' : `<p class="why">${escape(failureSentence(words.left, { what }))}</p>`;
    const ended = outcome ? words.outcome[outcome] : step === 'done' ? words.underWay : `${words.underWay} (${words.step[step]})`;
    return `<tr class="${outcome ?? 'open'}">
<td><b>${escape(deviceName)}</b><p>${escape(before?.model ?? '')} ${escape(after?.address ?? before?.address ?? '')}</p></td>
<td>${escape(before?.description ?? '–')}</td><td>${escape(after?.description ?? '–')}</td>
<td><b>${escape(ended)}</b>${verdict ? `<p>${escape(words.verdict[verdict])}</p>` : ''}${reason}${left}</td>
<td><p>${escape(evidence)}</p><p>${escape(image.name)}<br>SHA-256 ${image.sha256}</p></td>
<td>${instant(commandSentAt) || '–'}<br>${instant(finishedAt) || '–'}</td></tr>`;
  });
  const { categoryName: category, buildVersion, total, succeeded, failed, aborted, cancelled, finishedAt } = batch;
  const begun = begunAt(operations);
  const title = failureSentence(words.title, { category, version: buildVersion });
  const counts = failureSentence(words.counts, { total, succeeded, failed, aborted, cancelled });
  const how = [
    ...(batch.startedBy === null ? [] : [failureSentence(words.by, { who: batch.startedBy })]),
    failureSentence(words.options, { options: wishesLine(batch.wishes) || words.none }),
  ];
  const times = [
    ...(begun === undefined ? [] : [failureSentence(words.begun, { at: instant(begun) })]),
    ...(finishedAt === null ? [] : [failureSentence(words.ended, { at: instant(finishedAt) })]),
  ];
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escape(title)}</title><style>
body{font:14px/1.45 system-ui,sans-serif;margin:32px;color:#1b1f24}h1{font-size:20px;margin:0}
p{margin:2px 0;color:#57606a;overflow-wrap:anywhere}.why{color:#1b1f24}
table{border-collapse:collapse;width:100%;margin-top:20px}th,td{text-align:left;vertical-align:top;padding:8px 10px;border-bottom:1px solid #d0d7de}
th{font-size:12px;color:#57606a;font-weight:600}tr.success b:last-child{color:#116329}tr.failed td:nth-child(4) b{color:#a40e26}tr.success td:nth-child(4) b{color:#116329}
@media print{body{margin:0}tr{break-inside:avoid}}</style></head><body>
<h1>${escape(title)}</h1>
<p>${escape(counts)}</p>
${times.length === 0 ? '' : `<p>${escape(times.join(', '))}</p>`}
<p>${escape(how.join(' · '))}</p>
<table><thead><tr>${words.columns.map((column) => `<th>${escape(column)}</th>`).join('')}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table>
<p>${escape(failureSentence(words.foot, { version: told.version, at: instant(told.at) }))}</p>
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
