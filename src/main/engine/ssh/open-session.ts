import { connect as connectSocket, type Socket } from 'node:net';
import type { AnyAuthMethod, Client, ConnectConfig } from 'ssh2';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { offeredAlgorithms } from './algorithms.ts';
import { ClientSession } from './client-session.ts';
import type { SshCredential } from './credential.ts';
import { type HostKey, judgeHostKey, readHostKey } from './host-key.ts';
import { quicken } from './quicken.ts';
import type { SshSession } from './session.ts';

export interface SshTarget {
  /** An address or a host name. */
  readonly host: string;
  readonly port: number;
  /** Keys seen before. None: the first one is taken. */
  readonly pinned: readonly HostKey[];
  /** After a flash that drops the configuration the device makes new keys: any is taken then. */
  readonly newKeyExpected?: boolean;
  /** Also offer what was given up for being breakable: for this one device, chosen by a person. */
  readonly legacy: boolean;
}

export interface SshDeadlines {
  /** Milliseconds until the TCP connection stands. */
  readonly connect: number;
  /** Milliseconds until signed in, from the connection on. A frozen device accepts, and never says a word. */
  readonly ready: number;
  /** Milliseconds between questions whether the other side is alive; three unanswered ones end the connection. */
  readonly keepAlive: number;
  /** Milliseconds without a byte going out after which an upload is given up; 30 s where absent. */
  readonly stall?: number;
}

export const DEFAULT_SSH_DEADLINES: SshDeadlines = { connect: 5_000, ready: 20_000, keepAlive: 5_000 };

const KEEP_ALIVES = 3;
const STALL = 30_000;

/**
 * Connects and signs in with one credential. The promise always settles: a server that hangs up in the middle of signing
 * in makes the library say neither ready nor error. @see reference openwisp-upgrader.md 6 (ssh2 behaviours 1, 2, 8)
 *
 * @throws ProvdeskError `ssh.unreachable`, `ssh.hung-up`, `ssh.silent`, `ssh.host-key-changed`, `ssh.no-common-algorithm`,
 *   `ssh.sign-in-refused`, `ssh.key-unreadable`, `ssh.agent-unreachable`, `operations.cancelled`
 */
export async function openSession(
  target: SshTarget,
  credential: SshCredential,
  { deadlines = DEFAULT_SSH_DEADLINES, signal }: { deadlines?: SshDeadlines; signal?: AbortSignal | undefined } = {},
): Promise<SshSession> {
  if (signal?.aborted) throw new ProvdeskError('operations.cancelled');
  // Some 60 ms to load, and only who upgrades needs it.
  const { Client } = await import('ssh2');
  const socket = await openSocket(target, deadlines.connect, signal);
  return await signIn(new Client(), socket, target, credential, deadlines, signal);
}

async function openSocket({ host, port }: SshTarget, deadline: number, signal: AbortSignal | undefined): Promise<Socket> {
  return await new Promise((resolve, reject) => {
    // Without this each command waits 40 ms for an acknowledgement, and an upload takes 100 times as long. @see reference 0.3
    const socket = connectSocket({ host, port, noDelay: true });
    const done = (failure?: ProvdeskError) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancelled);
      socket.removeAllListeners();
      // What still comes of a socket that was given up is of no interest to anybody.
      socket.on('error', () => undefined);
      if (failure) socket.destroy();
      if (failure) reject(failure);
      else resolve(socket);
    };
    const unreachable = (reason: string) => done(new ProvdeskError('ssh.unreachable', { host, port, reason }));
    const cancelled = () => done(new ProvdeskError('operations.cancelled'));
    const timer = setTimeout(() => unreachable(`no answer within ${Math.round(deadline / 1000)} s`), deadline);
    signal?.addEventListener('abort', cancelled);
    socket.once('connect', () => done());
    socket.once('error', (error) => unreachable(reasonOf(error)));
  });
}

interface SignInState {
  hostKey: HostKey | undefined;
  changed: boolean;
  shookHands: boolean;
  /** Methods that the server said no to. */
  readonly refused: string[];
  software: string;
  open: boolean;
}

