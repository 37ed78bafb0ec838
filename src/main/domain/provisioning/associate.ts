import type { Capability } from '../../../shared/contract/plugins.ts';
import { compareVersions } from '../../../shared/values/version.ts';
import type { Support } from '../../../shared/contract/devices.ts';
import type { VendorDriver } from '../vendors/driver.ts';

/** A plugin as far as association looks at it. */
export interface AssociablePlugin {
  readonly id: string;
  readonly capabilities: readonly Capability[];
}

export interface Identity {
  readonly vendor: string | null;
  readonly model: string | null;
  readonly version: string | null;
}

/** @see reference wazo-provd.md 4: the best score of at least `probable` wins */
const SCORES: Readonly<Record<Support, number>> = {
  none: 0,
  improbable: 100,
  unknown: 200,
  probable: 300,
  incomplete: 400,
  complete: 500,
  exact: 600,
};

/**
 * The plugin that suits a device best, or none. A tie goes to the plugin with the highest id, numbers read as
 * numbers: `snom-10.1` before `snom-8.7`, where provd compares text.
 */
export function associate<P extends AssociablePlugin>(
  device: Identity,
  plugins: readonly P[],
  drivers: readonly VendorDriver[],
): { plugin: P; support: Support } | undefined {
  const scored = plugins
    .map((plugin) => ({ plugin, support: supportOf(device, plugin, drivers) }))
    .filter(({ support }) => SCORES[support] >= SCORES.probable);
  scored.sort((a, b) => SCORES[b.support] - SCORES[a.support] || compareVersions(b.plugin.id, a.plugin.id));
  return scored[0];
}

export function supportOf(device: Identity, plugin: AssociablePlugin, drivers: readonly VendorDriver[]): Support {
  const { vendor, model, version } = device;
  if (vendor === null) return 'none';
  const sameVendor = plugin.capabilities.filter((capability) => equal(capability.vendor, vendor));
  if (sameVendor.length === 0) return 'improbable';
  const sameModel = model === null ? [] : sameVendor.filter((capability) => modelMatches(capability.model, model));
  if (sameModel.some((capability) => capability.version === version)) return 'exact';
  if (sameModel.length > 0) return 'complete';
  const byVendor = drivers.find((driver) => equal(driver.vendor, vendor))?.associatesByVendor ?? false;
  return byVendor ? 'probable' : 'unknown';
}

/**
 * A model as plugins write it: `T46U`; `T54(W)` for T54 and T54W; `*` for all. Case and a leading `SIP-` do not matter.
 */
export function modelMatches(listed: string, model: string): boolean {
  if (listed === '*') return true;
  const expression = bare(listed)
    .split(/(\([^()]*\))/)
    .map((part) => (/^\(.*\)$/.test(part) ? `(?:${escape(part.slice(1, -1))})?` : escape(part)))
    .join('');
  return new RegExp(`^${expression}$`, 'i').test(bare(model));
}

function bare(model: string): string {
  return model.trim().replace(/^SIP[ -]/i, '');
}

function equal(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
