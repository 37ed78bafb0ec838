import type { PackageScope } from '../../../shared/contract/operations.ts';
import type { InstallPlan } from '../../../shared/contract/packages.ts';
import type { PluginSummary } from '../../../shared/contract/plugins.ts';

type PlannedPackage = InstallPlan['packages'][number];

/** A plan in the order in which a person reads it. */
interface PlanFacts {
  readonly ready: readonly PlannedPackage[];
  /** Will fail until someone brings their files. */
  readonly missing: readonly PlannedPackage[];
  /** Cannot be installed at all. */
  readonly broken: readonly PlannedPackage[];
  readonly plugins: number;
  /** Why not even a part of it would work now. */
  readonly obstacle: 'nothing' | 'nothing-ready' | 'disk-full' | 'over-limit' | undefined;
}

export function planFacts(plan: InstallPlan): PlanFacts {
  const { packages, toFetch, diskFree, overLimit } = plan;
  const broken = packages.filter((one) => one.problem);
  const missing = packages.filter((one) => !one.problem && one.missing.length > 0);
  const ready = packages.filter((one) => !one.problem && one.missing.length === 0);
  return {
    ready,
    missing,
    broken,
    plugins: new Set(packages.map(({ plugin }) => plugin)).size,
    obstacle:
      packages.length === 0
        ? 'nothing'
        : ready.length === 0
          ? 'nothing-ready'
          : toFetch >= diskFree
            ? 'disk-full'
            : overLimit > 0
              ? 'over-limit'
              : undefined,
  };
}

/** Plugins that a vendor's or a model's installation would take in, if they were installed themselves. */
export function missingPlugins(catalogue: readonly PluginSummary[], { plugin, vendor, models }: PackageScope): PluginSummary[] {
  if (plugin !== undefined || (vendor === undefined && models === undefined)) return [];
  const wanted = new Set(models?.map((model) => model.toLowerCase()));
  return catalogue.filter(
    ({ installedVersion, version, problem, capabilities }) =>
      installedVersion === undefined &&
      version !== undefined &&
      !problem &&
      capabilities.some(
        (each) =>
          (vendor === undefined || each.vendor.toLowerCase() === vendor.toLowerCase()) &&
          (models === undefined || wanted.has(each.model.toLowerCase())),
      ),
  );
}

/** What a search asks to install: `yealink` a vendor, `T46U` a model, `yealink t46u` both; only whole names count. */
export function scopeOfSearch(catalogue: readonly PluginSummary[], query: string): PackageScope | undefined {
  const capabilities = catalogue.flatMap((plugin) => plugin.capabilities);
  const named = (name: keyof (typeof capabilities)[number] & ('vendor' | 'model'), text: string) =>
    capabilities.find((each) => each[name].toLowerCase() === text)?.[name];
  const text = query.trim().toLowerCase().split(/\s+/).join(' ');
  if (text === '') return undefined;
  const whole = named('vendor', text);
  if (whole !== undefined) return { vendor: whole };
  const words = text.split(' ');
  for (let split = words.length - 1; split >= 0; split -= 1) {
    const vendor = split === 0 ? undefined : named('vendor', words.slice(0, split).join(' '));
    const model = named('model', words.slice(split).join(' '));
    if (model !== undefined && (split === 0 || vendor !== undefined))
      return { ...(vendor === undefined ? {} : { vendor }), models: [model] };
  }
  return undefined;
}
