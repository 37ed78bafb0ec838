import { randomBytes } from 'node:crypto';
import { type Facts, ProvdeskError } from '../../../shared/failures.ts';
import { answerChallenge, type SignIn } from './answer-challenge.ts';
import { type Challenge, chooseChallenge } from './challenge.ts';

/** Challenges that were answered lately, so that the next question need not be asked twice. */
export type Sessions = Map<string, Session>;

interface Session {
  readonly challenge: Challenge;
  readonly signIn: SignIn;
  /** One for a nonce, as the `-sess` algorithms mix it into their key. @see RFC 7616 §3.4.2 */
  readonly cnonce: string;
  count: number;
}

export interface DialogueParts {
  readonly who: 'server' | 'proxy';
  readonly host: string;
  readonly url: string;
  readonly sessions: Sessions;
  readonly signIn: () => Promise<SignIn | undefined>;
  /** A password is about to go over the wire as it is. */
  readonly onBasic: () => void;
}

/**
 * Answers what one server or proxy asks of who is asking: once, and once more where its nonce had become too old.
 * A second no is a no.
 */
export class SignInDialogue {
  readonly #parts: DialogueParts;
  readonly #key: string;
  #answered: 'nothing' | 'from-memory' | 'now' = 'nothing';
  #wasStale = false;

  constructor(parts: DialogueParts) {
    this.#parts = parts;
    this.#key = `${parts.who} ${parts.host}`;
  }

  /** The header for this question, where it is known how to sign in. */
  authorization(method: string, uri: string): string | undefined {
    const session = this.#parts.sessions.get(this.#key);
    if (!session) return undefined;
    if (this.#answered === 'nothing') this.#answered = 'from-memory';
    session.count += 1;
    if (session.challenge.scheme === 'basic') this.#parts.onBasic();
    const { challenge, signIn, count, cnonce } = session;
    return answerChallenge(challenge, signIn, { method, uri, count, cnonce });
  }

  /**
   * Takes a 401 or 407; afterwards the question can be asked again.
   *
   * @throws ProvdeskError `source.sign-in-needed`, `source.sign-in-refused`, `source.sign-in-unsupported`, or for a
   *   proxy `source.proxy-sign-in-needed`, `source.proxy-sign-in-refused`; `secrets.*`
   */
  async hear(header: string | undefined): Promise<void> {
    const { who, host, url, sessions } = this.#parts;
    const challenge = chooseChallenge(header);
    sessions.delete(this.#key);
    const signIn = await this.#parts.signIn();
    const facts: Facts = who === 'proxy' ? { proxy: host, url } : { host, url };
    if (!signIn) throw new ProvdeskError(who === 'proxy' ? 'source.proxy-sign-in-needed' : 'source.sign-in-needed', facts);
    if ('unknown' in challenge) throw new ProvdeskError('source.sign-in-unsupported', { host, url, schemes: challenge.unknown });
    const stale = challenge.scheme === 'digest' && challenge.stale && !this.#wasStale;
    if (this.#answered === 'now' && !stale)
      throw new ProvdeskError(who === 'proxy' ? 'source.proxy-sign-in-refused' : 'source.sign-in-refused', facts);
    this.#wasStale ||= stale && this.#answered === 'now';
    this.#answered = 'now';
    sessions.set(this.#key, { challenge, signIn, cnonce: randomBytes(16).toString('hex'), count: 0 });
  }
}
