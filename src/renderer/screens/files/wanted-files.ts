import type { PackageSummary } from '../../../shared/contract/packages.ts';

/** A file that nobody can download: someone must bring it before its packages can be installed. */
export interface WantedFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Who needs it, by plugin and package. */
  readonly packages: readonly PackageSummary[];
}

/** One line a file, however many packages share it; those of packages that are installed already are not asked for. */
export function wantedFiles(packages: Iterable<PackageSummary>): WantedFile[] {
  const byFile = new Map<string, WantedFile>();
  for (const pkg of packages) {
    if (pkg.installedVersion === pkg.version) continue;
    for (const { name, size, state } of pkg.files) {
      if (state !== 'bring') continue;
      const key = `${size} ${name}`;
      byFile.set(key, { name, size, packages: [...(byFile.get(key)?.packages ?? []), pkg] });
    }
  }
  return [...byFile.values()].sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
}
