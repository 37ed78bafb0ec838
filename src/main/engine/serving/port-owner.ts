import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import type { ListenerChoice } from '../../../shared/contract/serving.ts';
import { parseLsof, parseNetstat, parseSocketTable, parseTasklist } from './port-tables.ts';

const UNKNOWN_OWNER = 'another program';
const DEADLINE_MS = 2000;
const OUTPUT_MAX_BYTES = 4 * 1024 * 1024;

/**
 * The program that holds a port, as `name (process N)`; `another program` where the system does not tell an
 * ordinary account. Never throws, and takes two seconds at most: it only makes a failure more helpful.
 */
export async function findPortOwner({ protocol, port }: ListenerChoice): Promise<string> {
  const transport = protocol === 'tftp' ? 'udp' : 'tcp';
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(UNKNOWN_OWNER), DEADLINE_MS);
  });
  try {
    return await Promise.race([lookUp(transport, port), late]);
  } catch {
    return UNKNOWN_OWNER; // A tool that is missing or forbidden knows no owner.
  } finally {
    clearTimeout(timer);
  }
}

async function lookUp(transport: 'udp' | 'tcp', port: number): Promise<string> {
  if (process.platform === 'linux') return ownerOnLinux(transport, port);
  if (process.platform === 'win32') return ownerOnWindows(transport, port);
  const output = await run('lsof', [
    '-nP',
    '-Fpc',
    transport === 'tcp' ? `-iTCP:${port}` : `-iUDP:${port}`,
    ...(transport === 'tcp' ? ['-sTCP:LISTEN'] : []),
  ]);
  return parseLsof(output) ?? UNKNOWN_OWNER;
}

/** @see proc(5): /proc/net/tcp, /proc/PID/fd */
async function ownerOnLinux(transport: 'udp' | 'tcp', port: number): Promise<string> {
  const tables = await Promise.all(
    [transport, `${transport}6`].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  const inodes = new Set(tables.flatMap((table) => parseSocketTable(table, port, transport)));
  if (inodes.size === 0) return UNKNOWN_OWNER;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    if (await holdsSocket(pid, inodes)) {
      return `${await programName(pid)} (process ${pid})`;
    }
  }
  return UNKNOWN_OWNER;
}

/** The program as it was started; `comm` is the name of its first thread, which Node for one calls `MainThread`. */
async function programName(pid: string): Promise<string> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const program = basename(commandLine.split(/[\0 ]/)[0] ?? '').replace(/:$/, '');
  return program || (await readFile(`/proc/${pid}/comm`, 'utf8')).trim();
}

async function holdsSocket(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  // Another account's process, or one that has just ended, shows nothing.
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  for (const descriptor of descriptors) {
    const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    if (inode && inodes.has(inode)) return true;
  }
  return false;
}

async function ownerOnWindows(transport: 'udp' | 'tcp', port: number): Promise<string> {
  const pid = parseNetstat(await run('netstat', ['-ano', '-p', transport]), port, transport);
  if (pid === undefined) return UNKNOWN_OWNER;
  const name = parseTasklist(await run('tasklist', ['/fi', `PID eq ${pid}`, '/fo', 'csv', '/nh']));
  return name ? `${name} (process ${pid})` : `process ${pid}`;
}

async function run(command: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, [...args], {
    timeout: DEADLINE_MS,
    maxBuffer: OUTPUT_MAX_BYTES,
    windowsHide: true,
  });
  return stdout;
}
