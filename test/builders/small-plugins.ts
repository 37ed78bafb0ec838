import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packTar, tarBytes } from './archives.ts';
import { sha1Of, syntheticFirmware } from './synthetic-firmware.ts';

/** A plugin of a few packages whose procedures copy their files to `<package>/`. */
export interface SmallPlugin {
  readonly id: string;
  readonly version?: string;
  readonly vendor?: string;
  /** Package id → names of its files, which lie at the root of the server: one name is one file, whoever wants it. */
  readonly packages: Readonly<Record<string, readonly string[]>>;
  /** Versions of packages where they are not 1. */
  readonly versions?: Readonly<Record<string, string>>;
  /** These bytes in place of the archive, announced truly. */
  readonly archive?: Buffer;
}

export interface PublishOptions {
  /** Bytes of a firmware file. */
  readonly bytesOf?: (name: string) => number;
  /** Files without an address. */
  readonly gated?: readonly string[];
  /** Another address of a file than `<server>/<name>`. */
  readonly urlOf?: (name: string) => string | undefined;
  /** Sizes that are declared wrong. */
  readonly declared?: Readonly<Record<string, number>>;
}

/** Writes firmware, archives and `plugins.db` below `root`, which is served at `url`. */
export function publishPlugins(root: string, url: string, plugins: readonly SmallPlugin[], options: PublishOptions = {}): void {
  const entries = plugins.map((plugin) => {
    const { id, version = '1', vendor = 'Acme' } = plugin;
    const info = { version, description: `Phones of ${vendor}`, capabilities: { [`${vendor}, D10, 1`]: { lines: 2 } } };
    const members = [
      { path: `${id}/plugin-info`, content: JSON.stringify(info) },
      { path: `${id}/pkgs/pkgs.db`, content: pkgsDb(root, url, plugin, options) },
    ];
    const packed = packTar(tarBytes(members));
    const bytes = plugin.archive ?? packed.bytes;
    const filename = `${id}-${version}.${packed.extension}`;
    writeFileSync(path.join(root, filename), bytes);
    return [id, { ...info, filename, dsize: bytes.length, sha1sum: sha1Of(bytes) }] as const;
  });
  mkdirSync(root, { recursive: true });
  writeFileSync(path.join(root, 'plugins.db'), JSON.stringify(Object.fromEntries(entries)));
}

function pkgsDb(root: string, url: string, { packages, versions = {} }: SmallPlugin, options: PublishOptions): string {
  const { bytesOf = () => 1000, gated = [], urlOf = () => undefined, declared = {} } = options;
  const names = [...new Set(Object.values(packages).flat())];
  const files = names.map((name) => {
    const bytes = syntheticFirmware(name, bytesOf(name));
    writeFileSync(path.join(root, name), bytes);
    const address = gated.includes(name) ? '' : (urlOf(name) ?? new URL(name, url).href);
    const size = declared[name] ?? bytes.length;
    return `[file_${name}]\nurl: ${address}\nfilename: ${name}\nsize: ${size}\nsha1sum: ${sha1Of(bytes)}\n`;
  });
  const sections = Object.entries(packages).map(
    ([id, wanted]) =>
      `[pkg_${id}]\nversion: ${versions[id] ?? '1'}\ndescription: Firmware ${id}\nfiles: ${wanted.join(' ')}\ninstall: i ${id}/\n`,
  );
  return [...sections, ...files, '[install_i]\na-b: cp *.rom $ARG1\n'].join('\n');
}
