import type { Writable } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import type { CommandResult } from './session.ts';

/** What is kept of a command's output, in characters: a device that talks on fills no memory. */
const MOST_OUTPUT = 256 * 1024;
const PIECE = 64 * 1024;

export interface Listening {
  readonly onOutput?: (text: string) => void;
  /** Who takes standard output as bytes; `another`: it is read elsewhere. */
  readonly onBytes?: ((chunk: Buffer) => void) | 'another';
}

/** Resolves on `close`, never on `end`: only then is it known how the command ended. A cut gives neither code nor signal. */
export async function collect(channel: ClientChannel, { onOutput, onBytes }: Listening = {}): Promise<CommandResult> {
  const said = { stdout: '', stderr: '' };
  const listen = (name: 'stdout' | 'stderr') => (chunk: Buffer) => {
    const text = chunk.toString('utf8');
    said[name] += text.slice(0, Math.max(0, MOST_OUTPUT - said[name].length));
    onOutput?.(text);
  };
  if (onBytes !== 'another') channel.on('data', onBytes ?? listen('stdout'));
  channel.stderr.on('data', listen('stderr'));
  channel.on('error', () => undefined); // `close` follows, and tells.
  let end: { code: number | null; by: string | undefined } | undefined;
  channel.on('exit', (code: number | null, by?: string) => {
    end = { code, by };
  });
  await new Promise<void>((resolve) => channel.once('close', () => resolve()));
  if (end === undefined) return { kind: 'cut', ...said };
  if (end.code === null) return { kind: 'killed', by: end.by ?? 'unknown', ...said };
  return { kind: 'exited', code: end.code, ...said };
}

/** Resolves when the far side has taken it into its window. An error is told by the end of the command. */
export async function write(stream: Writable, chunk: Buffer): Promise<undefined> {
  return await new Promise((resolve) => {
    stream.write(chunk, () => resolve(undefined));
  });
}

/** Resolves when the one or the other aborts; else never. */
export async function aborted(
  timer: AbortSignal | undefined,
  signal: AbortSignal | undefined,
): Promise<'timed-out' | 'cancelled'> {
  return await new Promise((resolve) => {
    if (signal?.aborted) resolve('cancelled');
    timer?.addEventListener('abort', () => resolve('timed-out'), { once: true });
    signal?.addEventListener('abort', () => resolve('cancelled'), { once: true });
  });
}

/** A slow link takes its time for a large chunk: in pieces, it is seen to move. */
export async function* inPieces(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of source)
    for (let at = 0; at < chunk.length; at += PIECE) yield chunk.subarray(at, Math.min(chunk.length, at + PIECE));
}
