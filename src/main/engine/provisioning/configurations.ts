import { createHash } from 'node:crypto';
import type { Configuration, ConfigurationOwner } from '../../../shared/contract/configuration.ts';
import type { Device } from '../../../shared/contract/devices.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { parseMac } from '../../../shared/values/mac.ts';
import { foldName } from '../../domain/provisioning/asked-name.ts';
import {
  changeParameters,
  LONGEST_NAME,
  LONGEST_VALUE,
  mergeParameters,
  MOST_PARAMETERS,
  type ParameterFault,
  parameterFault,
} from '../../domain/provisioning/parameters.ts';
import { driverOf, renderFor } from '../../domain/provisioning/render.ts';
import type { RenderedAnswer } from '../../domain/provisioning/request.ts';
import type { Parameter, RenderedFile, VendorDriver } from '../../domain/vendors/driver.ts';
import type { Journal } from '../journal/journal.ts';
import { endOfSecond } from '../serving/end-of-second.ts';
import type { Store } from '../store/database.ts';
import { ConfigurationTable, type Given } from './configuration-table.ts';
import { about } from './about.ts';
import type { Devices } from './devices.ts';

export interface ConfigurationParts {
  readonly database: Store;
  readonly drivers: readonly VendorDriver[];
  readonly devices: Pick<Devices, 'get' | 'list'>;
  readonly journal: Journal;
  now(): number;
  /** What requests from these addresses were answered with may not be so any more. */
  forget(addresses: readonly string[]): void;
}

/** A file as it goes out. `sha256` in lower-case hex. */
export interface EncodedFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
}

/** Whom it is about, as it is kept and told. */
type Owner =
  | { readonly kind: 'device'; readonly key: string; readonly whose: string; readonly device: Device }
  | { readonly kind: 'vendor'; readonly key: string; readonly whose: string };

const NOTHING: Given = { parameters: [], changedAt: 0 };
/** Of a name that was refused, in its failure. */
const NAME_TOLD = 100;

/** The parameters that people have given, in memory and in the database, and what devices get by them. */
export class Configurations {
  readonly #parts: ConfigurationParts;
  readonly #table: ConfigurationTable;
  readonly #given = { device: new Map<string, Given>(), vendor: new Map<string, Given>() };
  /** Of all changes, milliseconds since 1970: none is dated before one that came before it, wherever the clock is set. */
  #latest = 0;

