import { randomUUID } from 'node:crypto';
import type { Device, DeviceChange } from '../../../shared/contract/devices.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { namedDevice } from '../../../shared/values/named-device.ts';
import { sshAddress } from '../../../shared/values/ssh-address.ts';
import type { DeviceFacts } from '../../domain/vendors/driver.ts';
import type { EngineHost } from '../host.ts';
import type { Journal } from '../journal/journal.ts';
import { about } from './about.ts';
import type { DeviceTable } from './device-table.ts';
import { type MutableDevice, newDevice } from './new-device.ts';

/** What is heard of a device: facts of one request, and where it came from. */
export interface Sighting {
  readonly facts: DeviceFacts;
  readonly ip: string;
  readonly path: string;
}

export interface DeviceNews {
  readonly revision: number;
  readonly changed: Device[];
  readonly removed: string[];
}

/** Longest that a change waits before it is told and handed to be written, in milliseconds: at most 20 batches a second. */
const TELL_AFTER = 50;
/** Ten campuses. Whoever makes up MACs on the LAN gets no further; known devices are served all the same. */
const MOST_DEVICES = 20_000;

/**
 * The devices, in memory and written behind. A MAC is the identity; without one, the address is, until a MAC
 * is heard from it. Only what a request says is recorded.
 */
