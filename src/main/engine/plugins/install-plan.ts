import type { InstallPlan, PackageSummary } from '../../../shared/contract/packages.ts';
import type { StoreUsage } from '../../../shared/contract/files.ts';

/** A package and, in the order of its files, a key each: one key is the same bytes, whatever package or plugin has them. */
export interface WantedPackage {
  readonly summary: PackageSummary;
  readonly keys: readonly string[];
}

/** Whether it is left to do: it is not there in its present version. */
export function isLeft({ installedVersion, version }: PackageSummary): boolean {
  return installedVersion !== version;
}

/** What these packages must fetch, each file once. Bytes. */
export function filesToFetch(wanted: readonly WantedPackage[]): { key: string; size: number }[] {
  return filesIn(wanted, 'remote');
}

/** What is to be installed of these packages, and what that takes. */
export function planOf(
  wanted: readonly WantedPackage[],
  unreadable: InstallPlan['unreadable'],
  room: Pick<StoreUsage, 'diskFree' | 'limit'> & { readonly overLimit: number },
): InstallPlan {
  const toFetch = sum(filesToFetch(wanted));
  const here = sum(filesIn(wanted, 'here'));
  const fits = toFetch * 2 <= room.diskFree && room.overLimit === 0;
  return { packages: wanted.map(({ summary }) => lineOf(summary)), unreadable, toFetch, here, ...room, fits };
}

function filesIn(wanted: readonly WantedPackage[], state: 'remote' | 'here'): { key: string; size: number }[] {
  const found = new Map<string, number>();
  for (const { summary, keys } of wanted) {
    summary.files.forEach((file, i) => {
      if (file.state === state) found.set(keys[i] ?? '', file.size);
    });
  }
  return [...found].map(([key, size]) => ({ key, size }));
}

function sum(files: readonly { size: number }[]): number {
  return files.reduce((total, { size }) => total + size, 0);
}

function lineOf({ plugin, id, version, files, problem }: PackageSummary): InstallPlan['packages'][number] {
  return {
    plugin,
    id,
    version,
    toFetch: sum(files.filter((file) => file.state === 'remote')),
    missing: files.filter((file) => file.state === 'bring').map((file) => file.name),
    ...(problem ? { problem } : {}),
  };
}
