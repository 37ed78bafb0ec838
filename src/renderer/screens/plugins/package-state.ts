import type { PackageSummary } from '../../../shared/contract/packages.ts';

export type PackageState = 'installed' | 'outdated' | 'here' | 'remote' | 'bring' | 'problem';

/** The worst thing first: what someone must do before it can be installed. */
export function packageState({ version, installedVersion, files, problem }: PackageSummary): PackageState {
  if (installedVersion === version) return 'installed';
  if (problem) return 'problem';
  if (files.some((file) => file.state === 'bring')) return 'bring';
  if (installedVersion !== undefined) return 'outdated';
  return files.every((file) => file.state === 'here') ? 'here' : 'remote';
}

/** What Install all would take on. */
export function notInstalled(packages: readonly PackageSummary[]): PackageSummary[] {
  return packages.filter((one) => one.installedVersion !== one.version);
}
