import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server as NetServer, type Socket } from 'node:net';
import path from 'node:path';
import ssh2, { type ServerChannel } from 'ssh2';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { failureOf } from '../../../../test/builders/coded-failure.ts';
import { aKeyPair } from '../../../../test/builders/ssh-key.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/builders/test-engine.ts';
import { RealRouter } from '../../../../test/fakes/openwrt/rig/real-router.ts';
import { rigMissing } from '../../../../test/fakes/openwrt/rig/template.ts';
import { openSession, type SshDeadlines, type SshTarget } from './open-session.ts';
import type { SshSession } from './session.ts';
import { uploadFile } from './upload.ts';

/** The library's behaviours of reference openwisp-upgrader.md 6, by their numbers there, and what this code makes of each. */

const hostKey = aKeyPair().private;
const credential = { kind: 'password', name: 'site', username: 'root', password: 'secret' } as const;
const deadlines = { connect: 1_000, ready: 1_000, keepAlive: 60_000 };

const open: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});
afterAll(removeTemporaryFolders);

interface Place {
  readonly target: SshTarget;
  readonly sockets: Set<Socket>;
}

async function listening(onSocket: (socket: Socket) => void): Promise<Place> {
  const sockets = new Set<Socket>();
  const server: NetServer = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { target: { host: '127.0.0.1', port, pinned: [], legacy: false }, sockets };
}

/** A server whose commands do what the test says. */
async function serving(onCommand: (channel: ServerChannel, command: string) => void): Promise<Place> {
  const ssh = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (context) => {
      if (context.method === 'password' && context.password === 'secret') context.accept();
      else context.reject(['password']);
    });
    client.on('session', (accept) => {
      accept().on('exec', (acceptExec, _reject, { command }) => onCommand(acceptExec(), command));
    });
  });
  return await listening((socket) => ssh.injectSocket(socket));
}

async function signedIn({ target }: Place, others: Partial<SshDeadlines> = {}): Promise<SshSession> {
  const session = await openSession(target, credential, { deadlines: { ...deadlines, ...others } });
  open.push(() => session.close());
  return session;
}

const exits = (channel: ServerChannel, code = 0) => {
  channel.exit(code);
  channel.end();
};

async function* chunks(count: number): AsyncGenerator<Buffer> {
  for (let index = 0; index < count; index += 1) yield Buffer.alloc(64 * 1024, index);
}

it('1: a handshake that says several errors is one failure, and ends nothing else', async () => {
  const place = await listening((socket) => {
    socket.write('SSH-2.0-strange\r\n');
    socket.write(Buffer.alloc(64, 0xff));
    setTimeout(() => socket.resetAndDestroy(), 20);
  });
  const failure = await failureOf(openSession(place.target, credential, { deadlines }));
  expect(failure.code).toMatch(/^ssh\.(unreachable|hung-up)$/);
  // What is said later still has a listener: an error without one would end this process.
  await new Promise((resolve) => setTimeout(resolve, 60));
});

it.each([
  ['at once', (socket: Socket) => socket.end(), 'handshake'],
  ['after its name', (socket: Socket) => socket.end('SSH-2.0-short\r\n'), 'handshake'],
])('2: a server that hangs up %s is told as that, and is not waited for', async (_when, hangUp, when) => {
  const place = await listening(hangUp);
  const failure = await failureOf(openSession(place.target, credential, { deadlines }));
  expect(failure).toMatchObject({ code: 'ssh.hung-up', facts: { when } });
});

it('4: neither code nor signal is a cut; a signal is a death', async () => {
  const place = await serving((channel, command) => {
    if (command === 'killed') channel.exit('KILL', false, '');
    channel.end();
  });
  const session = await signedIn(place);
  expect((await failureOf(session.run('cut'))).code).toBe('ssh.cut-off');
  expect(await session.run('cut', { mayBeCut: true })).toMatchObject({ kind: 'cut' });
  expect(await session.run('killed')).toMatchObject({ kind: 'killed', by: 'SIGKILL' });
});

