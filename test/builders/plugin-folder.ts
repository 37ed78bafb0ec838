import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A small plugin as its author has it, with `files` beside what every plugin has. Returns its folder. */
export function writePluginFolder(
  parent: string,
  id: string,
  version: string,
  files: Readonly<Record<string, string>> = {},
): string {
  const dir = path.join(parent, id);
  const info = {
    version,
    description: `Made-up phones, ${id}`,
    capabilities: { 'Acme, D10, 1.0.9': { lines: 4, type: 'deskphone' } },
  };
  const all = { 'plugin-info': JSON.stringify(info, null, 2), 'entry.py': '# Never run.\n', 'pkgs/pkgs.db': PKGS, ...files };
  for (const [name, content] of Object.entries(all)) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), content);
  }
  return dir;
}

const PKGS = `# Firmware of the made-up phones.
[pkg_D10-fw]
description: Firmware for Acme D10
version: 1.0.9
files: d10
install: plain

[file_d10]
url: https://fw.example.net/D10-1.0.9.rom
size: 10
sha1sum: 0123456789abcdef0123456789abcdef01234567

[install_plain]
a-b: cp $FILE1 firmware/
`;
