import type { Credential } from '../../src/shared/contract/credentials.ts';
import type { Contract } from '../../src/shared/contract/contract.ts';
import type { Handlers } from '../../src/shared/contract/kit.ts';
import { ProvdeskError } from '../../src/shared/failures.ts';
import type { Build, Category, FirmwareImage, ImageType } from '../../src/shared/contract/images.ts';
import { UpgradePolicy } from '../../src/shared/contract/upgrade-policy.ts';
import {
  type LogLine,
  Rollout,
  type UpgradeBatch,
  type UpgradeOperation,
  type UpgradePlan,
} from '../../src/shared/contract/upgrades.ts';

/** What the scripted engine tells of images and upgrades. */
export interface SiteUpgrades {
  credentials: Credential[];
  categories: Category[];
  builds: Build[];
  images: FirmwareImage[];
  batches: UpgradeBatch[];
  operations: UpgradeOperation[];
  logs: Record<string, LogLine[]>;
  plan: UpgradePlan;
  policy: UpgradePolicy;
  /** Of this site. */
  types: ImageType[];
  /** Largest image in bytes. */
  limit: number | null;
}

export function noUpgrades(): SiteUpgrades {
  return {
    credentials: [],
    categories: [],
    builds: [],
    images: [],
    batches: [],
    operations: [],
    logs: {},
    plan: { id: '5c1e0a7d', planned: [], skipped: [], rollout: Rollout.parse({}), startAt: null, command: '/sbin/sysupgrade -v' },
    policy: UpgradePolicy.parse({}),
    types: [],
    limit: 31_457_280,
  };
}

const builtInType: ImageType = {
  type: 'x86-64-generic-squashfs-combined.img.gz',
  label: 'Generic x86/64',
  boards: ['x86_64', 'PC Engines APU2'],
};

/** Answers of the upgrade engine, from what the site holds. */
export function scriptedUpgrades(site: SiteUpgrades): Pick<Handlers<Contract>, 'credentials' | 'images' | 'upgrades'> {
  const image = (id: string) => one(site.images, id, () => new ProvdeskError('images.unknown', { image: id }));
  const batch = (id: string) => one(site.batches, id, () => new ProvdeskError('upgrade.batch-unknown', { batch: id }));
  const operation = (id: string) => one(site.operations, id, () => new ProvdeskError('upgrade.unknown', { operation: id }));
  const started = () => {
    const [newest] = site.batches;
    if (!newest) throw new ProvdeskError('upgrade.no-devices');
    return { batch: newest, operations: site.operations.filter((known) => known.batch === newest.id) };
  };
  return {
    credentials: {
      list: () => site.credentials,
      add({ name, kind, username }) {
        const added = { id: `cred-${site.credentials.length + 1}`, name, kind, username, devices: 0, addedAt: 0 };
        site.credentials = [...site.credentials, added];
        return added;
      },
      remove({ id }) {
        const removed = one(site.credentials, id, () => new ProvdeskError('credentials.unknown', { credential: id }));
        site.credentials = site.credentials.filter((known) => known !== removed);
        return removed;
      },
    },
    images: {
      categories: () => site.categories,
      addCategory({ name, description }) {
        const added = { id: `cat-${site.categories.length + 1}`, name, description, builds: 0 };
        site.categories = [...site.categories, added];
        return added;
      },
      removeCategory: ({ id }) => one(site.categories, id, () => new ProvdeskError('categories.unknown', { category: id })),
      builds: ({ category }) => site.builds.filter((build) => category === undefined || build.category === category),
      addBuild: () => one(site.builds, site.builds[0]?.id ?? '', () => new ProvdeskError('builds.unknown', { build: '' })),
      removeBuild: ({ id }) => one(site.builds, id, () => new ProvdeskError('builds.unknown', { build: id })),
      list: () => site.images,
      inspect({ path }) {
        const { name, size, sha256, type, facts } = image(site.images.find((known) => path.endsWith(known.name))?.id ?? path);
        return { name, size, sha256, type, facts };
      },
      add: ({ path }) => image(site.images.find((known) => path.endsWith(known.name))?.id ?? path),
      remove({ id }) {
        const removed = image(id);
        site.images = site.images.filter((known) => known !== removed);
        return removed;
      },
      limit: () => ({ bytes: site.limit }),
      setLimit({ bytes }) {
        site.limit = bytes;
        return { bytes };
      },
      types: () => ({ custom: site.types, builtIn: [builtInType] }),
      setTypes({ custom }) {
        site.types = custom;
        return { custom };
      },
    },
    upgrades: {
      plan: () => site.plan,
      start: started,
      operations: ({ batch: id }) => site.operations.filter((known) => id === undefined || known.batch === id),
      operation: ({ id }) => ({ operation: operation(id), log: site.logs[id] ?? [] }),
      batches: () => site.batches,
      cancel: ({ id }) => operation(id),
      pauseBatch: ({ id }) => batch(id),
      resumeBatch({ id, startAt = null }) {
        const resumed = batch(id);
        Object.assign(resumed, { state: startAt === null ? 'running' : 'scheduled', startAt, pausedFor: null });
        resumed.revision += 1;
        return resumed;
      },
      cancelBatch: ({ id }) => batch(id),
      retryFailed: started,
      policy: () => site.policy,
      setPolicy(change) {
        site.policy = { ...site.policy, ...change };
        return site.policy;
      },
      probe({ device }) {
        const before = site.operations.find((known) => known.device === device)?.before;
        if (!before) throw new ProvdeskError('ssh.unreachable', { host: device, port: 22, reason: 'no answer within 5 s' });
        return before;
      },
      backup: ({ id }) => ({ name: `backup-${id}.tar.gz`, sha256: 'b'.repeat(64), size: 3, base64: 'H4sI' }),
      report: ({ id }) => ({ html: `<!doctype html><title>${batch(id).buildVersion}</title>`, csv: '' }),
    },
  };
}

function one<T extends { readonly id: string }>(all: readonly T[], id: string, missing: () => ProvdeskError): T {
  const found = all.find((known) => known.id === id);
  if (!found) throw missing();
  return found;
}
