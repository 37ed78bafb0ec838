import { parseIni } from '../plugins/ini.ts';

/** Gives an option of a section another value, or the section an option that it lacks. */
export interface IniEdit {
  readonly section: string;
  readonly key: string;
  /** Lines of a value that goes on are parted by `\n`. */
  readonly value: string;
}

/**
 * The text with these options changed and everything else as it was: comments, order, blank lines, line ends, the
 * separator and the spelling of keys. An option that is not there is added behind the section's first one. An edit of
 * a section that is not in this text is none.
 */
export function rewriteIni(text: string, edits: readonly IniEdit[]): string {
  const lines = splitLines(text);
  const sections = new Map(parseIni(text).sections.map((section) => [section.name, section]));
  const added: { after: number; line: Line }[] = [];
  for (const { section: name, key, value } of edits) {
    const section = sections.get(name);
    const option = section?.options.get(key);
    if (option) replaceValue(lines, option.line - 1, value);
    else if (section) {
      const [first] = section.options.values();
      added.push(newOption(lines, first?.line ?? section.line, first !== undefined, key, value));
    }
  }
  // From the end, so that the numbers of lines before stay true.
  for (const { after, line } of added.sort((a, b) => b.after - a.after)) lines.splice(after + 1, 0, line);
  return lines.map(({ content, end }) => (content === null ? '' : content + end)).join('');
}

/** `content` is null once the line is dropped. `end` is its own line end, empty at the end of the text. */
type Line = { content: string | null; end: string };

function splitLines(text: string): Line[] {
  const parts = text.split(/(\r\n|\r|\n)/);
  return parts.flatMap((content, i) => (i % 2 === 0 ? [{ content, end: parts[i + 1] ?? '' }] : []));
}

function replaceValue(lines: Line[], first: number, value: string): void {
  const [head, ...rest] = valueLines(lines, first);
  if (!head) return;
  const news = value.split('\n').filter((part) => part.trim() !== '');
  const firstIsEmpty = valueOf(head).trim() === '';
  const filled = firstIsEmpty ? rest : [head, ...rest];
  if (filled.length > 1 && filled.length === news.length) {
    filled.forEach((line, i) => setValue(line, line === head, news[i] ?? ''));
    return;
  }
  setValue(head, true, news.join(' '));
  for (const line of rest) line.content = null;
}

/** The option's own line and those on which its value goes on, without the blank ones and the comments among them. */
function valueLines(lines: readonly Line[], first: number): Line[] {
  const head = lines[first];
  if (!head) return [];
  const found = [head];
  for (const line of lines.slice(first + 1)) {
    const content = line.content ?? '';
    if (content.trim() === '' || /^\s*[#;]/.test(content)) continue;
    if (indentOf(content) <= indentOf(head.content ?? '')) break;
    found.push(line);
  }
  return found;
}

function setValue(line: Line, isHead: boolean, value: string): void {
  const content = line.content ?? '';
  const kept = isHead ? (/^[^:=]*[:=]\s*/.exec(content)?.[0] ?? content) : content.slice(0, indentOf(content));
  const separated = isHead && value !== '' && /[:=]$/.test(kept) ? `${kept} ` : kept;
  line.content = value === '' ? separated.trimEnd() : separated + value;
}

function valueOf(head: Line): string {
  return (head.content ?? '').replace(/^[^:=]*[:=]/, '');
}

/** Written as the section's first option is, behind it; in an empty section, behind its header. */
function newOption(
  lines: Line[],
  modelLine: number,
  isOption: boolean,
  key: string,
  value: string,
): { after: number; line: Line } {
  const head = lines[modelLine - 1];
  const content = isOption ? (head?.content ?? '') : '';
  const separator = /^[^:=]*?(\s*[:=])/.exec(content)?.[1] ?? ':';
  const last = (isOption ? valueLines(lines, modelLine - 1).at(-1) : head) ?? { content: '', end: '' };
  const line = { content: `${content.slice(0, indentOf(content))}${key}${separator} ${value}`, end: last.end };
  last.end ||= '\n';
  return { after: lines.indexOf(last), line };
}

function indentOf(content: string): number {
  return content.length - content.trimStart().length;
}
