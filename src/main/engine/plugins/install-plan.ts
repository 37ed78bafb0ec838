import type { InstallPlan, PackageSummary } from '../../../shared/contract/packages.ts';

/**
 * What is to be installed of these packages, and what that takes: everything that is not there in its present version.
 * `diskFree` in bytes.
 */
export function planOf(summaries: readonly PackageSummary[], diskFree: number): InstallPlan {
  const wanted = summaries.filter((summary) => summary.installedVersion !== summary.version);
  const remote = new Map<string, number>();
  for (const { plugin, files } of wanted) {
    for (const file of files) if (file.state === 'remote') remote.set(`${plugin}/${file.name}`, file.size);
  }
  const toFetch = [...remote.values()].reduce((sum, size) => sum + size, 0);
  return { packages: wanted.map(lineOf), toFetch, diskFree, fits: toFetch * 2 <= diskFree };
}

function lineOf({ plugin, id, version, files, problem }: PackageSummary): InstallPlan['packages'][number] {
  return {
    plugin,
    id,
    version,
    toFetch: files.filter((file) => file.state === 'remote').reduce((sum, file) => sum + file.size, 0),
    missing: files.filter((file) => file.state === 'bring').map((file) => file.name),
    ...(problem ? { problem } : {}),
  };
}
