import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../../../builders/test-engine.ts';

const SCRIPTS = path.join(import.meta.dirname, 'root');
const BUSYBOX = ['/bin/busybox', '/usr/bin/busybox'].find((file) => existsSync(file));
/** Where they lie here, and where a device looks for them. The last two may be missing here; then no device has them. */
const PROGRAMS = [
  ['/usr/sbin/dropbear', '/usr/sbin/dropbear'],
  ['/usr/sbin/sshd', '/usr/sbin/sshd'],
  ['/usr/bin/scp', '/rig/scp'],
  ['/usr/lib/openssh/sftp-server', '/rig/sftp-server'],
] as const;
const FOLDERS =
  'dev etc/config etc/dropbear etc/ssh proc/sys/kernel/random proc/sys/vm rig/requests rig/stopped root/.ssh run/sshd tmp usr/lib';

let template: string | undefined;

/** What hinders real servers from running here, in words; undefined where nothing does. */
export function rigMissing(): string | undefined {
  if (process.platform !== 'linux') return 'a chroot is there on Linux alone';
  if (process.getuid?.() !== 0) return 'only root may make a chroot';
  if (!BUSYBOX) return 'busybox is not installed';
  // Such a one would take its own df for the device's.
  if (spawnSync(BUSYBOX, ['sh', '-c', 'PATH=/nowhere; df /'], { stdio: 'ignore' }).status === 0)
    return 'this busybox looks for no programs but its own';
  const absent = PROGRAMS.slice(0, 2).find(([from]) => !existsSync(from));
  if (absent) return `${absent[0]} is not installed`;
  return spawnSync('setpriv', ['--pdeathsig', 'KILL', 'chroot', '/', '/bin/true']).status === 0
    ? undefined
    : 'this root may not make a chroot';
}

/** The files that all devices share, made once: programs, what they load, and the scripts of an OpenWrt. */
export function rigTemplate(): string {
  template ??= makeTemplate();
  return template;
}

function makeTemplate(): string {
  const root = temporaryFolder('rig');
  for (const folder of FOLDERS.split(' ')) mkdirSync(path.join(root, folder), { recursive: true });
  cpSync(SCRIPTS, root, { recursive: true });
  for (const folder of ['sbin', 'usr/bin', 'etc/init.d'])
    for (const name of readdirSync(path.join(root, folder))) chmodSync(path.join(root, folder, name), 0o755);
  addProgram(root, BUSYBOX ?? '', '/bin/busybox');
  const applets = execFileSync(BUSYBOX ?? '', ['--list'], { encoding: 'utf8' })
    .trim()
    .split('\n');
  for (const applet of applets) if (applet !== 'busybox') symlinkSync('busybox', path.join(root, 'bin', applet));
  for (const [from, to] of PROGRAMS) if (existsSync(from)) addProgram(root, from, to);
  execFileSync('mknod', ['-m', '666', path.join(root, 'dev/null'), 'c', '1', '3']);
  execFileSync('mknod', ['-m', '444', path.join(root, 'dev/urandom'), 'c', '1', '9']);
  return root;
}

/** Copies a program with the libraries that it loads. */
function addProgram(root: string, from: string, to: string): void {
  const loaded = spawnSync('ldd', [from], { encoding: 'utf8' }).stdout.matchAll(/(\/[^ ]+) \(0x/g);
  for (const [source, target] of [[from, to] as const, ...[...loaded].map(([, library = '']) => [library, library] as const)]) {
    const file = path.join(root, target);
    mkdirSync(path.dirname(file), { recursive: true });
    if (!existsSync(file)) cpSync(realpathSync(source), file);
  }
}
