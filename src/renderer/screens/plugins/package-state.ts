import type { OperationItem } from '../../../shared/contract/operations.ts';
import type { PackageSummary } from '../../../shared/contract/packages.ts';

export type PackageState = 'installed' | 'outdated' | 'here' | 'remote' | 'bring' | 'failed' | 'problem';

type Known = Pick<PackageSummary, 'version' | 'installedVersion' | 'files' | 'problem'>;

/**
 * The worst thing first: what someone must do before it can be installed, then what went wrong last time.
 *
 * @param last what the newest operation on it came to
 */
export function packageState({ version, installedVersion, files, problem }: Known, last?: OperationItem): PackageState {
  if (installedVersion === version) return 'installed';
  if (problem) return 'problem';
  if (files.some((file) => file.state === 'bring')) return 'bring';
  // A missing file that has come since is no failure any more.
  if (last?.state === 'failed' && last.failure?.code !== 'packages.file-missing') return 'failed';
  if (installedVersion !== undefined) return 'outdated';
  return files.every((file) => file.state === 'here') ? 'here' : 'remote';
}

/** What Install all would take on. */
export function notInstalled(packages: readonly PackageSummary[]): PackageSummary[] {
  return packages.filter((one) => one.installedVersion !== one.version);
}
