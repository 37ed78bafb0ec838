import type { StoreUsage } from '../../src/shared/contract/files.ts';
import type { Link } from '../../src/shared/contract/links.ts';
import type { InstallPlan, PackageSummary } from '../../src/shared/contract/packages.ts';
import type { PluginUpgrade } from '../../src/shared/contract/plugin-change.ts';
import { ProvdeskError } from '../../src/shared/failures.ts';
import { morning } from './morning.ts';

export const usage: StoreUsage = {
  content: 1_840_000_000,
  unused: 412_000_000,
  partial: 17_900_000,
  diskFree: 86_000_000_000,
  limit: 20_000_000_000,
};

/** What the real engine's rule says of these packages. */
export function planOf(packages: readonly PackageSummary[]): InstallPlan {
  const wanted = packages.filter((one) => one.installedVersion !== one.version);
  const bytes = (one: PackageSummary, state: 'here' | 'remote') =>
    one.files.filter((file) => file.state === state).reduce((sum, file) => sum + file.size, 0);
  return {
    packages: wanted.map((one) => ({
      plugin: one.plugin,
      id: one.id,
      version: one.version,
      toFetch: bytes(one, 'remote'),
      missing: one.files.filter((file) => file.state === 'bring').map((file) => file.name),
      ...(one.problem ? { problem: one.problem } : {}),
    })),
    unreadable: [],
    toFetch: wanted.reduce((sum, one) => sum + bytes(one, 'remote'), 0),
    here: wanted.reduce((sum, one) => sum + bytes(one, 'here'), 0),
    diskFree: usage.diskFree,
    limit: usage.limit,
    overLimit: 0,
    fits: true,
  };
}

export const snomUpgrade: PluginUpgrade = {
  id: 'wazo-snom-10.1.184.15',
  before: { version: '1.9.3', archiveBytes: 9_214, firmwareBytes: 288_000_000 },
  after: { version: '2.0.0', archiveBytes: 9_630, firmwareBytes: 341_000_000 },
  current: false,
  added: [{ id: 'D862-fw', version: '10.1.184.15', toFetch: 53_000_000 }],
  removed: [{ id: 'D120-fw', version: '10.1.175.16', installed: true }],
  changed: [
    { id: 'D785-fw', before: '10.1.175.16', after: '10.1.184.15', sameVersion: false, installed: true, toFetch: 48_000_000 },
    { id: 'lang', before: '1.2', after: '1.2', sameVersion: true, installed: false, toFetch: 0 },
  ],
  toFetch: 48_000_000,
};

const gone = (url: string) => new ProvdeskError('source.status', { url, status: 404 }).failure;

/** Every kind of answer, and enough of them that not all are drawn. */
export const links: Link[] = Array.from({ length: 240 }, (_, index): Link => {
  const [plugin, file] =
    index % 3 === 0 ? ['wazo-snom-10.1.184.15', `snomD785-${index}.bin`] : ['wazo-yealink-v86', `T4X-${index}.zip`];
  const url = `http://download.vendor.example/firmware/releases/${file}`;
  const common = { url, plugin, package: `${file.split('-')[0]}-fw`, file, installed: index % 3 !== 0 };
  if (index < 7) return { ...common, state: 'dead', failure: gone(url), checkedAt: morning - 1_800_000 };
  return index < 40 ? { ...common, state: 'unchecked' } : { ...common, state: 'alive', checkedAt: morning - 1_800_000 + index };
});
