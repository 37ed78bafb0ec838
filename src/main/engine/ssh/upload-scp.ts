import { ProvdeskError } from '../../../shared/failures.ts';
import { inPieces } from './channel.ts';
import { quote } from './quote.ts';
import type { CommandResult, FeedOptions, SshSession } from './session.ts';

const OK = 0;
/** An answer of the far side is a byte, or a line with its reason. */
const LONGEST_REASON = 500;

/**
 * The sink side of the old scp protocol: `C<mode> <size> <name>`, the bytes, a zero; each answered with a zero.
 * @see OpenSSH `scp.c`, `sink()`; the modern `scp` speaks SFTP, which dropbear has not
 */
export async function sendByScp(
  session: SshSession,
  size: number,
  source: AsyncIterable<Buffer>,
  remotePath: string,
  options: FeedOptions,
): Promise<CommandResult> {
  const talk = await session.converse(`scp -t ${quote(remotePath)}`, options.signal ? { signal: options.signal } : {});
  const accepted = async () => {
    const answer = await talk.read();
    if (answer === undefined) return false;
    if (answer[0] === OK) return true;
    const reason = answer.toString('utf8', 1, LONGEST_REASON).trim();
    throw new ProvdeskError('upgrade.upload-failed', { device: session.host, reason });
  };
  const name = remotePath.slice(remotePath.lastIndexOf('/') + 1);
  if (!(await accepted())) return await talk.end();
  await talk.write(Buffer.from(`C0600 ${size} ${name}\n`));
  if (!(await accepted())) return await talk.end();
  let sent = 0;
  for await (const chunk of inPieces(source)) {
    await talk.write(chunk);
    sent += chunk.length;
    options.onSent?.(sent);
  }
  await talk.write(Buffer.from([OK]));
  await accepted();
  return await talk.end();
}
