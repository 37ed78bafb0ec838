import { type IniProblem, type IniSection, parseIni } from './ini.ts';
import { type Procedure, parseProcedure, substitute } from './procedure.ts';

export interface FileDefinition {
  readonly id: string;
  /** Name under which a procedure knows it: a plain file name. */
  readonly filename: string;
  /** Empty: licence-gated, someone must bring the file. */
  readonly url: string;
  /** Bytes, as declared. */
  readonly size: number;
  /** What the bytes must hash to. One real entry declares an MD5: told by its length. */
  readonly digest: { readonly algorithm: 'sha1' | 'md5' | 'sha256'; readonly hex: string };
  /** What it is to be fetched with, where we do not have that: someone must bring the file. */
  readonly foreignDownloader?: string;
}

/** Two definitions of one key are the same bytes. Also a plain file name. */
export function fileKey({ digest, size }: Pick<FileDefinition, 'digest' | 'size'>): string {
  return `${digest.hex}-${size}`;
}

/** Nobody can fetch it for the person: it has no address, or is fetched by what we do not have. */
export function mustBeBrought({ url, foreignDownloader }: Pick<FileDefinition, 'url' | 'foreignDownloader'>): boolean {
  return url === '' || foreignDownloader !== undefined;
}

export interface PackageDefinition {
  readonly id: string;
  readonly version: string;
  /** By language tag; `''` is the default text. */
  readonly descriptions: Readonly<Record<string, string>>;
  readonly files: readonly FileDefinition[];
  readonly depends: readonly string[];
  /** Absent: the package is only recorded as installed. */
  readonly procedure: Procedure | null;
  /** `$FILE1`, `$ARG1` … of the procedure. */
  readonly variables: ReadonlyMap<string, string>;
}

export interface PackageProblem extends IniProblem {
  readonly file: string;
}

/** What a plugin's `pkgs` folder defines. A package that cannot be used is in `broken` with its reason and hides no other. */
export interface PackageCatalogue {
  readonly packages: readonly PackageDefinition[];
  readonly broken: ReadonlyMap<string, { readonly version: string; readonly reason: string }>;
  readonly problems: readonly PackageProblem[];
}

/** `auth` only says that the server will ask for a sign-in: we give one wherever it is asked for. @see reference 1.4 */
const DOWNLOADERS = new Set(['default', 'auth']);

const PREFIXES = ['pkg_', 'file_', 'install_'] as const;

/**
 * Reads and merges every file of a plugin's `pkgs` folder.
 *
 * @see reference wazo-provd.md 1.4
 */
export function parsePackages(sources: readonly { name: string; text: string }[]): PackageCatalogue {
  const problems: PackageProblem[] = [];
  const sections = new Map<string, IniSection>();
  for (const { name, text } of sources) {
    const parsed = parseIni(text);
    problems.push(...parsed.problems.map((problem) => ({ ...problem, file: name })));
    for (const section of parsed.sections) {
      const complain = (reason: string) => problems.push({ file: name, line: section.line, section: section.name, reason });
      if (!PREFIXES.some((prefix) => section.name.startsWith(prefix)))
        complain(`[${section.name}] is none of pkg_, file_, install_`);
      else if (sections.has(section.name)) complain(`[${section.name}] is also in another file`);
      else sections.set(section.name, section);
    }
  }
  // Which of two is meant nobody can say: what is written twice, or not read whole, is not used at all.
  const flaws = new Map(problems.map(({ section, line, reason }) => [section, `line ${line}: ${reason}`] as const));
  return { ...resolve(sections, flaws), problems };
}

function resolve(
  sections: ReadonlyMap<string, IniSection>,
  flaws: ReadonlyMap<string | null, string>,
): Pick<PackageCatalogue, 'packages' | 'broken'> {
  const packages: PackageDefinition[] = [];
  const broken = new Map<string, { version: string; reason: string }>();
  for (const [name, section] of sections) {
    if (!name.startsWith('pkg_')) continue;
    const id = name.slice('pkg_'.length);
    const flaw = flawOf(section, flaws);
    const resolved = flaw === undefined ? resolvePackage(id, section, sections) : { reason: flaw };
    if ('reason' in resolved) broken.set(id, { version: section.options.get('version')?.value ?? '', reason: resolved.reason });
    else packages.push(resolved);
  }
  return { packages: withoutDangling(packages, broken), broken };
}

/** Why a package cannot be used as it is written: something in its own section, or in one that it names. */
function flawOf({ name, options }: IniSection, flaws: ReadonlyMap<string | null, string>): string | undefined {
  const [procedure] = words(options.get('install')?.value);
  const files = words(options.get('files')?.value).map((id) => `file_${id}`);
  const named = [name, ...files, ...(procedure === undefined ? [] : [`install_${procedure}`])];
  const flawed = named.find((section) => flaws.has(section));
  return flawed === undefined ? undefined : `[${flawed}] ${flaws.get(flawed)}`;
}

