import { create } from 'zustand';
import type { PackageSummary } from '../../shared/contract/packages.ts';
import type { PluginSummary } from '../../shared/contract/plugins.ts';
import { engine, onNews } from '../client.ts';
import { failed, loading, type Phase, ready } from './phase.ts';

interface PluginsMirror {
  readonly phase: Phase;
  readonly server: { readonly url: string | null; readonly updatedAt: number | null };
  readonly catalogue: readonly PluginSummary[];
  /** Of the plugins that were opened. */
  readonly packages: ReadonlyMap<string, PackageList>;
}

export interface PackageList {
  readonly phase: Phase;
  readonly packages: readonly PackageSummary[];
}

export const usePlugins = create<PluginsMirror>(() => ({
  phase: loading,
  server: { url: null, updatedAt: null },
  catalogue: [],
  packages: new Map(),
}));

export function listenToPlugins(): void {
  onNews('plugins.changed', () => void loadPlugins());
  onNews('packages.changed', ({ plugin }) => {
    // Files were brought or dropped: they may be of any plugin.
    if (plugin === '') reloadOpenedPackages();
    else if (usePlugins.getState().packages.has(plugin)) void loadPackages(plugin);
    void loadPlugins();
  });
}

let loadingNow: Promise<void> | undefined;
let askedMeanwhile = false;

/** News says only that something changed, and comes with every package: questions that would overlap become one more. */
export function loadPlugins(): Promise<void> {
  if (loadingNow) {
    askedMeanwhile = true;
    return loadingNow;
  }
  loadingNow = readPlugins().finally(() => {
    loadingNow = undefined;
  });
  return loadingNow;
}

async function readPlugins(): Promise<void> {
  do {
    askedMeanwhile = false;
    try {
      const [server, catalogue] = await Promise.all([engine.plugins.server(), engine.plugins.catalogue()]);
      usePlugins.setState({ phase: ready, server, catalogue });
    } catch (error) {
      usePlugins.setState({ phase: failed(error) });
    }
  } while (askedMeanwhile);
}

export async function loadPackages(plugin: string): Promise<void> {
  if (!usePlugins.getState().packages.has(plugin)) keepPackages(plugin, { phase: loading, packages: [] });
  try {
    keepPackages(plugin, { phase: ready, packages: await engine.packages.list({ plugin }) });
  } catch (error) {
    keepPackages(plugin, { phase: failed(error), packages: [] });
  }
}

/** Of every installed plugin, for who looks over all of them: what was not read yet, or could not be. */
export async function loadAllPackages(): Promise<void> {
  await loadPlugins();
  const { catalogue, packages } = usePlugins.getState();
  const unread = catalogue.filter(
    ({ id, installedVersion }) => installedVersion !== undefined && (packages.get(id)?.phase.kind ?? 'failed') === 'failed',
  );
  await Promise.all(unread.map(({ id }) => loadPackages(id)));
}

/** After a lost connection, what was opened before is read anew. */
export function reloadOpenedPackages(): void {
  for (const plugin of usePlugins.getState().packages.keys()) void loadPackages(plugin);
}

function keepPackages(plugin: string, list: PackageList): void {
  usePlugins.setState(({ packages }) => ({ packages: new Map(packages).set(plugin, list) }));
}
