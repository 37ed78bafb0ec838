/** Cells as one line, its end left out. A text that a spreadsheet would take for a formula gets a quote before it. @see RFC 4180 */
export function csvLine(cells: readonly string[]): string {
  return cells.map(cell).join(',');
}

function cell(text: string): string {
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
