import { createServer, type Server, type Socket } from 'node:net';
import { listenOnLoopback } from './sockets.ts';

export type FtpStep =
  | { readonly kind: 'serve' }
  /** Hangs up on both connections after so many bytes. */
  | { readonly kind: 'cut'; readonly after: number }
  /** Sends so many bytes, ends the data, and says that all went well. */
  | { readonly kind: 'short'; readonly after: number }
  | { readonly kind: 'stall'; readonly after: number }
  /** Answers RETR with this reply. */
  | { readonly kind: 'reply'; readonly text: string }
  /** Takes the connection and says nothing. */
  | { readonly kind: 'mute' };

export interface FtpServer {
  readonly url: string;
  readonly host: string;
  /** Commands as they came, without passwords. */
  readonly asked: string[];
  steps: FtpStep[];
  /** `user:password`; undefined lets anybody in as anonymous. */
  credentials: string | undefined;
  content: Buffer;
  /** Commands that this server does not know. */
  readonly lacks: Set<string>;
  /** The address that PASV tells. */
  passiveHost: string;
  stop(): Promise<void>;
}

/** One file on an FTP server, passive and binary, that may misbehave. @see RFC 959, RFC 2428, RFC 3659 */
export async function startFtpServer(content: Buffer): Promise<FtpServer> {
  const server = createServer((socket) => talk(socket, fake));
  const { port, stop } = await listenOnLoopback(server);
  const fake: FtpServer = {
    url: `ftp://127.0.0.1:${port}/pub/fw%20one.rom`,
    host: `127.0.0.1:${port}`,
    asked: [],
    steps: [{ kind: 'serve' }],
    credentials: undefined,
    content,
    lacks: new Set(),
    passiveHost: '127,0,0,1',
    stop,
  };
  return fake;
}

interface Talk {
  user: string;
  signedIn: boolean;
  binary: boolean;
  restart: number;
  passive: { server: Server; data: Promise<Socket> } | undefined;
}

function talk(socket: Socket, fake: FtpServer): void {
  const state: Talk = { user: '', signedIn: false, binary: false, restart: 0, passive: undefined };
  const reply = (text: string) => void socket.write(`${text}\r\n`);
  const step = (fake.steps.length > 1 ? fake.steps.shift() : fake.steps[0]) ?? { kind: 'serve' };
  if (step.kind === 'mute') return;
  reply('220 ready');
  let pending = '';
  socket.on('data', (chunk) => {
    pending += chunk.toString('utf8');
    const lines = pending.split('\r\n');
    pending = lines.pop() ?? '';
    for (const line of lines) void obey(line, { socket, fake, state, reply, step });
  });
  socket.on('close', () => state.passive?.server.close());
}

interface Turn {
  readonly socket: Socket;
  readonly fake: FtpServer;
  readonly state: Talk;
  readonly step: FtpStep;
  reply(text: string): void;
}

async function obey(line: string, turn: Turn): Promise<void> {
  const { fake, state, reply } = turn;
  const [, name = '', argument = ''] = /^(\S+) ?(.*)$/.exec(line) ?? [];
  const command = name.toUpperCase();
  fake.asked.push(command === 'PASS' ? 'PASS' : line);
  if (fake.lacks.has(command)) return reply('502 not here');
  const open = ['USER', 'PASS', 'QUIT'].includes(command);
  if (!open && !state.signedIn) return reply('530 who are you?');
  const isFile = argument === 'pub/fw one.rom';
  switch (command) {
    case 'USER':
      state.user = argument;
      return reply('331 password?');
    case 'PASS':
      state.signedIn =
        fake.credentials === undefined ? state.user === 'anonymous' : `${state.user}:${argument}` === fake.credentials;
      return reply(state.signedIn ? '230 welcome' : '530 not you');
    case 'TYPE':
      state.binary = argument === 'I';
      return reply('200 as you like');
    case 'SIZE':
      return reply(isFile && state.binary ? `213 ${fake.content.length}` : '550 no such file');
    case 'MDTM':
      return reply(isFile ? `213 202601020304${String((fake.content[0] ?? 0) % 60).padStart(2, '0')}` : '550 no such file');
    case 'REST':
      state.restart = Number(argument);
      return reply('350 from there');
    case 'EPSV':
    case 'PASV':
      return await listenForData(command, turn);
    case 'RETR':
      return isFile ? await send(turn) : reply('550 no such file');
    case 'QUIT':
      return void turn.socket.end('221 bye\r\n');
    default:
      return reply('502 what?');
  }
}

async function listenForData(command: 'EPSV' | 'PASV', { fake, state, reply }: Turn): Promise<void> {
  const server = createServer();
  const data = new Promise<Socket>((resolve) =>
    server.once('connection', (socket: Socket) => resolve(socket.on('error', () => undefined))),
  );
  state.passive = { server, data };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  const port = typeof at === 'object' && at ? at.port : 0;
  if (command === 'EPSV') reply(`229 Entering Extended Passive Mode (|||${port}|)`);
  else reply(`227 Entering Passive Mode (${fake.passiveHost},${port >> 8},${port & 255})`);
}

async function send({ socket, fake, state, reply, step }: Turn): Promise<void> {
  if (step.kind === 'reply') return reply(step.text);
  reply('150 here it comes');
  const data = await state.passive?.data;
  state.passive?.server.close();
  const rest = fake.content.subarray(state.restart);
  state.restart = 0;
  if (step.kind === 'cut') {
    // An end, so that the bytes before it arrive; once they were taken, the other connection goes too.
    data?.end(rest.subarray(0, step.after));
    data?.on('close', () => socket.end());
  } else if (step.kind === 'stall') {
    data?.write(rest.subarray(0, step.after));
  } else {
    data?.end(step.kind === 'short' ? rest.subarray(0, step.after) : rest, () => reply('226 done'));
  }
}
