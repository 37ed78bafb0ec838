import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { writePluginFolder } from '../../../../test/builders/plugin-folder.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/builders/test-engine.ts';
import { extractTar } from '../plugins/extract-tar.ts';
import { PLUGIN_LIMITS } from '../plugins/members.ts';
import { buildArchives } from './build.ts';
import type { AuthoringParts } from './parts.ts';

let [source, out, tmp] = ['', '', ''];
beforeEach(() => {
  [source, out, tmp] = [temporaryFolder('source'), temporaryFolder('out'), temporaryFolder('tmp')];
});
afterAll(removeTemporaryFolders);

let unpacked: string[] = [];
const parts: AuthoringParts = {
  async unpack(archivePath, dir) {
    unpacked = (await extractTar(archivePath, path.basename(archivePath), dir, PLUGIN_LIMITS)).flatMap((entry) =>
      entry.kind === 'file' ? [entry.path] : [],
    );
  },
  fetch: () => Promise.reject(new Error('nothing is fetched here')),
  tmpPath: (label) => path.join(tmp, label),
};

describe('building', () => {
  it('gives the same bytes whenever, by whomever and in whatever order the files were made', async () => {
    const long = `templates/${'deep/'.repeat(30)}é ${'x'.repeat(80)}.tpl`;
    const files = { 'a-b': '1', 'a/c': '2', 'var/tftpboot/Ring [1], new.wav': '3', [long]: '4' };
    const dir = writePluginFolder(source, 'acme_d10', '1.0', files);
    const again = temporaryFolder('again');
    const copy = writePluginFolder(again, 'acme_d10', '1.0', Object.fromEntries(Object.entries(files).reverse()));
    utimesSync(path.join(copy, 'entry.py'), 1, 1);
    chmodSync(path.join(copy, 'entry.py'), 0o755);
    writeFileSync(path.join(copy, '.DS_Store'), 'left behind');
    const first = await buildArchives(dir, out, parts);
    const second = await buildArchives(again, path.join(out, 'second'), parts);
    expect(first.failed).toEqual([]);
    expect(second.archives).toEqual(first.archives);
    const bytes = readFileSync(path.join(out, 'acme-d10-1.0.tar.gz'));
    expect(bytes.equals(readFileSync(path.join(out, 'second', 'acme-d10-1.0.tar.gz')))).toBe(true);
    expect([...bytes.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
    expect(unpacked).toEqual(
      ['a-b', 'a/c', 'entry.py', 'pkgs/pkgs.db', 'plugin-info', long, 'var/tftpboot/Ring [1], new.wav'].map(
        (name) => `acme_d10/${name}`,
      ),
    );
    expect(gunzipSync(bytes).length % 512).toBe(0);
  });

  it('is read by other programs, one folder at its top, owned by nobody', async () => {
    writePluginFolder(source, 'acme', '1.0');
    await buildArchives(source, out, parts);
    const list = execFileSync('tar', ['--utc', '-tvzf', path.join(out, 'acme-1.0.tar.gz')], { encoding: 'utf8' });
    const lines = list
      .trim()
      .split('\n')
      .map((line) => line.replace(/\s+/g, ' '));
    expect(lines[0]).toMatch(/^drwxr-xr-x 0\/0 0 1970-01-01 .* acme\/$/);
    expect(lines.every((line) => / acme\//.test(line) && / 0\/0 /.test(line))).toBe(true);
    expect(lines.map((line) => line.split(' ').at(-1))).toContain('acme/var/tftpboot/');
  });

  it('says whether an archive of that version was there, and whether it was another', async () => {
    const states = async () => (await buildArchives(source, out, parts)).archives.map(({ state }) => state);
    const dir = writePluginFolder(source, 'acme', '1.0');
    expect(await states()).toEqual(['written']);
    expect(await states()).toEqual(['unchanged']);
    writeFileSync(path.join(dir, 'entry.py'), '# Another.\n');
    expect(await states()).toEqual(['replaced']);
    expect(readdirSync(out)).toEqual(['acme-1.0.tar.gz']);
  });

  it('tells each plugin that cannot be built and builds the others', async () => {
    writePluginFolder(source, 'good', '1.0');
    writePluginFolder(source, 'twin_x', '1.0');
    writePluginFolder(source, 'twin-x', '1.0');
    writePluginFolder(source, 'wrong', '1.0', { 'pkgs/pkgs.db': '[pkg_a]\nversion: 1\n' });
    const linked = writePluginFolder(source, 'linked', '1.0');
    symlinkSync('/etc/passwd', path.join(linked, 'passwd'));
    mkdirSync(path.join(source, 'no-plugin'));
    const { archives, failed } = await buildArchives(source, out, parts);
    expect(archives.map(({ plugin }) => plugin)).toEqual(['good', 'twin-x']);
    expect(failed.map(({ plugin, failure, problems }) => [plugin, failure.code, problems.length])).toEqual([
      ['linked', 'repo.unsafe-source', 0],
      ['twin_x', 'repo.already-there', 0],
      ['wrong', 'repo.plugin-invalid', 1],
    ]);
    expect(readdirSync(out).sort()).toEqual(['good-1.0.tar.gz', 'twin-x-1.0.tar.gz']);
  });
});
