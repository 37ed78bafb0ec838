import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type IniSection, parseIni } from '../../src/main/domain/plugins/ini.ts';
import { packTar, type TarMember, tarBytes, zipBytes } from './archives.ts';
import { sha1Of, syntheticFirmware } from './synthetic-firmware.ts';

/** What a built plugin server holds, for a test to compare with. */
export interface BuiltPluginServer {
  readonly root: string;
  readonly plugins: readonly BuiltPlugin[];
}

export interface BuiltPlugin {
  readonly id: string;
  readonly version: string;
  readonly archive: string;
  /** Firmware by file name, as it lies under `firmware/<id>/` of the server. */
  readonly firmware: ReadonlyMap<string, Buffer>;
  /** The rewritten `pkgs.db`. */
  readonly pkgsDb: string;
}

export interface BuildOptions {
  /** Folders named by plugin id with `plugin-info` and `pkgs/pkgs.db`. */
  readonly sources: readonly string[];
  readonly root: string;
  /** Where `root` is served. */
  readonly url: string;
  /** Bytes of a plain firmware file. */
  readonly firmwareBytes?: (filename: string) => number;
  /** Static files that plugins ship. */
  readonly staticFiles?: readonly { path: string; content: string }[];
  /** Leave entries that have no address as they are: licence-gated. */
  readonly keepGated?: boolean;
}

/**
 * Builds a static plugin server from metadata: archives, index, and small synthetic firmware of the right names, whose
 * sizes and digests stand in the rewritten `pkgs.db`. Archives of firmware hold what their procedures look for.
 */
export async function buildPluginServer(options: BuildOptions): Promise<BuiltPluginServer> {
  const plugins: BuiltPlugin[] = [];
  const index: Record<string, unknown> = {};
  for (const source of options.sources) {
    const { plugin, entry } = await buildPlugin(source, options);
    plugins.push(plugin);
    index[plugin.id] = entry;
  }
  writeFileSync(path.join(options.root, 'plugins.db'), JSON.stringify(index));
  return { root: options.root, plugins };
}

async function buildPlugin(source: string, options: BuildOptions): Promise<{ plugin: BuiltPlugin; entry: unknown }> {
  const id = path.basename(source);
  const info = JSON.parse(readFileSync(path.join(source, 'plugin-info'), 'utf8')) as { version: string };
  const firmware = new Map<string, Buffer>();
  mkdirSync(path.join(options.root, 'firmware', id), { recursive: true });
  const pkgsDb = await rewritePackages(source, options, firmware);
  for (const [name, bytes] of firmware) writeFileSync(path.join(options.root, 'firmware', id, name), bytes);
  const members: TarMember[] = [
    { path: `${id}/`, type: 'Directory' },
    { path: `${id}/plugin-info`, content: JSON.stringify(info) },
    // Whoever runs this has broken the first rule.
    { path: `${id}/entry.py`, content: 'import sys\nopen("/nonexistent/plugin-python-was-run", "w")\nsys.exit(99)\n' },
    ...(pkgsDb === '' ? [] : [{ path: `${id}/pkgs/pkgs.db`, content: pkgsDb }]),
    ...(options.staticFiles ?? []).map((file) => ({ path: `${id}/var/tftpboot/${file.path}`, content: file.content })),
  ];
  const { bytes, extension } = packTar(tarBytes(members));
  const archive = `${id.replaceAll('_', '-')}-${info.version}.${extension}`;
  writeFileSync(path.join(options.root, archive), bytes);
  const entry = { ...info, filename: archive, dsize: bytes.length, sha1sum: sha1Of(bytes) };
  return { plugin: { id, version: info.version, archive, firmware, pkgsDb }, entry };
}

