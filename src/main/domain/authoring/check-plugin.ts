import type { PluginProblem } from '../../../shared/contract/repo.ts';
import { type IniSection, parseIni } from '../plugins/ini.ts';
import { parsePackages, resolveFile } from '../plugins/pkgs-db.ts';
import { parsePluginInfo, PLUGIN_INTERFACE, supportsInterface } from '../plugins/plugin-info.ts';
import { parseProcedure } from '../plugins/procedure.ts';
import { jsonStrings } from './json-strings.ts';

/** The texts of a plugin folder that have a grammar. `null`: the file is not there. */
export interface PluginTexts {
  readonly info: string | null;
  /** Every file of `pkgs/`, by its name there. */
  readonly packages: readonly { readonly name: string; readonly text: string }[];
  readonly hasEntry: boolean;
  /** Files, relative to the plugin's folder, whose bytes are no text. */
  readonly notUtf8: readonly string[];
}

/** Everything that is wrong with a plugin's texts, by file and line; errors keep provd or Provdesk from using it. */
export function checkPlugin(texts: PluginTexts): PluginProblem[] {
  if (texts.notUtf8.length > 0) return texts.notUtf8.map((file) => error(file, 1, 'it is not UTF-8'));
  const problems = [...checkInfo(texts.info), ...checkPackages(texts.packages)];
  if (!texts.hasEntry) problems.push(warning('entry.py', 1, 'it is missing: provd cannot load the plugin, Provdesk can'));
  return problems.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

const INFO = 'plugin-info';

function checkInfo(text: string | null): PluginProblem[] {
  if (text === null) return [error(INFO, 1, 'it is missing')];
  const json = parseJson(text);
  if (json instanceof SyntaxError) return [error(INFO, lineIn(json.message), `it is not JSON: ${json.message}`)];
  const strings = jsonStrings(text);
  const problems: PluginProblem[] = [];
  const info = parsePluginInfo(json);
  if ('reason' in info) {
    const key = /“(\w+)”/.exec(info.reason)?.[1];
    const line = strings.find((each) => each.kind === 'key' && each.path.length === 1 && each.text === key)?.line ?? 1;
    problems.push(error(INFO, line, info.reason));
  } else if (!supportsInterface(info)) {
    problems.push(error(INFO, 1, `it needs another plugin interface than ${PLUGIN_INTERFACE}`));
  }
  const seen = new Set<string>();
  for (const key of strings.filter((each) => each.kind === 'key')) {
    const name = JSON.stringify(key.path);
    if (seen.has(name)) problems.push(error(INFO, key.line, `“${key.text}” appears twice`));
    seen.add(name);
    const isCapability = key.path.length === 2 && key.path[0] === 'capabilities';
    if (isCapability && key.text.split(',').length !== 3)
      problems.push(warning(INFO, key.line, `“${key.text}” is not “vendor, model, version”, so the model is not known`));
  }
  return problems;
}

interface Placed {
  readonly file: string;
  readonly section: IniSection;
}

function checkPackages(sources: PluginTexts['packages']): PluginProblem[] {
  const catalogue = parsePackages(sources);
  const problems = catalogue.problems.map(({ file, line, reason }) => error(`pkgs/${file}`, line, reason));
  const sections = new Map<string, Placed>();
  for (const { name, text } of sources) {
    for (const section of parseIni(text).sections) {
      if (!sections.has(section.name)) sections.set(section.name, { file: `pkgs/${name}`, section });
    }
  }
  // What a line has told already is not told once more of every package that it spoils.
  const told = catalogue.problems.map(({ line, reason }) => `line ${line}: ${reason}`);
  for (const [id, { reason }] of catalogue.broken) {
    if (told.some((said) => reason.endsWith(said))) continue;
    const placed = sections.get(`pkg_${id}`);
    if (placed) problems.push(error(placed.file, placed.section.line, `package ${id}: ${reason}`));
  }
  return [...problems, ...checkFiles(sections), ...checkProcedures(sections), ...unused(sections)];
}

/** provd loads no plugin in which two files have one local name, whichever packages they belong to. */
function checkFiles(sections: ReadonlyMap<string, Placed>): PluginProblem[] {
  const problems: PluginProblem[] = [];
  const names = new Map<string, string>();
  for (const [name, { file, section }] of sections) {
    if (!name.startsWith('file_')) continue;
    const resolved = resolveFile(name.slice('file_'.length), section);
    if ('reason' in resolved) {
      problems.push(error(file, section.line, resolved.reason));
      continue;
    }
    const other = names.get(resolved.filename);
    if (other !== undefined) problems.push(error(file, section.line, `[${other}] has the same file name, ${resolved.filename}`));
    names.set(resolved.filename, name);
    if (resolved.digest.algorithm === 'md5')
      problems.push(warning(file, section.line, '“sha1sum” is an MD5: provd can never verify it'));
  }
  return problems;
}

function checkProcedures(sections: ReadonlyMap<string, Placed>): PluginProblem[] {
  const problems: PluginProblem[] = [];
  for (const [name, { file, section }] of sections) {
    if (!name.startsWith('install_')) continue;
    const parsed = parseProcedure(name.slice('install_'.length), section);
    if ('reason' in parsed) problems.push(error(file, parsed.line, parsed.reason));
  }
  return problems;
}

function unused(sections: ReadonlyMap<string, Placed>): PluginProblem[] {
  const used = new Set<string>();
  for (const [name, { section }] of sections) {
    if (!name.startsWith('pkg_')) continue;
    const words = (key: string) => (section.options.get(key)?.value ?? '').split(/\s+/);
    for (const file of words('files')) used.add(`file_${file}`);
    used.add(`install_${words('install')[0]}`);
  }
  return [...sections]
    .filter(([name]) => /^(file|install)_/.test(name) && !used.has(name))
    .map(([name, { file, section }]) => warning(file, section.line, `no package uses [${name}]`));
}

function error(file: string, line: number, reason: string): PluginProblem {
  return { file, line, severity: 'error', reason };
}

function warning(file: string, line: number, reason: string): PluginProblem {
  return { file, line, severity: 'warning', reason };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (caught) {
    return caught instanceof SyntaxError ? caught : new SyntaxError(String(caught));
  }
}

/** V8 says where: `… (line 3 column 5)`. */
function lineIn(message: string): number {
  return Number(/\(line (\d+) column \d+\)/.exec(message)?.[1] ?? 1);
}
