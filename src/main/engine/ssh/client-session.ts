import type { Client, ClientChannel, SFTPWrapper } from 'ssh2';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { aborted, collect, inPieces, type Listening, write } from './channel.ts';
import { CLOSE_DEADLINE, type Connection, opened, type Waiting } from './opened.ts';
import { StallTimer } from './stall-timer.ts';
import type { HostKey } from './host-key.ts';
import type { CommandResult, Conversation, FeedOptions, FetchedOutput, RunOptions, SshSession } from './session.ts';

const COMMAND_DEADLINE = 30_000;

/** What was known of it once it was signed in to. */
type SessionFacts = Pick<SshSession, 'host' | 'port' | 'hostKey' | 'software' | 'open' | 'credential' | 'username' | 'stall'>;

/** A session on the ssh2 library. */
export class ClientSession implements SshSession {
  readonly host: string;
  readonly port: number;
  readonly hostKey: HostKey;
  readonly software: string;
  readonly open: boolean;
  readonly credential: string;
  readonly username: string;
  readonly stall: number;
  readonly closed: Promise<void>;
  readonly #client: Client;
  readonly #sent: () => number;
  readonly #connection: Connection;
  #isClosed = false;

  /** `sent`: bytes that have left this machine on this connection, whatever their channel. */
  constructor(client: Client, facts: SessionFacts, sent: () => number) {
    this.#client = client;
    this.#sent = sent;
    this.host = facts.host;
    this.port = facts.port;
    this.hostKey = facts.hostKey;
    this.software = facts.software;
    this.open = facts.open;
    this.credential = facts.credential;
    this.username = facts.username;
    this.stall = facts.stall;
    this.closed = new Promise((resolve) => {
      client.once('close', () => {
        this.#isClosed = true;
        resolve();
      });
    });
    this.#connection = {
      host: facts.host,
      closed: this.closed,
      isClosed: () => this.#isClosed,
      cutOff: (cause) => this.#cutOff(cause),
      destroy: () => client.destroy(),
    };
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  async run(command: string, options: RunOptions = {}): Promise<CommandResult> {
    const { channel, outcome } = await this.#exec(command, options, options);
    channel.end();
    return await this.#inTime(channel, command, outcome, options);
  }