async function rewritePackages(source: string, options: BuildOptions, firmware: Map<string, Buffer>): Promise<string> {
  const pkgsDir = path.join(source, 'pkgs');
  const texts = readdirSync(pkgsDir).map((name) => readFileSync(path.join(pkgsDir, name), 'utf8'));
  const sections = texts.flatMap((text) => parseIni(text).sections);
  const lines: string[] = [];
  for (const section of sections) {
    const values = new Map([...section.options].map(([key, { value }]) => [key, value]));
    if (section.name.startsWith('file_'))
      await rewriteFile(
        section,
        values,
        sections,
        { ...options, url: new URL(`firmware/${path.basename(source)}/`, options.url).href },
        firmware,
      );
    lines.push(`[${section.name}]`, ...[...values].map(([key, value]) => `${key}: ${value.replaceAll('\n', '\n  ')}`), '');
  }
  return lines.join('\n');
}

async function rewriteFile(
  section: IniSection,
  values: Map<string, string>,
  sections: readonly IniSection[],
  options: BuildOptions,
  firmware: Map<string, Buffer>,
): Promise<void> {
  const filename = values.get('filename') ?? (values.get('url') ?? '').split('/').at(-1) ?? section.name;
  const bytes = firmware.get(filename) ?? (await firmwareFor(section, filename, sections, options));
  firmware.set(filename, bytes);
  if (values.get('url') !== '' || options.keepGated !== true)
    values.set('url', new URL(encodeURIComponent(filename), options.url).href);
  values.set('filename', filename);
  values.set('size', String(bytes.length));
  values.set('sha1sum', sha1Of(bytes));
}

/** What the file must be for its package's procedure to find what it looks for. */
async function firmwareFor(
  section: IniSection,
  filename: string,
  sections: readonly IniSection[],
  options: BuildOptions,
): Promise<Buffer> {
  const fileId = section.name.slice('file_'.length);
  const user = sections.find(
    (each) => each.name.startsWith('pkg_') && (each.options.get('files')?.value ?? '').split(/\s+/).includes(fileId),
  );
  const [procedureId] = (user?.options.get('install')?.value ?? '').split(/\s+/);
  const procedure = sections.find((each) => each.name === `install_${procedureId}`);
  const steps = [...(procedure?.options ?? [])].map(([name, { value }]) => ({ name, words: value.split(/\s+/) }));
  const opening = steps.find(({ words }) => words[1]?.startsWith('$FILE') && words[0] !== 'cp');
  if (!opening) return syntheticFirmware(filename, options.firmwareBytes?.(filename) ?? 3000 + (filename.length % 7) * 512);
  return await containerFor(opening, steps, filename);
}

interface Step {
  readonly name: string;
  readonly words: readonly string[];
}

/** The bytes that an opening step takes, holding what the steps behind it look for, level by level. */
async function containerFor(step: Step, steps: readonly Step[], seed: string): Promise<Buffer> {
  const next = steps.filter(({ name }) => name.split('-')[0] === step.name.split('-')[1]);
  const members: { path: string; content: Buffer }[] = [];
  for (const each of next) members.push(...(await membersFor(each, steps, seed)));
  if (members.length === 0) members.push({ path: 'firmware.st', content: syntheticFirmware(`${seed}!firmware.st`, 700) });
  if (step.words[0] === 'unzip') return await zipBytes(members);
  if (step.words[0] === 'unsign') return Buffer.concat([Buffer.alloc(200, 'signature'), members[0]?.content ?? Buffer.alloc(0)]);
  return gzipSync(tarBytes(members));
}

async function membersFor(step: Step, steps: readonly Step[], seed: string): Promise<{ path: string; content: Buffer }[]> {
  const [operation, ...args] = step.words;
  const patterns = operation === 'cp' ? args.slice(0, -1) : args;
  const opens = operation === 'untar' || operation === 'unzip' || operation === 'unsign';
  const members: { path: string; content: Buffer }[] = [];
  for (const pattern of patterns.filter((each) => !each.includes('$'))) {
    const name = pattern.replace(/\*/g, 'any').replace(/\?/g, 'x');
    members.push({
      path: name,
      content: opens ? await containerFor(step, steps, `${seed}!${name}`) : syntheticFirmware(`${seed}!${name}`, 700),
    });
  }
  return members;
}
