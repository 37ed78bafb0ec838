import path from 'node:path';
import { bareMac, type Mac } from '../../../shared/values/mac.ts';
import { askedName } from '../../domain/provisioning/asked-name.ts';
import { identify } from '../../domain/provisioning/identify.ts';
import type { ProvisioningRequest, UploadAnswer } from '../../domain/provisioning/request.ts';
import type { VendorDriver } from '../../domain/vendors/driver.ts';
import type { EngineHost } from '../host.ts';
import type { Journal } from '../journal/journal.ts';
import { unsafeNameReason } from '../store/safe-join.ts';
import { printable } from './answer.ts';
import { about } from './about.ts';
import type { Devices } from './devices.ts';

export interface UploadParts {
  readonly drivers: readonly VendorDriver[];
  readonly devices: Devices;
  readonly journal: Journal;
  readonly quarantineDir: string;
  readonly tmpDir: string;
  readonly host: Pick<EngineHost, 'now'>;
}

interface Expected {
  readonly until: number;
  readonly maxBytes: number;
  files: number;
}

const MOST_FILES = 20;
/** Characters; of four bytes each they still fit in a name. */
const LONGEST_NAME = 60;

/** Which devices may write files now. Kept in memory alone: what somebody waits for does not outlive the engine. */
export class ExpectedUploads {
  readonly #parts: UploadParts;
  readonly #byMac = new Map<Mac, Expected>();

  constructor(parts: UploadParts) {
    this.#parts = parts;
  }

  /** A later word takes the place of a former one. */
  expect(mac: Mac, minutes: number, maxBytes: number): { mac: Mac; until: number; folder: string } {
    const { devices, journal, host } = this.#parts;
    for (const [other, { until }] of this.#byMac) if (until <= host.now()) this.#byMac.delete(other);
    const until = host.now() + minutes * 60_000;
    this.#byMac.set(mac, { until, maxBytes, files: 0 });
    const device = devices.find({ mac }, '');
    const whom = device ? about(device) : { device: null, mac, ip: null };
    journal.append({ kind: 'device.upload-expected', ...whom, until, maxBytes });
    return { mac, until, folder: this.#folderOf(mac) };
  }

  /** The device is told by its name for the file, else by its address. */
  answer(request: ProvisioningRequest): UploadAnswer {
    const { drivers, devices, host, tmpDir: partDir } = this.#parts;
    const facts = identify(request, drivers);
    const device = devices.see({ facts, ip: request.ip, path: printable(request.path) });
    const mac = facts.mac ?? ((device?.mac ?? undefined) as Mac | undefined);
    const expected = mac && this.#byMac.get(mac);
    if (!mac || !expected || expected.until <= host.now() || expected.files >= MOST_FILES)
      return { kind: 'refused', reason: 'not-expected' };
    const asked = askedName('tftp', request.path);
    if (asked.kind === 'refused') return { kind: 'refused', reason: 'bad-name' };
    expected.files += 1;
    return { kind: 'upload', dir: this.#folderOf(mac), partDir, name: fileName(asked.path), maxBytes: expected.maxBytes };
  }

  #folderOf(mac: Mac): string {
    return path.join(this.#parts.quarantineDir, bareMac(mac));
  }
}

/** The last part of what the device calls it, as every system takes it. */
function fileName(asked: string): string {
  const base = (asked.split('/').at(-1) ?? '').replace(/[^\p{L}\p{N}._-]/gu, '_').slice(-LONGEST_NAME);
  return unsafeNameReason(base) === undefined && !base.startsWith('.') ? base : `upload-${base.replace(/[^\p{L}\p{N}-]/gu, '_')}`;
}
