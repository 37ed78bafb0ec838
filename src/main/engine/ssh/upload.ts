import { createReadStream } from 'node:fs';
import { ProvdeskError } from '../../../shared/failures.ts';
import { giveBack } from '../../../shared/give-back.ts';
import { quote } from './quote.ts';
import { type CommandResult, type FeedOptions, howItEnded, type SshSession, succeeded } from './session.ts';
import { sendByScp } from './upload-scp.ts';

/** A file of this machine, on its way to a device. */
export interface LocalFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** `parallel`: several channels, each writing its part. */
export type UploadWay = 'cat' | 'parallel' | 'scp' | 'sftp';

export interface UploadOptions extends FeedOptions {
  /** Channels at the same time, where the device can take them and the file is large enough. */
  readonly channels?: number;
  /** Ways that this device is not to be tried with. */
  readonly not?: readonly UploadWay[];
}

/** Bytes per read. */
const CHUNK = 256 * 1024;
/** dropbear's window is 24 KiB a channel: eight of them fill most links, and a small device has memory for them. @see reference 0.5 */
const MOST_CHANNELS = 8;
const LEAST_PER_CHANNEL = 1024 * 1024;
/** `dd` counts in these, and reads as much at one go; a packet has no more. */
const BLOCK = 32 * 1024;

/**
 * Brings a file to a device by the first way that it has: cat, in several channels on a slow link, scp, SFTP. That it has
 * arrived is for the device's own digest to say: an exit code of 0 proves nothing. @see reference openwisp-upgrader.md 0.6
 *
 * @returns the way that was gone
 * @throws ProvdeskError `upgrade.no-way-to-write`, `upgrade.upload-failed`, `ssh.stalled`, `ssh.cut-off`, `operations.cancelled`
 */
export async function uploadFile(
  session: SshSession,
  file: LocalFile,
  remotePath: string,
  options: UploadOptions,
): Promise<UploadWay> {
  const allowed = (way: UploadWay) => !options.not?.includes(way);
  const reasons: string[] = [];
  if (allowed('cat')) {
    const channels = allowed('parallel') ? await channelsFor(session, file, remotePath, options) : 1;
    if (channels > 1) {
      const refused = await sendInParts(session, file, remotePath, channels, options).catch(channelRefused);
      if (refused === undefined) return 'parallel';
      reasons.push(refused);
    }
    const result = await session.feed(`cat > ${quote(remotePath)}`, read(file), options);
    if (succeeded(result)) return 'cat';
    reasons.push(goOnAfter('cat', result, session));
  }
  if (allowed('scp')) {
    const result = await sendByScp(session, file.size, read(file), remotePath, options);
    if (succeeded(result)) return 'scp';
    reasons.push(goOnAfter('scp', result, session));
  }
  if (allowed('sftp')) {
    try {
      await session.putBySftp(remotePath, read(file), options);
      return 'sftp';
    } catch (error) {
      if (!(error instanceof ProvdeskError) || error.code !== 'ssh.no-sftp') throw error;
      reasons.push(`SFTP: ${String(error.facts['reason'] ?? '')}`);
    }
  }
  throw new ProvdeskError('upgrade.no-way-to-write', { device: session.host, reason: reasons.join('; ') });
}

/** A device that opens no more channels may take all of it in one. @throws unknown any other failure */
function channelRefused(error: unknown): string {
  if (error instanceof ProvdeskError && error.code === 'ssh.channel-refused') return error.message;
  throw error;
}

/** The next way may be there where this one is missing; where it failed, the next would too. */
function goOnAfter(way: UploadWay, result: CommandResult, session: SshSession): string {
  if (result.kind === 'cut') throw new ProvdeskError('ssh.cut-off', { host: session.host, port: session.port });
  if (result.kind === 'exited' && (result.code === 126 || result.code === 127)) return `${way}: ${howItEnded(result)}`;
  throw new ProvdeskError('upgrade.upload-failed', { device: session.host, reason: howItEnded(result) });
}

/** A chunk is gone when the next one is asked for. */
async function* read({ path }: LocalFile, part?: { start: number; end: number }): AsyncGenerator<Buffer> {
  const range = part ? { start: part.start, end: part.end - 1 } : {};
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK, ...range })) {
    yield chunk as Buffer;
    giveBack(chunk as Buffer);
  }
}

async function channelsFor(session: SshSession, file: LocalFile, remotePath: string, options: UploadOptions): Promise<number> {
  const wanted = options.channels ?? MOST_CHANNELS;
  const channels = Math.min(wanted, Math.max(1, Math.floor(file.size / LEAST_PER_CHANNEL)));
  if (channels < 2) return 1;
  // Some devices have a `dd` that knows no conv=: asked on the very file, which then is there and empty.
  const probe = `printf ab > ${quote(remotePath)} && printf c | dd of=${quote(remotePath)} bs=1 seek=1 conv=notrunc 2>/dev/null && cat ${quote(remotePath)}`;
  const result = await session.run(probe, options.signal ? { signal: options.signal } : {});
  return succeeded(result) && result.stdout === 'ac' ? channels : 1;
}

async function sendInParts(
  session: SshSession,
  file: LocalFile,
  remotePath: string,
  channels: number,
  options: UploadOptions,
): Promise<void> {
  const length = Math.ceil(file.size / channels / BLOCK) * BLOCK;
  const starts = Array.from({ length: channels }, (_, index) => index * length).filter((start) => start < file.size);
  const sent = starts.map(() => 0);
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([stop.signal, options.signal]) : stop.signal;
  const sendPart = async (start: number, index: number) => {
    const command = `dd of=${quote(remotePath)} bs=${BLOCK} seek=${start / BLOCK} conv=notrunc`;
    const part = read(file, { start, end: Math.min(file.size, start + length) });
    const onSent = (bytes: number) => {
      sent[index] = bytes;
      options.onSent?.(sent.reduce((sum, one) => sum + one, 0));
    };
    const result = await session.feed(command, part, { ...options, signal, onSent });
    if (succeeded(result)) return;
    if (result.kind === 'cut') throw new ProvdeskError('ssh.cut-off', { host: session.host, port: session.port });
    throw new ProvdeskError('upgrade.upload-failed', { device: session.host, reason: howItEnded(result) });
  };
  // The first failure is the reason; the others only follow from it.
  let first: unknown;
  const parts = starts.map((start, index) =>
    sendPart(start, index).catch((error: unknown) => {
      first ??= error;
      stop.abort();
    }),
  );
  await Promise.all(parts);
  if (first !== undefined) throw first;
}