/** A package whose need cannot be met is broken too, and so is what needs that one: until nothing changes any more. */
function withoutDangling(
  packages: PackageDefinition[],
  broken: Map<string, { version: string; reason: string }>,
): PackageDefinition[] {
  for (let left = packages; ; ) {
    const ids = new Set(left.map((each) => each.id));
    const dangling = left.filter((each) => each.depends.some((needed) => !ids.has(needed)));
    if (dangling.length === 0) return left;
    for (const { id, version, depends } of dangling) {
      const missing = depends.find((needed) => !ids.has(needed)) ?? '';
      broken.set(id, { version, reason: `it depends on ${missing}, which does not exist or is broken` });
    }
    left = left.filter((each) => !dangling.includes(each));
  }
}

function resolvePackage(
  id: string,
  section: IniSection,
  sections: ReadonlyMap<string, IniSection>,
): PackageDefinition | { reason: string } {
  const text = (key: string) => section.options.get(key)?.value;
  const version = text('version');
  const description = text('description');
  // Real language packs have an empty version; it is there, and that is enough.
  if (version === undefined) return { reason: '“version” is missing' };
  if (description === undefined) return { reason: '“description” is missing' };
  if (!isPlainName(id)) return { reason: 'its id is not a plain name' };
  if (section.options.has('id')) return { reason: '“id” may not be given' };
  const files: FileDefinition[] = [];
  for (const fileId of words(text('files'))) {
    const file = resolveFile(fileId, sections.get(`file_${fileId}`));
    if ('reason' in file) return { reason: `file ${fileId}: ${file.reason}` };
    if (files.some((other) => other.filename === file.filename)) return { reason: `two files are named ${file.filename}` };
    files.push(file);
  }
  const installed = resolveProcedure(words(text('install')), files, sections);
  if ('reason' in installed) return installed;
  return {
    id,
    version,
    descriptions: descriptionsOf(section, description),
    files,
    depends: words(text('depends')),
    ...installed,
  };
}

/** A `[file_<id>]` section as a definition. */
export function resolveFile(id: string, section: IniSection | undefined): FileDefinition | { reason: string } {
  if (!section) return { reason: `[file_${id}] does not exist` };
  const text = (key: string) => section.options.get(key)?.value;
  const [url, size, sum] = [text('url'), text('size'), text('sha1sum')];
  if (url === undefined) return { reason: '“url” is missing' };
  if (size === undefined || !/^\d{1,15}$/.test(size)) return { reason: `“size” is not a number of bytes: ${size ?? 'missing'}` };
  const digest = parseDigest(sum ?? '');
  if (!digest) return { reason: `“sha1sum” is not a digest: ${sum ?? 'missing'}` };
  const filename = text('filename') ?? url.slice(url.lastIndexOf('/') + 1);
  if (!isPlainName(filename)) return { reason: `“${filename}” is not a plain file name` };
  const downloader = text('downloader') ?? 'default';
  const foreign = DOWNLOADERS.has(downloader) ? {} : { foreignDownloader: downloader };
  return { id, filename, url, size: Number(size), digest, ...foreign };
}

function resolveProcedure(
  [id, ...args]: string[],
  files: readonly FileDefinition[],
  sections: ReadonlyMap<string, IniSection>,
): Pick<PackageDefinition, 'procedure' | 'variables'> | { reason: string } {
  const variables = new Map<string, string>();
  files.forEach((file, i) => variables.set(`FILE${i + 1}`, file.filename));
  args.forEach((arg, i) => variables.set(`ARG${i + 1}`, arg));
  if (id === undefined) return { procedure: null, variables };
  const section = sections.get(`install_${id}`);
  if (!section) return { reason: `[install_${id}] does not exist` };
  const procedure = parseProcedure(id, section);
  if ('reason' in procedure) return { reason: `[install_${id}] line ${procedure.line}: ${procedure.reason}` };
  for (const step of procedure.steps) {
    for (const arg of step.args) {
      const substituted = substitute(arg, variables);
      if ('unknown' in substituted) return { reason: `[install_${id}] ${step.name}: ${substituted.unknown} has no value` };
    }
  }
  return { procedure, variables };
}

/** `description` and `description_<locale>` as `{ '': …, fr: … }`. */
function descriptionsOf(section: IniSection, fallback: string): Record<string, string> {
  const found: [string, string][] = [['', fallback]];
  for (const [key, { value }] of section.options) {
    if (key.startsWith('description_')) found.push([key.slice('description_'.length), value]);
  }
  return Object.fromEntries(found);
}

function parseDigest(text: string): FileDefinition['digest'] | undefined {
  const hex = text.toLowerCase();
  if (!/^[0-9a-f]+$/.test(hex)) return undefined;
  const algorithm = ({ 32: 'md5', 40: 'sha1', 64: 'sha256' } as const)[hex.length];
  return algorithm && { algorithm, hex };
}

/** A file name that names nothing but itself. */
function isPlainName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name) && name.length <= 255;
}

function words(text: string | undefined): string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '');
}
