import type { Options } from './packet.ts';

const OPTION_BLKSIZE = 'blksize'; // RFC 2348
const OPTION_TIMEOUT = 'timeout'; // RFC 2349 §2
const OPTION_TSIZE = 'tsize'; // RFC 2349 §3
const OPTION_WINDOWSIZE = 'windowsize'; // RFC 7440

const BLKSIZE_MIN = 8;
export const BLKSIZE_MAX = 65464;
const TIMEOUT_MAX_SECONDS = 255;
const WINDOWSIZE_MAX = 65535;
/** What we agree to at most. More gains nothing on a wire, and overruns the receive buffers of small devices. */
const WINDOWSIZE_OURS = 16;

/** What a transfer runs by when nothing was agreed on. RFC 1350 §2 */
const BLKSIZE_PLAIN = 512;
/** 1500 of Ethernet less IPv4, UDP and TFTP headers: a larger block travels in fragments, which phones and switches lose. */
export const BLKSIZE_UNFRAGMENTED = 1468;

export interface Agreement {
  /** Bytes in every block but the last. */
  readonly blockSize: number;
  /** Blocks that go out before the client has to acknowledge: 1 is lock-step. */
  readonly window: number;
  /** How long the client wants us to wait at most before we send again, in milliseconds; null where it did not say. */
  readonly timeout: number | null;
  /** For the OACK; empty means that none is sent and DATA 1 goes out at once. */
  readonly acknowledged: Options;
}

/**
 * Takes the options that we know and whose value is acceptable. The others are left out of the OACK, as RFC 2347
 * wants: the client then goes on without them.
 */
export function agreeOnOptions(asked: Options, size: number, maxBlockSize: number): Agreement {
  const acknowledged = new Map<string, string>();
  let blockSize = BLKSIZE_PLAIN;
  let window = 1;
  let timeout: number | null = null;
  for (const [name, text] of asked) {
    const value = parseNumber(text);
    if (value === undefined) continue;
    if (name === OPTION_BLKSIZE && value >= BLKSIZE_MIN && value <= BLKSIZE_MAX) {
      blockSize = Math.min(value, maxBlockSize);
      acknowledged.set(name, String(blockSize));
    } else if (name === OPTION_WINDOWSIZE && value >= 1 && value <= WINDOWSIZE_MAX) {
      window = Math.min(value, WINDOWSIZE_OURS);
      acknowledged.set(name, String(window));
    } else if (name === OPTION_TIMEOUT && value >= 1 && value <= TIMEOUT_MAX_SECONDS) {
      timeout = value * 1000;
      acknowledged.set(name, text);
    } else if (name === OPTION_TSIZE) {
      acknowledged.set(name, String(size));
    }
  }
  return { blockSize, window, timeout, acknowledged };
}

/** For a file that the client writes, lock-step. `announced`: its size in bytes as the client says, 0 where it does not. */
export function agreeOnUpload(asked: Options, maxBlockSize: number): Agreement & { readonly announced: number } {
  const announced = parseNumber(asked.get(OPTION_TSIZE) ?? '') ?? 0;
  const withoutWindow = new Map([...asked].filter(([name]) => name !== OPTION_WINDOWSIZE));
  return { ...agreeOnOptions(withoutWindow, announced, maxBlockSize), announced };
}

/** Digits only: `1e3`, `-1` and the empty text are no numbers of TFTP. */
function parseNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