  async fetch(command: string, options: { limit: number; deadline?: number; signal?: AbortSignal }): Promise<FetchedOutput> {
    const chunks: Buffer[] = [];
    const full = new AbortController();
    let size = 0;
    const onBytes = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= options.limit) chunks.push(chunk);
      else full.abort();
    };
    const { channel, outcome } = await this.#exec(command, { onBytes }, options);
    channel.end();
    full.signal.addEventListener('abort', () => channel.close());
    const result = await this.#inTime(channel, command, outcome, options);
    if (size > options.limit) throw new ProvdeskError('ssh.too-much', { host: this.host, limit: options.limit });
    return { bytes: Buffer.concat(chunks), result };
  }

  async feed(command: string, source: AsyncIterable<Buffer>, options: FeedOptions): Promise<CommandResult> {
    const { channel, outcome } = await this.#exec(command, {}, { deadline: this.stall, signal: options.signal });
    const ended = outcome.then(() => 'ended' as const);
    const stall = new StallTimer(this.stall, this.#sent);
    const interrupted = Promise.race([stall.elapsed, aborted(undefined, options.signal)]);
    let sent = 0;
    const goOn = (how: 'ended' | 'stalled' | 'timed-out' | 'cancelled' | undefined) => {
      if (how === 'cancelled') throw new ProvdeskError('operations.cancelled');
      if (how === 'stalled') throw this.#stalled(sent);
      return how !== 'ended';
    };
    try {
      for await (const chunk of inPieces(source)) {
        // The far side may end before it has all, a full disk for one: then nobody waits for room in its window.
        if (!goOn(await Promise.race([write(channel, chunk), ended, interrupted]))) return await outcome;
        sent += chunk.length;
        stall.restart();
        options.onSent?.(sent);
      }
      channel.end();
      goOn(await Promise.race([ended, interrupted]));
      return await outcome;
    } catch (error) {
      await this.#leave(channel, outcome);
      throw error;
    } finally {
      stall.stop();
    }
  }

  async putBySftp(remotePath: string, source: AsyncIterable<Buffer>, options: FeedOptions): Promise<void> {
    const sftp = await this.#openSftp({ deadline: this.stall, signal: options.signal });
    const stall = new StallTimer(this.stall, this.#sent);
    const stream = sftp.createWriteStream(remotePath, { mode: 0o600 });
    const failed = new Promise<never>((_resolve, reject) => {
      stream.once('error', (error: Error) => reject(this.#noSftp(error)));
      void this.closed.then(() => reject(this.#cutOff()));
    });
    failed.catch(() => undefined); // Heard in the races below, or of no interest any more.
    const interrupted = Promise.race([failed, stall.elapsed, aborted(undefined, options.signal)]);
    interrupted.catch(() => undefined);
    let sent = 0;
    const goOn = (how: string | undefined) => {
      if (how === 'cancelled') throw new ProvdeskError('operations.cancelled');
      if (how === 'stalled') throw this.#stalled(sent);
    };
    try {
      for await (const chunk of inPieces(source)) {
        goOn(await Promise.race([write(stream, chunk), interrupted]));
        sent += chunk.length;
        stall.restart();
        options.onSent?.(sent);
      }
      const finished = new Promise<undefined>((resolve) => stream.once('close', () => resolve(undefined)));
      stream.end();
      goOn(await Promise.race([finished, interrupted]));
    } finally {
      stall.stop();
      sftp.end();
    }
  }

  async converse(command: string, options: { signal?: AbortSignal }): Promise<Conversation> {
    const waiting = { deadline: this.stall, signal: options.signal };
    const { channel, outcome } = await this.#exec(command, { onBytes: 'another' }, waiting);
    const chunks = channel[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
    const inTime = async <T>(work: Promise<T>): Promise<T> => {
      const how = await Promise.race([
        work.then((value) => ({ value })),
        aborted(AbortSignal.timeout(this.stall), options.signal),
      ]);
      if (typeof how === 'object') return how.value;
      await this.#leave(channel, outcome);
      throw how === 'cancelled' ? new ProvdeskError('operations.cancelled') : this.#stalled(0);
    };
    return {
      write: async (bytes) => {
        await inTime(Promise.race([write(channel, bytes), outcome]));
      },
      read: async () => {
        const { value, done } = await inTime(chunks.next());
        return done ? undefined : value;
      },
      end: async () => {
        channel.end();
        // It closes only when all that it says has been read.
        while (!(await inTime(chunks.next())).done);
        return await inTime(outcome);
      },
    };
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#client.end();
    await Promise.race([this.closed, new Promise((resolve) => setTimeout(resolve, CLOSE_DEADLINE).unref())]);
    if (!this.#isClosed) this.#client.destroy();
  }

  /** Listens from the first byte on: a short command's end may come in the same packet as the channel itself. */
  async #exec(
    command: string,
    listening: Listening,
    waiting: Waiting,
  ): Promise<{ channel: ClientChannel; outcome: Promise<CommandResult> }> {
    return await opened(this.#connection, shown(command), waiting, (taken) =>
      this.#client.exec(command, (error, channel) => {
        if (error) return taken.refuse(this.#channelRefused(error));
        if (!taken.late) return taken.resolve({ channel, outcome: collect(channel, listening) });
        channel.resume().once('close', () => taken.refuse(new ProvdeskError('operations.cancelled')));
        channel.close();
      }),
    );
  }

  async #openSftp(waiting: Waiting): Promise<SFTPWrapper> {
    return await opened(this.#connection, 'sftp', waiting, (taken) =>
      this.#client.sftp((error, sftp) => {
        if (error) return taken.refuse(this.#noSftp(error));
        if (!taken.late) return taken.resolve(sftp);
        sftp.once('close', () => taken.refuse(new ProvdeskError('operations.cancelled')));
        sftp.end();
      }),
    );
  }

  /** A device that ends a connection refuses channels first. */
  #channelRefused(error: Error): ProvdeskError {
    if (this.#isClosed || !/open/i.test(error.message)) return this.#cutOff(error);
    return new ProvdeskError('ssh.channel-refused', { host: this.host, reason: reasonOf(error) }, { cause: error });
  }

  #cutOff(cause?: unknown): ProvdeskError {
    return new ProvdeskError('ssh.cut-off', { host: this.host, port: this.port }, { cause });
  }

  #noSftp(error: Error): ProvdeskError {
    return new ProvdeskError('ssh.no-sftp', { host: this.host, reason: reasonOf(error) }, { cause: error });
  }

  /** The command's end, unless its time is up or a person says stop: then its channel is closed, and the device ends it. */
  async #inTime(
    channel: ClientChannel,
    command: string,
    outcome: Promise<CommandResult>,
    { deadline = COMMAND_DEADLINE, signal, mayBeCut = false }: RunOptions,
  ): Promise<CommandResult> {
    const gaveUp = await Promise.race([outcome.then(() => undefined), aborted(AbortSignal.timeout(deadline), signal)]);
    if (gaveUp === undefined) {
      const result = await outcome;
      if (result.kind === 'cut' && !mayBeCut) throw this.#cutOff();
      return result;
    }
    await this.#leave(channel, outcome);
    if (gaveUp === 'cancelled') throw new ProvdeskError('operations.cancelled');
    throw new ProvdeskError('ssh.command-timed-out', { host: this.host, command: shown(command), seconds: deadline / 1000 });
  }

  /**
   * Closes a channel whose command goes on, and waits until the device has closed it too: dropbear closes a channel that is
   * opened meanwhile in its place, and the next command would never begin. Where it does not, the connection goes: who has
   * more to say to the device makes a new one.
   */
  async #leave(channel: ClientChannel, outcome: Promise<CommandResult>): Promise<void> {
    channel.close();
    const late = new Promise<'late'>((resolve) => setTimeout(resolve, CLOSE_DEADLINE, 'late').unref());
    if ((await Promise.race([outcome, this.closed, late])) === 'late') await this.close();
  }

  #stalled(sent: number): ProvdeskError {
    return new ProvdeskError('ssh.stalled', { host: this.host, seconds: Math.round(this.stall / 1000), sent });
  }
}

/** For a log: one line, no secrets (a command never carries any). */
function shown(command: string): string {
  return command.replace(/\s+/g, ' ').slice(0, 120);
}
