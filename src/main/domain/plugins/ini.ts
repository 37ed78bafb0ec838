/** One `[section]` of an INI file, with the line it began on (1 = first), for messages. */
export interface IniSection {
  readonly name: string;
  readonly line: number;
  readonly options: ReadonlyMap<string, IniOption>;
}

export interface IniOption {
  readonly value: string;
  readonly line: number;
}

export interface IniProblem {
  readonly line: number;
  /** The section it stands in, where one was open. */
  readonly section: string | null;
  readonly reason: string;
}

/**
 * Reads the INI dialect of `pkgs.db`: `[section]`, `key: value` or `key = value`, names of options in lower case,
 * comments (`#`, `;`) only on a line of their own, values that go on over indented lines, no interpolation.
 * What is wrong is reported with its line and left out; the rest is still read. A section that appears twice keeps
 * its first appearance, an option that appears twice its first value.
 *
 * @see reference wazo-provd.md 1.4
 */
export function parseIni(text: string): { sections: IniSection[]; problems: IniProblem[] } {
  const sections: MutableSection[] = [];
  const problems: IniProblem[] = [];
  const seen = new Set<string>();
  let section: MutableSection | null = null;
  let open: OpenOption | null = null;

  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  for (const [index, raw] of lines.entries()) {
    const line = index + 1;
    const report = (reason: string) => problems.push({ line, section: section?.name ?? null, reason });
    const trimmed = raw.trim();
    if (trimmed === '') {
      open?.parts.push(''); // A blank line inside a value belongs to it if the value goes on.
      continue;
    }
    if (trimmed.startsWith('#') || trimmed.startsWith(';')) continue;
    const indent = raw.length - raw.trimStart().length;
    if (open && indent > open.indent) {
      open.parts.push(trimmed);
      continue;
    }
    close(open);
    open = null;
    const header = /^\[([^\]]+)\]/.exec(trimmed);
    if (header?.[1] !== undefined) {
      section = { name: header[1], line, options: new Map() };
      if (seen.has(section.name)) report(`section [${section.name}] appears twice`);
      else sections.push(section);
      seen.add(section.name);
      continue;
    }
    const option = splitOption(trimmed);
    if (!option) report('neither a [section] nor a “key: value” line');
    else if (!section) report(`“${option.key}” stands before any [section]`);
    else if (section.options.has(option.key)) report(`“${option.key}” appears twice in [${section.name}]`);
    else open = openOption(section, option.key, option.value, line, indent);
  }
  close(open);
  return { sections, problems };
}

type MutableSection = { name: string; line: number; options: Map<string, IniOption> };
type OpenOption = { section: MutableSection; key: string; line: number; indent: number; parts: string[] };

function openOption(section: MutableSection, key: string, value: string, line: number, indent: number): OpenOption {
  section.options.set(key, { value, line });
  return { section, key, line, indent, parts: [value] };
}

function close(open: OpenOption | null): void {
  open?.section.options.set(open.key, { value: open.parts.join('\n').trim(), line: open.line });
}

function splitOption(line: string): { key: string; value: string } | undefined {
  const at = line.search(/[:=]/);
  if (at <= 0) return undefined;
  const key = line.slice(0, at).trim().toLowerCase();
  return key === '' ? undefined : { key, value: line.slice(at + 1).trim() };
}