it('5: what a command said before the connection went is kept', async () => {
  const place = await serving((channel) => {
    channel.stderr.write('Commencing upgrade');
    setTimeout(() => place.sockets.forEach((socket) => socket.destroy()), 50);
  });
  const session = await signedIn(place);
  const result = await session.run('flash', { mayBeCut: true });
  expect([result.kind, result.stderr, session.isClosed]).toEqual(['cut', 'Commencing upgrade', true]);
});

it('6: a device without SFTP says so', async () => {
  const session = await signedIn(await serving((channel) => exits(channel)));
  expect((await failureOf(session.putBySftp('/tmp/x', chunks(1), {}))).code).toBe('ssh.no-sftp');
});

it('7: a peer that froze is found out by keep-alives', async () => {
  const place = await serving(() => place.sockets.forEach((socket) => socket.pause()));
  const session = await signedIn(place, { keepAlive: 30 });
  expect((await failureOf(session.run('freeze'))).code).toBe('ssh.cut-off');
});

it('8: a host that accepts and never says a word is given up in time', async () => {
  const place = await listening(() => undefined);
  const failure = await failureOf(openSession(place.target, credential, { deadlines: { ...deadlines, ready: 100 } }));
  expect(failure.code).toBe('ssh.silent');
});

it('10: an upload that is cancelled is over on the device when it is told as cancelled', async () => {
  let over = false;
  const place = await serving((channel) => {
    channel.resume();
    // The device takes its time to end the command, and closes the channel only then.
    const { close } = channel;
    channel.close = () => undefined;
    setTimeout(() => {
      over = true;
      close.call(channel);
    }, 150);
  });
  const session = await signedIn(place);
  const cancel = new AbortController();
  const work = session.feed('cat', chunks(1000), { signal: cancel.signal, onSent: () => cancel.abort() });
  expect((await failureOf(work)).code).toBe('operations.cancelled');
  expect(over).toBe(true);
});

it('10: a command that goes on when it was given up takes the connection with it: nothing is asked in its place', async () => {
  const place = await serving((channel) => {
    channel.close = () => undefined; // Its command has not ended.
  });
  const session = await signedIn(place);
  expect((await failureOf(session.run('sleep 100', { deadline: 50 }))).code).toBe('ssh.command-timed-out');
  expect(session.isClosed).toBe(true);
});

const MIB = 1024 * 1024;
const PART = 6 * MIB;
/** What the library's server lets come before it is read. */
const WINDOW = 4 * MIB;
it('an upload in parts has not stalled while one of them moves', async () => {
  const waiting: ServerChannel[] = [];
  const place = await serving((channel, command) => {
    if (command.startsWith('printf')) {
      channel.write('ac');
      return exits(channel);
    }
    channel.on('end', () => exits(channel));
    // The second part has its turn when the first one has gone through, which takes longer than a stall.
    if (!command.includes('seek=0 ')) return void waiting.push(channel);
    let taken = 0;
    channel.on('data', (chunk: Buffer) => {
      taken += chunk.length;
      if (taken > PART - WINDOW) return; // All of it is on its way: nobody could see it move.
      channel.pause();
      setTimeout(() => channel.resume(), 8);
    });
    channel.on('end', () => waiting.forEach((other) => other.resume()));
  });
  const session = await signedIn(place, { stall: 300 });
  const file = path.join(temporaryFolder('image'), 'image.bin');
  writeFileSync(file, Buffer.alloc(2 * PART));
  expect(await uploadFile(session, { path: file, size: 2 * PART }, '/tmp/x', { channels: 2 })).toBe('parallel');
});

/** A server that is alive, and leaves every question for a channel unanswered. */
async function mute(): Promise<Place> {
  const ssh = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (context) => context.accept());
    client.on('session', () => undefined);
  });
  return await listening((socket) => ssh.injectSocket(socket));
}

