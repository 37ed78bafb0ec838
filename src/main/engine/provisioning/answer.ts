import type { Device } from '../../../shared/contract/devices.ts';
import { compareVersions } from '../../../shared/values/version.ts';
import { askedName } from '../../domain/provisioning/asked-name.ts';
import { type AssociablePlugin, associate, supportOf } from '../../domain/provisioning/associate.ts';
import { identify } from '../../domain/provisioning/identify.ts';
import type { Answer, FileAnswer, ProvisioningRequest } from '../../domain/provisioning/request.ts';
import type { VendorDriver } from '../../domain/vendors/driver.ts';
import { endOfSecond } from '../serving/end-of-second.ts';
import type { PublishedFile } from '../store/published-files.ts';
import type { Configurations } from './configurations.ts';
import type { Devices } from './devices.ts';
import type { ServedFolder } from './served-folder.ts';

export interface AnswerParts {
  readonly drivers: readonly VendorDriver[];
  readonly devices: Devices;
  readonly configurations: Pick<Configurations, 'answer' | 'notBefore'>;
  /** Installed plugins with what they support. */
  plugins(): readonly AssociablePlugin[];
  readonly published: { find(plugin: string, path: string): PublishedFile | undefined; plugins(): string[] };
  contentPath(sha256: string): string;
  readonly folder: ServedFolder | undefined;
}

/** Where a served folder's files are said to come from. */
export const FROM_FOLDER = 'files';

/**
 * One device request, the one way: identify → associate → render, else find. Who has given a device parameters means
 * them, so what is rendered goes before a file of the same name.
 */
export async function answerRequest(request: ProvisioningRequest, parts: AnswerParts): Promise<Answer> {
  const facts = identify(request, parts.drivers);
  const device = parts.devices.see({ facts, ip: request.ip, path: printable(request.path) });
  const plugin = device && associatedPlugin(device, parts);
  const name = askedName(request.protocol, request.path);
  if (name.kind === 'refused') return { ...name, holds: 'until-told' };
  const rollover = device && rolloverOf(device, parts);
  const rendered = device && parts.configurations.answer(device, name.path);
  if (rendered) return { ...rendered, ...rollover };
  const notBefore = device ? parts.configurations.notBefore(device, name.path) : 0;
  const published = findPublished(name.path, plugin ?? null, parts);
  if (published) return { ...dated(published, notBefore), ...rollover };
  // A folder tells nobody when a file comes into it.
  if (!parts.folder) return { kind: 'refused', reason: 'not-found', holds: 'until-told' };
  const found = await findInFolder(name.path, parts.folder);
  return found ? { ...dated(found, notBefore), ...rollover } : { kind: 'refused', reason: 'not-found' };
}

function dated(file: FileAnswer, notBefore: number): FileAnswer {
  return { ...file, modifiedAt: Math.max(file.modifiedAt, notBefore) };
}

/** A request that was given an answer which held. */
export function heardAgain(request: ProvisioningRequest, parts: AnswerParts): void {
  const facts = identify(request, parts.drivers);
  const device = parts.devices.see({ facts, ip: request.ip, path: printable(request.path) });
  if (device?.plugin === null) associatedPlugin(device, parts);
}

/** A name from the wire as it may be shown and stored: control characters escaped, cut at 300 characters. */
export function printable(raw: string): string {
  const visible = raw.replace(
    /[\u0000-\u001f\u007f-\u009f]/g,
    (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return visible.length > 300 ? `${visible.slice(0, 299)}…` : visible;
}

/** After plugins came or went: every device that has none now gets the one that suits it, without waiting for its next request. */
export function associateAll(parts: AnswerParts): void {
  for (const device of parts.devices.list().devices) associatedPlugin(device, parts);
}

/**
 * A device keeps its plugin: a later firmware never moves it. Only one without a plugin, or whose plugin is gone, is
 * associated anew.
 */
function associatedPlugin(device: Device, parts: AnswerParts): string | null {
  const plugins = parts.plugins();
  const own = plugins.find((plugin) => plugin.id === device.plugin);
  if (own) {
    // Its firmware may have changed: the plugin stays, how well it suits is said anew.
    parts.devices.setPlugin(device.id, own.id, supportOf(device, own, parts.drivers));
    return own.id;
  }
  const best = associate(device, plugins, parts.drivers);
  parts.devices.setPlugin(device.id, best?.plugin.id ?? null, best?.support ?? 'none');
  return best?.plugin.id ?? null;
}

/** What somebody has said of the device, else what its vendor's phones do. */
function rolloverOf({ rollover, vendor }: Device, { drivers }: AnswerParts): { rollover?: 0 | 1 } {
  const block = rollover ?? drivers.find((driver) => driver.vendor === vendor)?.rollover;
  return block === undefined ? {} : { rollover: block };
}

/** First the tree of the device's own plugin, then the others', the newest line first. */
function findPublished(path: string, plugin: string | null, parts: AnswerParts): FileAnswer | undefined {
  const others = parts.published.plugins().filter((id) => id !== plugin);
  others.sort((a, b) => compareVersions(b, a));
  for (const from of plugin === null ? others : [plugin, ...others]) {
    const file = parts.published.find(from, path);
    if (!file) continue;
    const { sha256, size, publishedAt, path: served } = file;
    const filePath = parts.contentPath(sha256);
    return { kind: 'file', filePath, size, modifiedAt: endOfSecond(publishedAt), sha256, served, from, holds: 'until-told' };
  }
  return undefined;
}

async function findInFolder(path: string, folder: ServedFolder): Promise<FileAnswer | undefined> {
  const file = await folder.find(path);
  return file && { kind: 'file', ...file, sha256: null, from: FROM_FOLDER };
}
