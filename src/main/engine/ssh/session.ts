import type { HostKey } from './host-key.ts';

/** One signed-in connection to a device. It knows bytes and commands, nothing of upgrades. */
export interface SshSession {
  readonly host: string;
  readonly port: number;
  /** As shown in this handshake. */
  readonly hostKey: HostKey;
  /** The credential that was let in. */
  readonly credential: string;
  readonly username: string;
  /** The server's software as it names itself; `dropbear`, `OpenSSH_9.6`. */
  readonly software: string;
  /** No password was asked for: the device lets in whoever comes. */
  readonly open: boolean;
  /** @throws ProvdeskError `ssh.cut-off`, `ssh.command-timed-out`, `operations.cancelled` */
  run(command: string, options?: RunOptions): Promise<CommandResult>;
  /** Runs a command and takes its standard output as bytes, no more than `limit` of them. @throws ProvdeskError `ssh.too-much` */
  fetch(
    command: string,
    options: { readonly limit: number; readonly deadline?: number; readonly signal?: AbortSignal },
  ): Promise<FetchedOutput>;
  /** Runs a command and gives it these bytes. Resolves when it has ended. */
  feed(command: string, source: AsyncIterable<Buffer>, options: FeedOptions): Promise<CommandResult>;
  /** Writes a file by SFTP. @throws ProvdeskError `ssh.no-sftp` where the device has none */
  putBySftp(remotePath: string, source: AsyncIterable<Buffer>, options: FeedOptions): Promise<void>;
  /** Speaks to a command both ways: what it says comes to `onOutput`. */
  converse(command: string, options: { readonly signal?: AbortSignal }): Promise<Conversation>;
  /** Milliseconds without a byte going out after which an upload is given up. There is no limit to the whole. */
  readonly stall: number;
  /** Resolves when the connection is gone, whoever ended it. Never rejects. */
  readonly closed: Promise<void>;
  readonly isClosed: boolean;
  close(): Promise<void>;
}

export interface RunOptions {
  /** Milliseconds until the command is given up. 30 s where absent. */
  readonly deadline?: number;
  /** Live, as it arrives, both streams. */
  readonly onOutput?: (text: string) => void;
  readonly signal?: AbortSignal;
  /** A command that ends the connection: `cut` is an answer then, and no failure. */
  readonly mayBeCut?: boolean;
}

export interface FeedOptions {
  /** Bytes that went out in all. Not what has arrived: only the device's own digest tells that. */
  readonly onSent?: (bytes: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * How a command ended. `cut`: the connection went before the command told how; then nothing is known of it.
 * @see reference openwisp-upgrader.md 6 (ssh2 behaviours 3, 4)
 */
export type CommandResult = { readonly stdout: string; readonly stderr: string } & (
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'killed'; readonly by: string }
  | { readonly kind: 'cut' }
);

export interface FetchedOutput {
  readonly bytes: Buffer;
  readonly result: CommandResult;
}

/** A command that is spoken to, byte by byte. */
export interface Conversation {
  write(bytes: Buffer): Promise<void>;
  /** The next bytes that the command says; undefined when it has ended. @throws ProvdeskError `ssh.stalled` */
  read(): Promise<Buffer | undefined>;
  end(): Promise<CommandResult>;
}

/** Whether a command did what it was asked to. */
export function succeeded(result: CommandResult): boolean {
  return result.kind === 'exited' && result.code === 0;
}

/** In one line for the log and for failures: what it said last, and how it ended. */
export function howItEnded(result: CommandResult): string {
  const said = (result.stderr.trim() === '' ? result.stdout : result.stderr)
    .trim()
    .split('\n')
    .slice(-3)
    .join(' · ')
    .slice(0, 300);
  const end =
    result.kind === 'exited' ? `exit ${result.code}` : result.kind === 'killed' ? `killed by ${result.by}` : 'connection cut';
  return said === '' ? end : `${said} (${end})`;
}
