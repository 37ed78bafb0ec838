import type { Mac } from '../../../shared/values/mac.ts';
import type { ProvisioningRequest } from '../provisioning/request.ts';

/** What a request tells of the device that sent it. Only what it says: a field that it does not tell is absent. */
export interface DeviceFacts {
  readonly mac?: Mac;
  readonly vendor?: string;
  /** As the vendor's plugins list it: `T46U`, not `SIP-T46U`. */
  readonly model?: string;
  readonly version?: string;
}

/** One setting of a phone: the name is the vendor's own. */
export interface Parameter {
  readonly name: string;
  readonly value: string;
}

/** A configuration for one device. */
export interface RenderedFile {
  /** As the phone asks for it, `/` between its parts. */
  readonly path: string;
  readonly text: string;
}

/**
 * What Provdesk knows of one vendor, pure: one file per vendor. Firmware references, synchronize method and stepping
 * come behind this same interface.
 */
export interface VendorDriver {
  readonly vendor: string;
  /** First three bytes of the MACs it makes, lower case: `80:5e:c0`. */
  readonly ouis: readonly string[];
  /** Reads a request. Nothing where the request is not of this vendor. */
  identify(request: ProvisioningRequest): DeviceFacts | undefined;
  /** True where the vendor's phones ask for this name whether or not anyone has it, so that a miss is no fault. */
  isOptionalFile(name: string): boolean;
  /** To which block number its phones go after 65,535 of TFTP, where they do not go to 0. */
  readonly rollover?: 0 | 1;
  /**
   * Writes the files that its phones read their settings from. Equal parameters give equal text. Absent: not known for
   * this vendor. `parameters`: in order, each name once, as `parameterFault` lets them pass.
   */
  render?(mac: Mac, parameters: readonly Parameter[]): readonly RenderedFile[];
  /** A vendor-only match (model not in the list) is worth a plugin of that vendor. @see reference wazo-provd.md 4 */
  readonly associatesByVendor: boolean;
}