async function signIn(
  client: Client,
  socket: Socket,
  target: SshTarget,
  credential: SshCredential,
  deadlines: SshDeadlines,
  signal: AbortSignal | undefined,
): Promise<SshSession> {
  const { host, port } = target;
  const state: SignInState = {
    hostKey: undefined,
    changed: false,
    shookHands: false,
    refused: [],
    software: '',
    open: false,
  };
  const config: ConnectConfig = {
    sock: socket,
    username: credential.username,
    readyTimeout: 0,
    keepaliveInterval: deadlines.keepAlive,
    keepaliveCountMax: KEEP_ALIVES,
    algorithms: offeredAlgorithms(target.legacy, target.pinned),
    hostVerifier: (blob: Buffer) => {
      state.hostKey = readHostKey(blob);
      state.changed = !target.newKeyExpected && judgeHostKey(state.hostKey, target.pinned) === 'changed';
      return !state.changed;
    },
    authHandler: signInSteps(credential, state),
    ...(credential.kind === 'agent' ? { agent: credential.socket } : {}),
  };

  return await new Promise((resolve, reject) => {
    let firstError: (Error & { level?: string }) | undefined;
    let settled = false;
    const settle = (act: () => void) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancelled);
      act();
    };
    const fail = (failure: ProvdeskError) =>
      settle(() => {
        client.end();
        socket.destroy();
        reject(failure);
      });
    const cancelled = () => fail(new ProvdeskError('operations.cancelled'));
    const timer = setTimeout(
      () => fail(new ProvdeskError('ssh.silent', { host, port, seconds: Math.round(deadlines.ready / 1000) })),
      deadlines.ready,
    );
    signal?.addEventListener('abort', cancelled);
    // Stays for good: a failed handshake may say two errors, and one that nobody hears ends the process.
    client.on('error', (error: Error & { level?: string }) => {
      firstError ??= error;
      fail(signInFailure(error, state, target, credential));
    });
    client.on('handshake', () => {
      state.shookHands = true;
    });
    client.on('close', () => fail(firstError ? signInFailure(firstError, state, target, credential) : hungUp(state, target)));
    client.on('ready', () =>
      settle(() => {
        quicken(client, socket);
        state.software = remoteSoftware(client);
        const { hostKey, software, open } = state;
        const known = { algorithm: 'unknown', fingerprint: 'unknown' };
        resolve(
          new ClientSession(
            client,
            {
              host,
              port,
              hostKey: hostKey ?? known,
              software,
              open,
              credential: credential.name,
              username: credential.username,
              stall: deadlines.stall ?? STALL,
            },
            () => socket.bytesWritten - socket.writableLength,
          ),
        );
      }),
    );
    try {
      client.connect(config);
    } catch (error) {
      const code = credential.kind === 'key' ? 'ssh.key-unreadable' : 'ssh.agent-unreachable';
      fail(new ProvdeskError(code, { credential: credential.name, reason: reasonOf(error) }, { cause: error }));
    }
  });
}

/**
 * Which ways in are tried, one after the other: at most three, as dropbear hangs up after three. The first, `none`, tells
 * a device that lets in everybody, as OpenWrt does before a password is set: that is worth a warning, and no credential
 * would be any proof there.
 */
function signInSteps(credential: SshCredential, state: SignInState): NonNullable<ConnectConfig['authHandler']> {
  const { username } = credential;
  const steps: AnyAuthMethod[] = [{ type: 'none', username }];
  if (credential.kind === 'password') {
    const { password } = credential;
    steps.push({ type: 'password', username, password });
    steps.push({
      type: 'keyboard-interactive',
      username,
      prompt: (_name, _instructions, _language, prompts, answer) => answer(prompts.map(() => password)),
    });
  } else if (credential.kind === 'key') {
    steps.push({ type: 'publickey', username, key: credential.privateKey, passphrase: credential.passphrase ?? '' });
  } else {
    steps.push({ type: 'agent', username, agent: credential.socket });
  }
  let last: string | undefined;
  return (allowed, _partly, next) => {
    if (last !== undefined) state.refused.push(last);
    let step = steps.shift();
    // What the server says it does not take is not tried: each try is one of three.
    while (step && last !== undefined && allowed.length > 0 && !offered(step.type, allowed)) step = steps.shift();
    state.open = step?.type === 'none';
    last = step?.type;
    next(step ?? (false as never));
  };
}

function offered(type: string, allowed: readonly string[]): boolean {
  return allowed.includes(type === 'agent' ? 'publickey' : type);
}

function signInFailure(
  error: Error & { level?: string },
  state: SignInState,
  { host, port, pinned }: SshTarget,
  credential: SshCredential,
): ProvdeskError {
  const cause = { cause: error };
  if (state.changed) {
    const shown = state.hostKey?.fingerprint ?? 'unknown';
    const expected = pinned.map(({ fingerprint }) => fingerprint).join(', ');
    return new ProvdeskError('ssh.host-key-changed', { host, port, shown, expected }, cause);
  }
  const reason = reasonOf(error);
  if (/no matching/i.test(reason)) return new ProvdeskError('ssh.no-common-algorithm', { host, port, reason }, cause);
  if (error.level === 'client-authentication') {
    if (/parse|passphrase|key format/i.test(reason))
      return new ProvdeskError('ssh.key-unreadable', { credential: credential.name, reason }, cause);
    const { name, username } = credential;
    return new ProvdeskError(
      'ssh.sign-in-refused',
      { host, port, credential: name, username, tried: state.refused.join(', ') },
      cause,
    );
  }
  if (error.level === 'agent') return new ProvdeskError('ssh.agent-unreachable', { credential: credential.name, reason }, cause);
  if (/before handshake|ECONNRESET|EPIPE|lost/i.test(reason) || saidGoodbye(error)) return hungUp(state, { host, port });
  return new ProvdeskError('ssh.unreachable', { host, port, reason }, cause);
}

/** The server gives a reason before it closes: OpenSSH, after too many tries. Its code is the reason's. @see RFC 4253 §11.1 */
function saidGoodbye(error: Error): boolean {
  return typeof (error as { code?: unknown }).code === 'number';
}

/** At most five strangers at a time, three tries each: then dropbear just closes. */
function hungUp({ shookHands }: SignInState, { host, port }: Pick<SshTarget, 'host' | 'port'>): ProvdeskError {
  return new ProvdeskError('ssh.hung-up', { host, port, when: shookHands ? 'sign-in' : 'handshake' });
}

/** The library keeps it to itself. @see RFC 4253 §4.2 */
function remoteSoftware(client: Client): string {
  const version: unknown = (client as { _remoteVer?: unknown })._remoteVer;
  return typeof version === 'string' ? version.slice(0, 100) : '';
}
