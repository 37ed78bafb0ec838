/** What a device asked for, as the wire said it. Nothing in it is trusted. */
export interface ProvisioningRequest {
  readonly protocol: 'tftp' | 'http';
  /** `GET`, `HEAD`; `RRQ`, `WRQ` for TFTP. */
  readonly method: string;
  /** The name as asked for: raw, not decoded, with any query string. One character a byte where it was not UTF-8. */
  readonly path: string;
  readonly ip: string;
  readonly userAgent: string | null;
}

/**
 * What the servers are told to do with a request.
 *
 * `holds`: the same request may be answered so again without asking, `until-told` otherwise or, `while-unchanged`, as
 * long as the file at `filePath` has this `version`. Absent: for this one time.
 */
export type Answer = FileAnswer | RenderedAnswer | RefusedAnswer;

/** Whatever it is that goes out. */
interface Served {
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970: HTTP's Last-Modified, and so the end of the second of the last change. */
  readonly modifiedAt: number;
  /** Path under which it is published, for its content type and for the journal. */
  readonly served: string;
  /** To which block number this device goes after 65,535 of TFTP, where that is known: 0 is usual. */
  readonly rollover?: 0 | 1;
}

/** The file is ours, its path is safe to open. */
export interface FileAnswer extends Served {
  readonly kind: 'file';
  /** Absolute path of a regular file; its bytes do not change while it is served. */
  readonly filePath: string;
  /** Lower-case SHA-256 of the bytes where known: HTTP's strong ETag. */
  readonly sha256: string | null;
  /** The plugin whose tree it comes from, or `files`. */
  readonly from: string;
  /** Equal versions have equal bytes, so a file at hand need not be looked at again. Absent where it is not known. */
  readonly version?: string;
  readonly holds?: 'until-told' | 'while-unchanged';
}

/** A configuration that was written for this device. There is no file of it. */
export interface RenderedAnswer extends Served {
  readonly kind: 'rendered';
  /** All of it; the memory is not changed any more. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Lower-case SHA-256 of `bytes`. */
  readonly sha256: string;
  readonly from: 'rendered';
  readonly holds?: 'until-told';
}

export interface RefusedAnswer {
  readonly kind: 'refused';
  readonly reason: RefusedReason;
  readonly holds?: 'until-told';
}

/** `not-found` is normal (a layer that does not exist); the others mean that the name itself is not acceptable. */
export type RefusedReason = 'not-found' | 'outside-root' | 'bad-name' | 'not-now';

/** What the server is told to do with a file that a device wants to write. */
export type UploadAnswer =
  | {
      readonly kind: 'upload';
      /** Absolute; made where it is missing. Nothing in it is served. */
      readonly dir: string;
      /** On the same disk: where it lies until it is whole. Absolute. */
      readonly partDir: string;
      /** Safe to use in `dir`. Where there is one of that name, another is found. */
      readonly name: string;
      readonly maxBytes: number;
    }
  | { readonly kind: 'refused'; readonly reason: 'not-expected' | 'bad-name' };
