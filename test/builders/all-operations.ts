import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type TarMember, tarBytes, zipBytes } from './archives.ts';
import { rarBytes } from './rar.ts';
import { sevenZipBytes } from './seven-zip.ts';
import { sha1Of } from './synthetic-firmware.ts';

export const ALL_OPERATIONS = 'acme-all';

/** Two packages of one plugin: `whole` uses all nine operations, with branches and chains; `other` shares a path of it. */
export async function writeAllOperationsServer(root: string, url: string, version = '1.0'): Promise<void> {
  const files = await firmware(version);
  for (const [name, bytes] of files) {
    mkdirSync(path.join(root, 'fw'), { recursive: true });
    writeFileSync(path.join(root, 'fw', name), bytes);
  }
  const sections = [...files].map(
    ([name, bytes], i) =>
      `[file_f${i + 1}]\nfilename: ${name}\nurl: ${new URL(`fw/${encodeURIComponent(name)}`, url).href}\nsize: ${bytes.length}\nsha1sum: ${sha1Of(bytes)}\n`,
  );
  const info = {
    version,
    description: 'Made-up phones',
    capabilities: { [`Acme, A1, ${version}`]: { lines: 2 } },
  };
  const members: TarMember[] = [
    { path: `${ALL_OPERATIONS}/`, type: 'Directory' },
    { path: `${ALL_OPERATIONS}/plugin-info`, content: JSON.stringify(info) },
    { path: `${ALL_OPERATIONS}/pkgs/pkgs.db`, content: `${packages(version)}\n${sections.join('\n')}` },
    { path: `${ALL_OPERATIONS}/var/tftpboot/static.cfg`, content: `static ${version}` },
  ];
  const archive = gzipSync(tarBytes(members));
  const filename = `acme-all-${version}.tar.gz`;
  writeFileSync(path.join(root, filename), archive);
  const entry = { ...info, filename, dsize: archive.length, sha1sum: sha1Of(archive) };
  writeFileSync(path.join(root, 'plugins.db'), JSON.stringify({ [ALL_OPERATIONS]: entry }));
}

/** What each package of it must serve: path and content, nothing else. */
export function expectedTrees(version = '1.0'): Record<'plugin' | 'whole' | 'other', Record<string, string>> {
  return {
    plugin: { 'static.cfg': `static ${version}` },
    whole: {
      'firmware/a1/main, v1 [x].rom': `main ${version}`,
      'langs/de.lng': 'Deutsch',
      'langs/deep/fr.lng': 'français',
      'rar/boot.bin': 'boot',
      'rar/app.bin': 'app',
      'license.txt': 'seven',
      'cisco/P.loads': 'loads',
      'cisco/P.sbn': 'sbn',
      'plain/T46U(T43U,T46U) [beta], 2.rom': `plain ${version}`,
      'all/fw/main, v1 [x].rom': `main ${version}`,
      'all/fw/readme.txt': 'read me',
    },
    other: { 'plain/T46U(T43U,T46U) [beta], 2.rom': `plain ${version}`, 'price$1.txt': `plain ${version}` },
  };
}

function packages(version: string): string {
  return `# Everything the grammar has.
[pkg_whole]
description: All operations
description_fr: Toutes les opérations
version = ${version}
files: f1 f2 f3
  f4 f5
install: everything a1
[pkg_other]
description: The same file, by another package
version: ${version}
files: f5
install: copy
[install_everything]
a-zip: unzip $FILE1
zip-fw: cp fw/*.rom firmware/$ARG1/
zip-langs: untar langs.tar.gz
langs-clean: exclude *.txt old
zip-all: cp fw all/
zip-folder: cp fw/empty kept/
a-rar: unrar \${FILE2}
rar-bins: include *.bin
bins-rout: cp *.bin rar/
a-seven: 7z $FILE3
seven-sout: cp one.txt license.txt
a-signed: unsign $FILE4 inner.tar
signed-tar: untar inner.tar
tar-deeper: untar *.tar.gz
deeper-dout: cp P.loads P.sbn cisco/
a-plain: cp $FILE5 plain/
rar-nothing: null
[install_copy]
a-b: cp $FILE1 plain/
a-c: cp $FILE1 price\\$1.txt
`;
}

async function firmware(version: string): Promise<Map<string, Buffer>> {
  const langs = gzipSync(
    tarBytes([
      { path: 'langs/', type: 'Directory' },
      { path: 'langs/de.lng', content: 'Deutsch' },
      { path: 'langs/deep/fr.lng', content: 'français' },
      { path: 'langs/notes.txt', content: 'not served' },
      { path: 'old/x.lng', content: 'not served' },
    ]),
  );
  const load = tarBytes([
    { path: 'P.loads', content: 'loads' },
    { path: 'P.sbn', content: 'sbn' },
  ]);
  const signed = Buffer.concat([
    Buffer.alloc(300, 'signature'),
    gzipSync(tarBytes([{ path: 'load.tar.gz', content: gzipSync(load) }])),
  ]);
  return new Map([
    [
      'all.zip',
      await zipBytes([
        { path: 'fw/main, v1 [x].rom', content: `main ${version}` },
        { path: 'fw/readme.txt', content: 'read me' },
        { path: 'fw/empty/', content: '' },
        { path: 'langs.tar.gz', content: langs },
      ]),
    ],
    [
      'all.rar',
      rarBytes([
        { path: 'a/boot.bin', content: 'boot' },
        { path: 'b/app.bin', content: 'app' },
        { path: 'b/readme.txt', content: 'not served' },
      ]),
    ],
    ['all.7z', await sevenZipBytes({ 'sub/one.txt': 'seven', 'two.txt': 'not served' })],
    ['signed.sgn', signed],
    ['T46U(T43U,T46U) [beta], 2.rom', Buffer.from(`plain ${version}`)],
  ]);
}
