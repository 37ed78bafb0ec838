import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packTar, tarBytes } from '../builders/archives.ts';
import { runCli, runCliJson } from '../builders/run-cli.ts';
import { publishPlugins } from '../builders/small-plugins.ts';
import { sha1Of } from '../builders/synthetic-firmware.ts';
import { removeTemporaryFolders, temporaryFolder } from '../builders/test-engine.ts';

const PACKAGES = `[pkg_good]
version: 1
description: Good
files: a b
install: i
[pkg_bad]
version: 1
description: Bad
files: nowhere
install: i
[file_a]
url:
filename: a.rom
size: 1
sha1sum: ${sha1Of(Buffer.from('a'))}
[file_b]
url:
filename: b.rom
size: 1
sha1sum: ${sha1Of(Buffer.from('b'))}
[install_i]
a-b: cp *.rom fw/
`;

/** `acme` and its archive; `odd`, whose `pkgs.db` has a broken package; `half`, whose `pkgs.db` has a broken line; `gone`, a broken entry. */
let root: string;
let dataDir: string;
let archive: string;

function publishOdd(id: string, packages: string): object {
  const info = { version: '1', description: 'Odd', capabilities: {} };
  const members = [
    { path: `${id}/plugin-info`, content: JSON.stringify(info) },
    { path: `${id}/pkgs/pkgs.db`, content: packages },
  ];
  const { bytes, extension } = packTar(tarBytes(members));
  const filename = `${id}-1.${extension}`;
  writeFileSync(path.join(root, filename), bytes);
  return { ...info, filename, dsize: bytes.length, sha1sum: sha1Of(bytes) };
}

beforeAll(async () => {
  root = temporaryFolder('server');
  publishPlugins(root, `file://${root}/`, [{ id: 'acme', version: '2.1', packages: { 'a-fw': ['a.rom'] } }]);
  const indexPath = path.join(root, 'plugins.db');
  const index = JSON.parse(readFileSync(indexPath, 'utf8')) as object;
  const odd = publishOdd('odd', PACKAGES);
  const half = publishOdd('half', `${PACKAGES}\nnonsense\n`);
  writeFileSync(indexPath, JSON.stringify({ ...index, odd, half, gone: { version: '1' } }));
  archive = path.join(root, readdirSync(root).find((name) => name.startsWith('acme-2.1.')) ?? '');
  dataDir = temporaryFolder('data');
  await runCli(dataDir, 'plugins', 'server', `file://${root}`);
  await runCli(dataDir, 'plugins', 'update');
});
afterAll(removeTemporaryFolders);

it('a plugin from a file is told by its own id and version, also where it is there already', async () => {
  const fresh = temporaryFolder('data');
  expect((await runCliJson(fresh, 'plugins', 'install', '--from', archive)).document).toEqual({
    plugins: [{ id: 'acme', version: '2.1' }],
  });
  expect(await runCliJson(fresh, 'plugins', 'install', '--from', archive)).toMatchObject({
    status: 1,
    document: { plugins: [{ id: 'acme', version: '2.1', failure: { code: 'plugins.already-installed' } }] },
  });
});

describe('what is broken is told by name, below what is listed', () => {
  const ENTRY = /^gone: .+ \[plugins\.entry-invalid\]$/m;
  const LINE = /^half: .+ \[plugins\.packages-invalid\]$/m;

  it('of the server’s list', async () => {
    const { stdout } = await runCli(dataDir, 'plugins', 'update');
    expect(stdout).toMatch(/^The server offers 3 plugins\.\n/);
    expect(stdout).toMatch(ENTRY);
    expect((await runCliJson(dataDir, 'plugins', 'update')).document).toMatchObject({
      plugins: 3,
      broken: [{ id: 'gone', failure: { code: 'plugins.entry-invalid' } }],
    });
    const { stdout: installable } = await runCli(dataDir, 'plugins', 'installable');
    expect(installable).toMatch(ENTRY);
    expect(installable).not.toMatch(/^gone\s/m);
  });

  it('of an installed plugin, from its installation on', async () => {
    expect((await runCli(dataDir, 'plugins', 'install', 'half')).stdout).toMatch(LINE);
    expect((await runCli(dataDir, 'plugins', 'installed')).stdout).toMatch(LINE);
    expect((await runCliJson(dataDir, 'plugins', 'install', 'half', '--refetch')).document).toMatchObject({
      plugins: [{ id: 'half', version: '1', problem: { code: 'plugins.packages-invalid' } }],
    });
  });

  it('of an installed plugin’s packages', async () => {
    const BROKEN = /^odd: bad of odd .+ \[packages\.invalid\]$/m;
    expect((await runCli(dataDir, 'plugins', 'install', 'odd')).stdout).toMatch(BROKEN);
    expect((await runCli(dataDir, 'plugins', 'installed')).stdout).toMatch(BROKEN);
  });

  it('of packages, with the files that someone must bring', async () => {
    await runCli(dataDir, 'plugins', 'install', 'odd', '--refetch');
    const { stdout } = await runCli(dataDir, 'packages', 'installable', 'odd');
    expect(stdout).toMatch(/^bad: .+ \[packages\.invalid\]$/m);
    expect(stdout).toMatch(/^good: to be brought: a\.rom, b\.rom$/m);
  });
});

it('one plugin is one plugin', async () => {
  const [fresh, single] = [temporaryFolder('data'), temporaryFolder('single')];
  publishPlugins(single, `file://${single}/`, [{ id: 'acme', packages: { 'a-fw': ['a.rom'] } }]);
  await runCli(fresh, 'plugins', 'server', `file://${single}`);
  expect((await runCli(fresh, 'plugins', 'update')).stdout).toBe('The server offers 1 plugin.\n');
});
