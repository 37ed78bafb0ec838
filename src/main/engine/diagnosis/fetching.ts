/** One file to be fetched to its end. Plain data: it crosses threads. */
export type FetchTask =
  | {
      readonly kind: 'tftp';
      /** A name or an address. */
      readonly host: string;
      readonly port: number;
      readonly path: string;
      readonly blockSize: number;
      /** 1 = lock-step. */
      readonly windowSize: number;
      readonly maxBytes: number;
    }
  | { readonly kind: 'http'; readonly url: string; readonly maxBytes: number };

/** How it went. Nothing here is an exception: a server that says no, or nothing, is what such a fetch looks for. */
export type Fetched =
  | {
      readonly kind: 'got';
      readonly bytes: number;
      /** Lower-case hex. */
      readonly sha256: string;
      readonly milliseconds: number;
      /** Blocks and windows as the server agreed to them. */
      readonly tftp?: { readonly blockSize: number; readonly windowSize: number };
      /** SHA-256 of the certificate that the server showed, `AB:CD:…`. */
      readonly certificate?: string;
    }
  /** In the server's own words: an ERROR of TFTP, a status of HTTP. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Not one packet came back. */
  | { readonly kind: 'no-answer'; readonly seconds: number }
  /** The machine is there, and says that nothing listens at this port. */
  | { readonly kind: 'port-closed' }
  /** No way to the machine, or no machine of that name. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'broke-off'; readonly bytes: number; readonly reason: string }
  | { readonly kind: 'too-large'; readonly limit: number };

/** Hears how many bytes have come so far, in all. */
export type OnBytes = (bytes: number) => void;

/** Milliseconds without an answer before it is asked again. */
export const ASK_AGAIN_MS = 1000;
/** So often, after the first time. */
export const ASK_AGAIN_TIMES = 3;

const CLOSED = new Set(['ECONNREFUSED']);
const NO_WAY = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'ENETDOWN', 'EHOSTDOWN']);

/** What an error of a socket says of the server, after so many bytes. */
export function fetchedOf(error: unknown, bytes: number): Fetched {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = code || (error instanceof Error ? error.message : String(error));
  if (CLOSED.has(code)) return { kind: 'port-closed' };
  if (NO_WAY.has(code)) return { kind: 'unreachable', reason };
  return { kind: 'broke-off', bytes, reason };
}
