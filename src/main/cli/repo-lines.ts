import type { PluginChange } from '../../shared/contract/plugin-change.ts';
import type { Channel, FolderIndex, NewVersion, PluginProblem, PluginSource } from '../../shared/contract/repo.ts';
import { megabytes } from '../../shared/text.ts';
import { counted, failureLine } from './output.ts';

/** `wazo-x/pkgs/pkgs.db:12: error: …`, as editors and people can follow it. */
export function problemLine(plugin: string, { file, line, severity, reason }: PluginProblem): string {
  return `${plugin}/${file}:${line}: ${severity}: ${reason}`;
}

/** `noteOf`: what is to be said of a package besides, if anything. */
export function changeLines(
  { id, before, after, added, removed, changed }: PluginChange,
  noteOf: (id: string) => string = () => '',
): string[] {
  const noted = (line: string, packageId: string) => (noteOf(packageId) === '' ? line : `${line}: ${noteOf(packageId)}`);
  const bytes = (state: { archiveBytes: number; firmwareBytes: number }) =>
    `archive ${megabytes(state.archiveBytes)}, firmware ${megabytes(state.firmwareBytes)}`;
  return [
    `${id}: ${before?.version ?? 'new'} → ${after.version}`,
    `  ${before ? `${bytes(before)} → ` : ''}${bytes(after)}`,
    ...added.map((each) => noted(`  + ${each.id} ${each.version}`, each.id)),
    ...removed.map((each) => noted(`  - ${each.id} ${each.version}`, each.id)),
    ...changed.map((each) =>
      noted(
        each.sameVersion
          ? `  ~ ${each.id} ${each.after} (same version, other content)`
          : `  ~ ${each.id} ${each.before} → ${each.after}`,
        each.id,
      ),
    ),
    ...(added.length + removed.length + changed.length === 0 ? ['  no package changes'] : []),
  ];
}

export function newVersionLines({ plugin, version, dir, packages, files, open, leftovers, problems }: NewVersion): string[] {
  const reasons = {
    'not-measured': 'its address or name is new, its size and SHA-1 are not: give the file with --file, or --fetch it',
    'same-address': 'its content is new, its address is not: give the new one with --file',
  };
  return [
    `${plugin} ${version} in ${dir}`,
    ...packages.map(({ id, before, after }) => `  ${id}: ${before} → ${after}`),
    ...files.map(({ id, filename, size, measured }) => `  ${id}: ${filename}${measured ? `, ${megabytes(size)}` : ''}`),
    ...open.map(({ file, reason }) => `  open: ${file}: ${reasons[reason]}`),
    ...leftovers.map(({ file, line, text }) => `  ${plugin}/${file}:${line}: still holds ${text}`),
    ...problems.map((problem) => `  ${problemLine(plugin, problem)}`),
  ];
}

export function brokenLines({ broken }: Pick<FolderIndex, 'broken'>): string[] {
  return broken.map(({ filename, failure }) => failureLine(filename, failure));
}

export function channelLines(channel: Channel): string[] {
  const { exists, plugins } = channel;
  return [
    ...plugins.map(
      ({ id, offered, versions }) =>
        `${id}: ${versions.map(({ version }) => (version === offered ? `${version} (offered)` : version)).join(', ')}`,
    ),
    exists ? `${counted(plugins.length, 'plugin')}.` : 'The folder is not there yet.',
    ...brokenLines(channel),
  ];
}

export function sourceLines({ id, version, packages, files }: PluginSource): string[] {
  return [
    `${id} ${version}`,
    ...packages.map((each) => `  ${each.id} ${each.version}: ${each.files.join(' ')}`),
    ...files.map((file) => `  ${file.id}: ${file.filename}, ${megabytes(file.size)}${file.url === '' ? '' : `, ${file.url}`}`),
  ];
}
