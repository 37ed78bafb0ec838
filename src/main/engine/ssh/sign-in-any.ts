import { type Failure, failureOf, ProvdeskError } from '../../../shared/failures.ts';
import type { SshCredential } from './credential.ts';
import { openSession, type SshDeadlines, type SshTarget } from './open-session.ts';
import type { SshSession } from './session.ts';

/** Why one credential did not get in at one address. */
export interface Attempt {
  readonly credential: string;
  readonly failure: Failure;
}

/** What says no to this credential alone: the next one may get in. */
const ABOUT_THE_CREDENTIAL = new Set(['ssh.sign-in-refused', 'ssh.key-unreadable', 'ssh.agent-unreachable', 'ssh.hung-up']);
/** A device lets in five strangers at a time, and forgets slowly. In milliseconds. */
const BETWEEN_ATTEMPTS = 120;

/**
 * Tries the credentials in their order, each in a connection of its own, as a device hangs up after three wrong tries in
 * one. Each reason is kept and told.
 *
 * @throws ProvdeskError `ssh.no-credential-worked` with every reason, or at once what no other credential could mend
 */
export async function signInAny(
  target: SshTarget,
  credentials: readonly SshCredential[],
  options: { deadlines?: SshDeadlines; signal?: AbortSignal | undefined; onAttempt?: (attempt: Attempt) => void } = {},
): Promise<SshSession> {
  const attempts: Attempt[] = [];
  for (const credential of credentials) {
    if (attempts.length > 0) await new Promise((resolve) => setTimeout(resolve, BETWEEN_ATTEMPTS));
    try {
      return await openSession(target, credential, options);
    } catch (error) {
      const failure = failureOf(error);
      const attempt = { credential: credential.name, failure };
      attempts.push(attempt);
      options.onAttempt?.(attempt);
      if (!ABOUT_THE_CREDENTIAL.has(failure.code)) throw error;
      if (credentials.length === 1) throw error;
    }
  }
  const reasons = attempts.map(({ credential, failure }) => `${credential}: ${failure.message}`).join(' ');
  throw new ProvdeskError('ssh.no-credential-worked', { host: target.host, reasons });
}
