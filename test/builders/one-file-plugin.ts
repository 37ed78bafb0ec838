import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { packTar, tarBytes } from './archives.ts';
import { sha1Of } from './synthetic-firmware.ts';
import { temporaryFolder } from './test-engine.ts';

export interface PackageFileGiven {
  readonly url: string;
  readonly content: Uint8Array;
  readonly downloader?: string;
  /** Other than its SHA-1. */
  readonly digest?: string;
}

/** A plugin archive on this machine, with packages that all want the one file `fw.rom`. Returns its path. */
export function oneFilePlugin(id: string, packages: readonly string[], file: PackageFileGiven): string {
  const { url, content, downloader, digest = sha1Of(content) } = file;
  const how = downloader === undefined ? '' : `downloader: ${downloader}\n`;
  const wanted = `[file_f]\nurl: ${url}\nfilename: fw.rom\nsize: ${content.length}\nsha1sum: ${digest}\n${how}`;
  const sections = packages.map((each) => `[pkg_${each}]\nversion: 1\ndescription: d\nfiles: f\ninstall: i ${each}/\n`);
  const members = [
    { path: `${id}/plugin-info`, content: JSON.stringify({ version: '1', description: 'd', capabilities: {} }) },
    { path: `${id}/pkgs/pkgs.db`, content: [...sections, wanted, '[install_i]\na-b: cp $FILE1 $ARG1\n'].join('\n') },
  ];
  const archivePath = path.join(temporaryFolder('archive'), 'plugin.tar.bz2');
  writeFileSync(archivePath, packTar(tarBytes(members)).bytes);
  return archivePath;
}
