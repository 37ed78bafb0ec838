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
    interfaceMin: numberOrNull(json.plugin_iface_version_min),
    interfaceMax: numberOrNull(json.plugin_iface_version_max),
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
  const type = textOrUndefined(facts.type);
  const protocol = textOrUndefined(facts.protocol ?? facts.proto);
  const lines = numberOrNull(facts.lines ?? facts['sip.lines']);
  return {
    vendor,
    model,
    version,
    ...(type === undefined ? {} : { type }),
    ...(protocol === undefined ? {} : { protocol }),
    ...(lines === null ? {} : { lines }),
  };
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

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function textOrUndefined(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