export class Devices {
  readonly #table: DeviceTable;
  readonly #journal: Journal;
  readonly #host: Pick<EngineHost, 'now'>;
  readonly #announce: (news: DeviceNews) => void;
  readonly #changedAt: (ip: string) => void;
  readonly #byId = new Map<string, MutableDevice>();
  readonly #byMac = new Map<string, MutableDevice>();
  readonly #byIp = new Map<string, MutableDevice>();
  readonly #changed = new Set<string>();
  #revision = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `changedAt`: what is known of the device at this address is not what it was; hears nothing of mere requests. */
  constructor(
    table: DeviceTable,
    journal: Journal,
    host: Pick<EngineHost, 'now'>,
    announce: (news: DeviceNews) => void,
    changedAt: (ip: string) => void,
  ) {
    this.#table = table;
    this.#journal = journal;
    this.#host = host;
    this.#announce = announce;
    this.#changedAt = changedAt;
    // No transfer outlives the engine, so none is running now.
    for (const device of this.#table.all())
      this.#index({ ...device, state: device.state === 'fetching' ? 'seen' : device.state });
  }

  list(): { revision: number; devices: Device[] } {
    return { revision: this.#revision, devices: [...this.#byId.values()].map((device) => ({ ...device })) };
  }

  get count(): number {
    return this.#byId.size;
  }

  /** The device that such a request would come from, if it is known. */
  find(facts: DeviceFacts, ip: string): Device | undefined {
    if (facts.mac !== undefined) return this.#byMac.get(facts.mac);
    const there = this.#byIp.get(ip);
    const other = there && facts.vendor !== undefined && there.vendor !== null && there.vendor !== facts.vendor;
    return other ? undefined : there;
  }

  /** Records a request. Nothing where it tells neither a MAC nor a vendor and nobody is known at its address. */
  see({ facts, ip, path }: Sighting): Device | undefined {
    const known = this.find(facts, ip) ?? this.#anonymousAt(ip, facts);
    if (!known && ((facts.mac === undefined && facts.vendor === undefined) || this.#byId.size >= MOST_DEVICES)) return undefined;
    const device = known ? this.#byId.get(known.id) : undefined;
    const seen = device ?? this.#create(facts, ip);
    if (device) this.#learn(device, facts, ip);
    seen.lastSeen = this.#host.now();
    seen.lastPath = path;
    seen.requests += 1;
    this.#touch(seen);
    return seen;
  }

  /**
   * A device that a person tells of, by MAC or by its SSH address; one that is known already is changed.
   * @throws ProvdeskError `devices.nameless` where neither is told, `devices.address-taken`
   */
  add({ mac, ...change }: DeviceChange & { mac?: string | undefined }): Device {
    const host = change.ssh?.host;
    if (mac === undefined && host === undefined) throw new ProvdeskError('devices.nameless');
    const there = mac === undefined ? this.#bySshAddress(change) : this.#byMac.get(mac);
    // One of another name at that address is another device: it is not renamed silently.
    const isOther = mac === undefined && Boolean(there?.name && change.name && there.name !== change.name);
    const known = isOther ? undefined : there;
    const device = known ?? newDevice({ id: mac ?? randomUUID(), mac: mac ?? null, state: 'added' }, this.#host.now());
    this.#checkAddress(device.id, change);
    if (!known && this.#byId.size >= MOST_DEVICES) throw new ProvdeskError('devices.too-many', { most: MOST_DEVICES });
    return this.#give(device, change);
  }

  /** @throws ProvdeskError `devices.unknown`, `devices.address-taken`, or what the disk says: then nothing has changed */
  change(id: string, change: DeviceChange): Device {
    const device = this.#find(id);
    this.#checkAddress(id, change);
    return this.#give(device, change);
  }

  /** By id, MAC, name or SSH address. @throws ProvdeskError `devices.unknown`, `devices.ambiguous` */
  get(idOrName: string): Device {
    const found = this.#byId.get(idOrName) ?? this.#byMac.get(idOrName);
    return { ...(found ?? namedDevice([...this.#byId.values()], idOrName)) };
  }

  /** What it said of itself over SSH. */
  learnBySsh(id: string, said: { board: string; model: string; version: string; ip: string }): void {
    const device = this.#byId.get(id);
    if (!device) return;
    if (said.board !== '') device.board = said.board;
    const facts = { model: said.model || undefined, version: said.version || undefined };
    this.#learn(device, facts, said.ip);
    device.lastSeen = this.#host.now();
    if (device.state === 'added') device.state = 'seen';
    this.#touch(device);
  }

  setState(id: string, state: Device['state']): void {
    const device = this.#byId.get(id);
    if (!device || device.state === state) return;
    device.state = state;
    this.#touch(device);
  }

  setPlugin(id: string, plugin: string | null, support: Device['support']): void {
    const device = this.#byId.get(id);
    if (!device || (device.plugin === plugin && device.support === support)) return;
    const moved = device.plugin !== plugin;
    device.plugin = plugin;
    device.support = support;
    if (moved) {
      this.#journal.append({ kind: 'device.associated', ...about(device), plugin, support });
      if (device.ip !== null) this.#changedAt(device.ip);
    }
    this.#touch(device);
  }

  /** @throws ProvdeskError `devices.unknown` */
  setRollover(id: string, rollover: Device['rollover']): Device {
    const device = this.#give(this.#find(id), { rollover });
    if (device.ip !== null) this.#changedAt(device.ip);
    return device;
  }

  /** @throws ProvdeskError `devices.unknown` */
  remove(id: string): Device {
    const device = this.#find(id);
    this.#tellWaiting();
    this.#table.writeNow({ changed: [], removed: [id] });
    this.#byId.delete(id);
    if (device.mac !== null) this.#byMac.delete(device.mac);
    this.#leaveAddress(device);
    this.#announce({ revision: this.#revision, changed: [], removed: [id] });
    return { ...device };
  }

  /** Writes what waits, at the end. @throws ProvdeskError what the disk says */
  async end(): Promise<void> {
    this.#tellWaiting();
    await this.#table.end();
  }

  /** What a person told: on the disk first, so that nothing has changed where it does not take it. */
  #give(device: MutableDevice, told: DeviceChange & Partial<Pick<Device, 'rollover'>>): Device {
    const { name = device.name, group = device.group, location = device.location } = told;
    const { ssh = device.ssh, rollover = device.rollover } = told;
    const given = { name, group, location, ssh, rollover };
    // First: what waits is older, and is not to be written over this.
    this.#tellWaiting();
    this.#table.writeNow({ changed: [{ ...device, ...given }], removed: [] });
    Object.assign(device, given);
    this.#index(device);
    this.#revision += 1;
    device.revision = this.#revision;
    this.#announce({ revision: this.#revision, changed: [{ ...device }], removed: [] });
    return { ...device };
  }

  /** Announces what waits for that, and hands it over to be written. */
  #tellWaiting(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#changed.size === 0) return;
    const changed = [...this.#changed].flatMap((id) => this.#byId.get(id) ?? []).map((device) => ({ ...device }));
    this.#changed.clear();
    const news = { revision: this.#revision, changed, removed: [] };
    this.#announce(news);
    this.#table.writeLater(news);
  }

  /** A device known by its address only, of the vendor that is now heard with a MAC: it is the same one. */
  #anonymousAt(ip: string, facts: DeviceFacts): Device | undefined {
    const there = this.#byIp.get(ip);
    if (facts.mac === undefined || !there || there.mac !== null) return undefined;
    return facts.vendor === undefined || there.vendor === null || facts.vendor === there.vendor ? there : undefined;
  }

  #create(facts: DeviceFacts, ip: string): MutableDevice {
    const { mac = null, vendor = null, model = null, version = null } = facts;
    const device = newDevice({ id: mac ?? randomUUID(), mac, vendor, model, version }, this.#host.now());
    this.#index(device);
    this.#moveTo(device, ip);
    this.#journal.append({ kind: 'device.new', ...about(device), vendor, model, version });
    return device;
  }

  #find(id: string): MutableDevice {
    const device = this.#byId.get(id);
    if (!device) throw new ProvdeskError('devices.unknown', { device: id });
    return device;
  }

  #bySshAddress({ ssh }: DeviceChange): MutableDevice | undefined {
    if (!ssh) return undefined;
    const there = [...this.#byId.values()].filter((device) => device.ssh && sshAddress(device.ssh) === sshAddress(ssh));
    return there.find((device) => device.ssh?.active) ?? there[0];
  }

  /** Two at one address would be one device, flashed twice at the same time. @throws ProvdeskError `devices.address-taken` */
  #checkAddress(id: string, change: DeviceChange): void {
    const there = change.ssh?.active ? this.#bySshAddress(change) : undefined;
    if (!there?.ssh?.active || there.id === id) return;
    const { host, port } = there.ssh;
    throw new ProvdeskError('devices.address-taken', { device: there.name ?? there.mac ?? there.id, host, port });
  }

  #learn(device: MutableDevice, facts: DeviceFacts, ip: string): void {
    for (const field of ['mac', 'vendor', 'model', 'version'] as const) {
      const after = facts[field];
      const before = device[field];
      if (after === undefined || after === before) continue;
      device[field] = after;
      this.#journal.append({ kind: 'device.changed', ...about(device), field, before, after });
      if (device.ip !== null) this.#changedAt(device.ip);
    }
    if (device.mac !== null) this.#byMac.set(device.mac, device);
    if (device.ip === ip) return;
    const before = device.ip;
    this.#moveTo(device, ip);
    if (before !== null) this.#journal.append({ kind: 'device.changed', ...about(device), field: 'ip', before, after: ip });
  }

  /** An address belongs to the device heard last from it. */
  #moveTo(device: MutableDevice, ip: string): void {
    const former = this.#byIp.get(ip);
    if (former && former !== device) {
      former.ip = null;
      this.#touch(former);
    }
    this.#leaveAddress(device);
    device.ip = ip;
    this.#byIp.set(ip, device);
    this.#changedAt(ip);
  }

  #leaveAddress(device: MutableDevice): void {
    if (device.ip === null || this.#byIp.get(device.ip) !== device) return;
    this.#byIp.delete(device.ip);
    this.#changedAt(device.ip);
  }

  #index(device: MutableDevice): void {
    this.#byId.set(device.id, device);
    if (device.mac !== null) this.#byMac.set(device.mac, device);
    if (device.ip !== null) this.#byIp.set(device.ip, device);
    this.#revision = Math.max(this.#revision, device.revision);
  }

  #touch(device: MutableDevice): void {
    this.#revision += 1;
    device.revision = this.#revision;
    this.#changed.add(device.id);
    this.#tellSoon();
  }

  #tellSoon(): void {
    this.#timer ??= setTimeout(() => this.#tellWaiting(), TELL_AFTER);
  }
}