  constructor(parts: ConfigurationParts) {
    this.#parts = parts;
    this.#table = new ConfigurationTable(parts.database);
    for (const { kind, owner, ...given } of this.#table.all()) this.#take(kind, owner, given);
  }

  /** @throws ProvdeskError `devices.unknown`, `devices.ambiguous`, `devices.not-rendered` for a vendor that is not known */
  of(told: ConfigurationOwner): Configuration {
    const owner = this.#owner(told);
    const own = this.#ownOf(owner);
    const ofVendor = owner.kind === 'device' ? this.#ofVendorOf(owner.device) : NOTHING;
    const names = new Set(own.parameters.map(({ name }) => name));
    const parameters = mergeParameters(ofVendor.parameters, own.parameters).map((parameter) => ({
      ...parameter,
      of: names.has(parameter.name) ? owner.kind : ('vendor' as const),
    }));
    const changedAt = Math.max(own.changedAt, ofVendor.changedAt) || null;
    return { parameters, changedAt, writable: this.#isWritable(owner) };
  }

  /**
   * All of it, or nothing. Whom it concerns is answered by it from the next request on.
   *
   * @throws ProvdeskError `devices.parameter-*`, `devices.too-many-parameters`, `devices.not-rendered`, `devices.unknown`,
   *   `devices.ambiguous`, `store.*`
   */
  configure(told: ConfigurationOwner, set: readonly Parameter[], unset: readonly string[]): Configuration {
    const owner = this.#owner(told);
    if (!this.#isWritable(owner)) throw this.#notRendered(owner.whose);
    for (const parameter of set) refuseFault(parameter, parameterFault(parameter));
    const { parameters: known } = this.#ownOf(owner);
    const unknown = unset.find((name) => !known.some((parameter) => parameter.name === name));
    if (unknown !== undefined)
      throw new ProvdeskError('devices.parameter-unknown', { whose: owner.whose, name: unknown.slice(0, NAME_TOLD) });
    const parameters = changeParameters(known, set, unset);
    if (parameters.length > MOST_PARAMETERS)
      throw new ProvdeskError('devices.too-many-parameters', { whose: owner.whose, most: MOST_PARAMETERS });
    const changed = namesOf(parameters, known);
    const gone = known.map(({ name }) => name).filter((name) => !parameters.some((parameter) => parameter.name === name));
    if (changed.length + gone.length > 0) this.#keep(owner, { parameters, changedAt: this.#nowOrLater() }, changed, gone);
    return this.of(told);
  }

  /** What this device would get now. */
  render(device: Device): readonly EncodedFile[] {
    return renderFor(device, this.#effective(device).parameters, this.#parts.drivers).map(encoded);
  }

  /** `path`: as `askedName` gives it. Undefined where this device is to get no such file, or nobody has said what is in it. */
  answer(device: Device, path: string): RenderedAnswer | undefined {
    const { parameters, changedAt } = this.#effective(device);
    const files = renderFor(device, parameters, this.#parts.drivers);
    const file = files.find((one) => foldName(one.path) === foldName(path));
    if (!file) return undefined;
    const { bytes, sha256, path: served } = encoded(file);
    const facts = { size: bytes.length, modifiedAt: endOfSecond(changedAt), served, from: 'rendered' } as const;
    return { kind: 'rendered', bytes, sha256, ...facts, holds: 'until-told' };
  }

  /**
   * Milliseconds since 1970: a file that this device gets under this name now is no older, as people have given or taken
   * away what was written there. 0 where nobody has. A phone asks whether its copy is older, not whether it is another.
   */
  notBefore(device: Device, path: string): number {
    const { changedAt } = this.#effective(device);
    const mac = device.mac === null ? undefined : parseMac(device.mac);
    if (changedAt === 0 || !mac) return 0;
    const files = driverOf(device, this.#parts.drivers)?.render?.(mac, []) ?? [];
    return files.some((file) => foldName(file.path) === foldName(path)) ? endOfSecond(changedAt) : 0;
  }

  /** Of a device that was removed. When that was is kept: it may come back. @throws ProvdeskError `store.*` */
  forget(device: string): void {
    if (!this.#given.device.has(device)) return;
    const nothing = { parameters: [], changedAt: this.#nowOrLater() };
    this.#table.write('device', device, nothing);
    this.#take('device', device, nothing);
  }

  #take(kind: ConfigurationOwner['kind'], owner: string, given: Given): void {
    this.#given[kind].set(owner, given);
    this.#latest = Math.max(this.#latest, given.changedAt);
  }

  #nowOrLater(): number {
    return Math.max(this.#parts.now(), this.#latest);
  }

  #keep(owner: Owner, given: Given, set: readonly string[], unset: readonly string[]): void {
    const { journal, forget } = this.#parts;
    const whom = owner.kind === 'device' ? about(owner.device) : { device: null, mac: null, ip: null };
    const vendor = owner.kind === 'vendor' ? owner.key : null;
    journal.commit([{ kind: 'device.configured', ...whom, vendor, set: [...set], unset: [...unset] }], () =>
      this.#table.write(owner.kind, owner.key, given),
    );
    this.#take(owner.kind, owner.key, given);
    forget(this.#addressesOf(owner));
  }

  /** Where those are whom it concerns. */
  #addressesOf(owner: Owner): string[] {
    if (owner.kind === 'device') return owner.device.ip === null ? [] : [owner.device.ip];
    const { devices, drivers } = this.#parts;
    const concerned = devices.list().devices.filter((device) => driverOf(device, drivers)?.vendor === owner.key);
    return concerned.flatMap(({ ip }) => ip ?? []);
  }

  #effective(device: Device): Given {
    const [ofVendor, own] = [this.#ofVendorOf(device), this.#given.device.get(device.id) ?? NOTHING];
    const changedAt = Math.max(ofVendor.changedAt, own.changedAt);
    return { parameters: mergeParameters(ofVendor.parameters, own.parameters), changedAt };
  }

  #ofVendorOf(device: Device): Given {
    const vendor = driverOf(device, this.#parts.drivers)?.vendor;
    return (vendor === undefined ? undefined : this.#given.vendor.get(vendor)) ?? NOTHING;
  }

  #ownOf({ kind, key }: Owner): Given {
    return this.#given[kind].get(key) ?? NOTHING;
  }

  #owner(told: ConfigurationOwner): Owner {
    const { devices, drivers } = this.#parts;
    if (told.kind === 'device') {
      const device = devices.get(told.device);
      return { kind: 'device', key: device.id, whose: device.name ?? device.mac ?? device.id, device };
    }
    const driver = drivers.find(({ vendor }) => vendor.toLowerCase() === told.vendor.toLowerCase());
    if (!driver) throw this.#notRendered(told.vendor);
    return { kind: 'vendor', key: driver.vendor, whose: driver.vendor };
  }

  #isWritable(owner: Owner): boolean {
    const { drivers } = this.#parts;
    const driver = owner.kind === 'device' ? driverOf(owner.device, drivers) : drivers.find(({ vendor }) => vendor === owner.key);
    return driver?.render !== undefined;
  }

  #notRendered(whose: string): ProvdeskError {
    const known = this.#parts.drivers.flatMap(({ vendor, render }) => (render ? vendor : []));
    return new ProvdeskError('devices.not-rendered', { whose, known: known.join(', ') });
  }
}

function encoded({ path, text }: RenderedFile): EncodedFile {
  // An array of exactly these bytes: what crosses threads takes the whole memory that it lies in along.
  const bytes = new TextEncoder().encode(text);
  return { path, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Of those that were not there, or had another value. */
function namesOf(parameters: readonly Parameter[], former: readonly Parameter[]): string[] {
  const values = new Map(former.map(({ name, value }) => [name, value]));
  return parameters.flatMap(({ name, value }) => (values.get(name) === value ? [] : name));
}

function refuseFault({ name: told }: Parameter, fault: ParameterFault | undefined): void {
  const name = told.slice(0, NAME_TOLD);
  switch (fault) {
    case undefined:
      return;
    case 'name':
      throw new ProvdeskError('devices.parameter-name', { name, most: LONGEST_NAME });
    case 'value':
      throw new ProvdeskError('devices.parameter-value', { name, most: LONGEST_VALUE });
    case 'secret':
      throw new ProvdeskError('devices.parameter-secret', { name });
    default:
      fault satisfies never;
  }
}
