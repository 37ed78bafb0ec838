import type { Facts } from '../../shared/failures.ts';
import type { NetworkPolicy } from './plugins/network-policy.ts';
import type { SshDeadlines } from './ssh/open-session.ts';
import type { WatchPolicy } from './upgrade/watch-policy.ts';

/** Entry files of the worker threads: source under plain Node, a bundle when built. */
export interface WorkerEntries {
  readonly dataPlane: URL;
  readonly sevenZip: URL;
  /** Writes to the database what nobody waits for. */
  readonly rowWriter: URL;
  /** Takes files' digests. */
  readonly digest: URL;
  /** Fetches one file, to see what a server gives. */
  readonly testFetch: URL;
}

/** What a host gives to the engine. The engine takes nothing else from its surroundings. */
export interface EngineHost {
  readonly kind: 'desktop' | 'headless' | 'cli';
  /** Provdesk's version, from package.json. */
  readonly version: string;
  readonly dataDir: string;
  readonly workers: WorkerEntries;
  /** Open the listeners again that the user chose last. False for a command that only looks. */
  readonly resumeServing: boolean;
  /** Go on with upgrades that were cut short; where it is left out, as `resumeServing` says. */
  readonly resumeUpgrades?: boolean;
  /** A folder to serve as it is, after the plugins' trees. */
  readonly filesDir?: string;
  /** Other patience with plugin and firmware servers than the usual. */
  readonly network?: Partial<NetworkPolicy>;
  /** Other patience with devices that are upgraded than the usual. */
  readonly upgrade?: { readonly ssh?: Partial<SshDeadlines>; readonly watch?: Partial<WatchPolicy> };
  /** Where passwords are kept. */
  readonly secrets: Secrets;
  /** Of it, the proxies are read: `http_proxy`, `https_proxy`, `ftp_proxy`, `no_proxy`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** Milliseconds since 1970. */
  now(): number;
  /** A one-time link that opens the window in a browser, where this host has such a window. */
  windowLink?(): string;
}

/**
 * Passwords by name. What is given here stands nowhere else: not in the database, the log, the journal or a failure.
 * Every function may throw `secrets.*` or `store.*`; a change that failed changed nothing.
 */
export interface Secrets {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
  /** Nothing happens where there is none of that name. */
  remove(name: string): Promise<void>;
  /** Names alone. */
  names(): Promise<string[]>;
}

/** For us, not for the user (that is the journal): `area: event key=value`. Never credentials or rendered configurations. */
export interface Log {
  debug(area: string, event: string, facts?: Facts): void;
  info(area: string, event: string, facts?: Facts): void;
  warn(area: string, event: string, facts?: Facts): void;
  error(area: string, event: string, facts?: Facts): void;
}
