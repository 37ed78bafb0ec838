import type { PluginSummary } from '../../../shared/contract/plugins.ts';

export const steps = ['server', 'install', 'packages', 'serve', 'phones'] as const;
export type Step = (typeof steps)[number];

interface Known {
  readonly server: string | null;
  readonly catalogue: readonly PluginSummary[];
  readonly listeners: number;
  readonly devices: number;
}

/** What a newcomer has done of the main job; each step stands for itself, so that any order is fine. */
export function doneSteps({ server, catalogue, listeners, devices }: Known): ReadonlySet<Step> {
  const installed = catalogue.filter((plugin) => plugin.installedVersion !== undefined);
  const done: Record<Step, boolean> = {
    server: server !== null,
    install: installed.length > 0,
    packages: installed.some(
      ({ packages }) => packages !== undefined && packages.installed > 0 && packages.installed === packages.total,
    ),
    serve: listeners > 0,
    phones: devices > 0,
  };
  return new Set(steps.filter((step) => done[step]));
}
