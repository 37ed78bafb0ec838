import { createHash } from 'node:crypto';
import { httpGet } from './http-get.ts';
import type { PhoneProfile } from './profile.ts';
import { tftpGet } from './tftp-get.ts';

export interface Boot {
  readonly profile: PhoneProfile;
  readonly server: {
    /** `http://address:port` */
    readonly http?: string;
    readonly tftp?: { readonly address: string; readonly port: number };
  };
  /** `tftp-options` asks for blksize, tsize and timeout; `tftp` is plain RFC 1350 with 512-byte blocks. */
  readonly transport: 'http' | 'tftp' | 'tftp-options';
  /** Path that its configuration names as firmware; fetched after the configuration. */
  readonly firmwarePath?: string;
  /** Its own address, where the machine has several: on Linux every 127.x.x.x is one. */
  readonly localAddress?: string;
  readonly signal?: AbortSignal;
  /** Before each file, for a program that shows what the phone does. */
  readonly onAsk?: (path: string) => void;
}

export interface FetchedFile {
  readonly path: string;
  readonly outcome: 'received' | 'missing' | 'refused' | 'timed-out' | 'broken';
  /** HTTP status or TFTP error code; null where there was none. */
  readonly status: number | null;
  readonly bytes: number;
  /** Of the bytes received; null where the file did not come whole. */
  readonly sha256: string | null;
}

/** No profile asks for as many; a mistake in one must not ask for ever. */
const FILES_MAX = 100;

/** Does what the phone does from power-on: asks for its files in the vendor's order, then for the firmware it was told of. */
export async function bootPhone(boot: Boot): Promise<FetchedFile[]> {
  const files: FetchedFile[] = [];
  while (files.length < FILES_MAX && !boot.signal?.aborted) {
    const path = boot.profile.nextFile(files.map((file) => ({ path: file.path, received: file.outcome === 'received' })));
    if (path === undefined) break;
    files.push(await fetchFile(boot, path));
  }
  if (boot.firmwarePath !== undefined && !boot.signal?.aborted) files.push(await fetchFile(boot, boot.firmwarePath));
  return files;
}

async function fetchFile(boot: Boot, path: string): Promise<FetchedFile> {
  boot.onAsk?.(path);
  return boot.transport === 'http' ? fetchOverHttp(boot, path) : fetchOverTftp(boot, path);
}

async function fetchOverHttp({ server, profile, signal, localAddress }: Boot, path: string): Promise<FetchedFile> {
  if (server.http === undefined) throw new Error('this phone was given no HTTP server');
  const hash = createHash('sha256');
  const got = await httpGet(
    server.http,
    escapePath(path),
    profile.userAgent,
    (bytes) => hash.update(bytes),
    signal,
    localAddress,
  );
  const outcome = httpOutcome(got.status, got.complete);
  return {
    path,
    outcome,
    status: got.status,
    bytes: outcome === 'received' ? got.bytes : 0,
    sha256: outcome === 'received' ? hash.digest('hex') : null,
  };
}

async function fetchOverTftp({ server, profile, transport, signal, localAddress }: Boot, path: string): Promise<FetchedFile> {
  if (server.tftp === undefined) throw new Error('this phone was given no TFTP server');
  const hash = createHash('sha256');
  const options = transport === 'tftp-options' ? profile.tftpOptions : {};
  const got = await tftpGet({
    ...server.tftp,
    name: path.replace(/^\//, ''),
    options,
    onData: (bytes) => hash.update(bytes),
    signal,
    localAddress,
  });
  if (got.kind === 'received') return { path, outcome: 'received', status: null, bytes: got.bytes, sha256: hash.digest('hex') };
  if (got.kind === 'refused')
    return { path, outcome: got.code === 1 ? 'missing' : 'refused', status: got.code, bytes: 0, sha256: null };
  return { path, outcome: got.kind, status: null, bytes: 0, sha256: null };
}

function httpOutcome(status: number | null, complete: boolean): FetchedFile['outcome'] {
  if (status === null) return 'timed-out';
  if (status === 404) return 'missing';
  if (status !== 200) return 'refused';
  return complete ? 'received' : 'broken';
}

/** Brackets and commas go out as they are, as phones send them; a blank cannot stand in a request line. */
function escapePath(path: string): string {
  return path.replace(/[^\x21-\x7e]/gu, encodeURIComponent);
}