it.each<[string, (session: SshSession, signal?: AbortSignal) => Promise<unknown>]>([
  ['a command', (session, signal) => session.run('x', { deadline: 100, ...(signal ? { signal } : {}) })],
  ['an upload', (session, signal) => session.feed('cat', chunks(1), signal ? { signal } : {})],
  ['SFTP', (session, signal) => session.putBySftp('/x', chunks(1), signal ? { signal } : {})],
])('a channel that is never opened has a deadline, ends the connection, and can be cancelled: %s', async (_what, ask) => {
  const place = await mute();
  const session = await signedIn(place, { stall: 100 });
  expect((await failureOf(ask(session))).code).toBe('ssh.command-timed-out');
  await session.closed;
  const other = await signedIn(place, { stall: 100 });
  expect((await failureOf(ask(other, AbortSignal.timeout(20)))).code).toBe('operations.cancelled');
});

it('11: a command that ends before it has all is not written to any longer', async () => {
  const place = await serving((channel) => {
    channel.stderr.write('No space left on device');
    exits(channel, 1);
  });
  const session = await signedIn(place);
  let read = 0;
  const source = async function* () {
    for await (const chunk of chunks(10_000)) {
      read += 1;
      yield chunk;
    }
  };
  expect(await session.feed('cat', source(), {})).toMatchObject({ kind: 'exited', code: 1 });
  expect(read).toBeLessThan(1_000);
});

it('12: another host key than the pinned one is told with both', async () => {
  const place = await serving((channel) => exits(channel));
  const pinned = [{ algorithm: 'ssh-ed25519', fingerprint: 'SHA256:former' }];
  const failure = await failureOf(openSession({ ...place.target, pinned }, credential, { deadlines }));
  expect(failure).toMatchObject({ code: 'ssh.host-key-changed', facts: { expected: 'SHA256:former' } });
  expect(String(failure.facts['shown'])).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
});

it('13: a command on a connection that was closed is a coded failure, not a throw', async () => {
  const session = await signedIn(await serving((channel) => exits(channel)));
  await session.close();
  expect((await failureOf(session.run('x'))).code).toBe('ssh.cut-off');
});

it('14: forty channels at the same time', async () => {
  const session = await signedIn(
    await serving((channel, command) => {
      channel.write(command);
      exits(channel);
    }),
  );
  const commands = Array.from({ length: 40 }, (_, index) => `command ${index}`);
  const results = await Promise.all(commands.map((command) => session.run(command)));
  expect(results.map(({ stdout }) => stdout)).toEqual(commands);
});

async function isLetWait(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port });
  open.push(() => void socket.destroy());
  socket.on('error', () => undefined);
  return await Promise.race([once(socket, 'data').then(() => true), once(socket, 'close').then(() => false)]);
}

describe.skipIf(rigMissing() !== undefined)('on real dropbear', () => {
  it('3: a command has ended when its channel is closed, as its code may come after the end of its output', async () => {
    const router = await RealRouter.start();
    open.push(() => router.stop());
    const session = await openSession({ host: router.host, port: router.port, pinned: [], legacy: false }, credential);
    open.push(() => session.close());
    const result = await session.run('echo said; exec >&- 2>&-; sleep 0.1; exit 7');
    expect(result).toMatchObject({ kind: 'exited', code: 7, stdout: 'said\n' });
  });

  it('9: more strangers than it lets wait are hung up on; 15: a wrong password is refused, however long that takes', async () => {
    const router = await RealRouter.start();
    open.push(() => router.stop());
    const { host, port } = router;
    const target = { host, port, pinned: [], legacy: false };
    const wrong = { ...credential, password: 'wrong' };
    expect((await failureOf(openSession(target, wrong))).code).toBe('ssh.sign-in-refused');

    // Five that say nothing are let wait; one more is closed.
    for (let waiting = 0, tries = 0; waiting < 5 && tries < 100; tries += 1) waiting += Number(await isLetWait(host, port));
    expect(await failureOf(openSession(target, credential))).toMatchObject({
      code: 'ssh.hung-up',
      facts: { when: 'handshake' },
    });
  });
});
