import type { Capability } from '../../../shared/contract/plugins.ts';

/** What `plugin-info` (and an index entry) says of a plugin. */
export interface PluginInfo {
  readonly version: string;
  /** By language tag; `''` is the default text. */
  readonly descriptions: Readonly<Record<string, string>>;
  readonly capabilities: readonly Capability[];
  readonly interfaceMin: number | null;
  readonly interfaceMax: number | null;
}

/** The plugin interface that Provdesk reads. @see reference wazo-provd.md 1.3 */
export const PLUGIN_INTERFACE = 0.2;

/**
 * Reads the parsed JSON of a `plugin-info`. Capabilities are documentation and are read leniently: what is not
 * understood is left out, a missing key means unknown.
 */
export function parsePluginInfo(json: unknown): PluginInfo | { reason: string } {
  if (!isRecord(json)) return { reason: 'it is not a JSON object' };
  for (const key of ['version', 'description', 'capabilities']) {
    if (!Object.hasOwn(json, key)) return { reason: `“${key}” is missing` };
  }
  if (typeof json.version !== 'string' || !/^[\w.+:~-]{1,64}$/.test(json.version))
    return { reason: '“version” is not a version' };
  if (typeof json.description !== 'string') return { reason: '“description” is not a text' };
  if (!isRecord(json.capabilities)) return { reason: '“capabilities” is not an object' };
  return {
    version: json.version,
    descriptions: descriptionsOf(json, json.description),
    capabilities: Object.entries(json.capabilities).flatMap(([key, value]) => parseCapability(key, value) ?? []),
    interfaceMin: numberOrUndefined(json.plugin_iface_version_min) ?? null,
    interfaceMax: numberOrUndefined(json.plugin_iface_version_max) ?? null,
  };
}

export function supportsInterface(info: PluginInfo): boolean {
  return (
    (info.interfaceMin ?? PLUGIN_INTERFACE) <= PLUGIN_INTERFACE && (info.interfaceMax ?? PLUGIN_INTERFACE) >= PLUGIN_INTERFACE
  );
}

/** `"Yealink, T46U, 108.86.0.90": { … }`; old names of keys are understood. */
function parseCapability(key: string, value: unknown): Capability | undefined {
  const [vendor, model, version, ...rest] = key.split(',').map((part) => part.trim());
  if (!vendor || !model || version === undefined || rest.length > 0) return undefined;
  const facts = isRecord(value) ? value : {};
  const known: Omit<Capability, 'vendor' | 'model' | 'version'> = {
    type: textOrUndefined(facts.type),
    protocol: textOrUndefined(facts.protocol ?? facts.proto),
    lines: numberOrUndefined(facts.lines ?? facts['sip.lines']),
    highAvailability: yesOrNo(facts.high_availability ?? facts.ha),
    functionKeys: numberOrUndefined(facts.function_keys),
    expansionModules: numberOrUndefined(facts.expansion_modules ?? facts.expansions),
    switchboard: yesOrNo(facts.switchboard),
    multicell: yesOrNo(facts.multicell),
  };
  const said = Object.entries(known).filter(([, fact]) => fact !== undefined);
  return { vendor, model, version, ...Object.fromEntries(said) };
}

function descriptionsOf(json: Record<string, unknown>, fallback: string): Record<string, string> {
  const localized = Object.entries(json).filter(
    (entry): entry is [string, string] => /^description_\w{2,8}$/.test(entry[0]) && typeof entry[1] === 'string',
  );
  return Object.fromEntries([['', fallback], ...localized.map(([key, text]) => [key.slice('description_'.length), text])]);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numberOrUndefined(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Some say 1 and 0 for it. */
function yesOrNo(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : value === 0 || value === 1 ? value === 1 : undefined;
}

function textOrUndefined(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
