import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';

export interface ServerWish {
  readonly kind: 'dropbear' | 'openssh';
  /** dropbear's window, in bytes; its own 24 KiB where absent. */
  readonly window?: number | undefined;
  readonly maxAuthTries: number;
  readonly openToAll: boolean;
  /** Bytes at which a file cannot grow any more, as on a full disk. */
  readonly largestFile?: number | undefined;
  readonly sftp: boolean;
  /** Channels that OpenSSH opens at the same time. */
  readonly maxSessions: number;
}

const UP_WITHIN = 20_000;

/** Starts it in this root, and resolves when it takes connections. Undefined: the port is somebody else's by now. */
export async function startSshServer(
  root: string,
  host: string,
  port: number,
  wish: ServerWish,
): Promise<ChildProcess | undefined> {
  const command = wish.kind === 'dropbear' ? dropbear(host, port, wish) : openssh(root, host, port, wish);
  // A limit that is met ends a program by a signal, unless that is ignored; then its write fails, as on a full disk.
  const limit = wish.largestFile === undefined ? '' : `trap '' XFSZ; ulimit -f ${Math.ceil(wish.largestFile / 512)}; `;
  // It ends with who started it, however that one ends.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'chroot', root, '/bin/sh', '-c', `${limit}exec ${command}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
  });
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => {
    said = (said + bytes.toString()).slice(-2_000);
  });
  const deadline = Date.now() + UP_WITHIN;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    if (await answers(host, port)) return child;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  child.kill('SIGKILL');
  if (/in use/i.test(said)) return undefined;
  throw new Error(`${wish.kind} did not come up: ${said}`);
}

function dropbear(host: string, port: number, { window, maxAuthTries, openToAll }: ServerWish): string {
  const words = ['/usr/sbin/dropbear', '-F', '-E', '-R', '-T', maxAuthTries, '-p', `${host}:${port}`];
  if (window !== undefined) words.push('-W', window);
  if (openToAll) words.push('-B');
  return words.join(' ');
}

function openssh(root: string, host: string, port: number, { maxAuthTries, openToAll, sftp, maxSessions }: ServerWish): string {
  const lines = [
    `ListenAddress ${host}:${port}`,
    'HostKey /etc/ssh/ssh_host_ed25519_key',
    'PermitRootLogin yes',
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
    'MaxStartups 100',
    `MaxAuthTries ${maxAuthTries}`,
    `MaxSessions ${maxSessions}`,
    `PermitEmptyPasswords ${openToAll ? 'yes' : 'no'}`,
    ...(sftp ? ['Subsystem sftp internal-sftp'] : []),
  ];
  writeFileSync(path.join(root, 'etc/ssh/sshd_config'), `${lines.join('\n')}\n`);
  return '/usr/sbin/sshd -D -e -f /etc/ssh/sshd_config';
}

async function answers(host: string, port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => socket.once('data', () => end(true)));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
  });
}
