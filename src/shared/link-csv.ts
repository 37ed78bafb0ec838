import type { Link } from './contract/links.ts';
import { csvLine } from './csv.ts';

/** Links as comma-separated values, a header first; every line ends with CR LF. @see RFC 4180 */
export function linkCsv(links: readonly Link[]): string {
  const rows = links.map((link) => [
    link.plugin,
    link.package,
    link.file,
    link.url,
    link.installed ? 'yes' : 'no',
    link.state,
    link.failure?.code ?? '',
    link.failure?.message ?? '',
    link.checkedAt === undefined ? '' : new Date(link.checkedAt).toISOString(),
  ]);
  const header = ['plugin', 'package', 'file', 'url', 'installed', 'state', 'code', 'reason', 'checked'];
  return [header, ...rows].map((row) => `${csvLine(row)}\r\n`).join('');
}
