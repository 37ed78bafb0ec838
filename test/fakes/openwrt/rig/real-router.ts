import { type ChildProcess, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  type FSWatcher,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../../../builders/test-engine.ts';
import { type DeviceTraits, type Release, USUAL_DEVICE } from '../device-state.ts';
import type { Router } from '../router.ts';
import { freePort, loopbackAddress } from './loopback.ts';
import { endAll, stopAll, untilEmpty } from './processes.ts';
import type { RealTraits } from './real-traits.ts';
import { startSshServer } from './ssh-server.ts';
import { rigTemplate } from './template.ts';

/** crypt(3) of “secret”. */
const SECRET = '$1$u33iJcMe$3e9pYhmg555veqPF9orvJ/';
/** Milliseconds from the answer of ubus to the end of everything. */
const KILLED_AFTER = 120;
const KIB = 1024;

/**
 * Real servers with a real shell in a chroot of their own; this object stands outside, as procd and the boot loader do: it
 * ends all that lives there, keeps the port closed, and starts the new system. @see reference openwisp-upgrader.md 6 (tier B)
 */
export class RealRouter implements Router {
  host = loopbackAddress();
  port = 0;
  bootId = '';
  release: Release;
  flashes = 0;
  readonly #traits: DeviceTraits & RealTraits;
  readonly #root: string;
  #server: ChildProcess | undefined;
  #watcher: FSWatcher | undefined;
  #openToAll: boolean;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #restarting: Promise<void> | undefined;

  static async start(traits: RealTraits = {}): Promise<RealRouter> {
    const router = new RealRouter(traits);
    router.#furnish();
    await router.#boot();
    return router;
  }

  private constructor(traits: RealTraits) {
    this.#traits = { ...USUAL_DEVICE, ...traits };
    this.#root = realpathSync(temporaryFolder('router'));
    this.release = this.#traits.release;
    this.#openToAll = this.#traits.password === undefined;
  }

  commands(): string[] {
    return existsSync(this.#at('rig/commands')) ? readFileSync(this.#at('rig/commands'), 'utf8').trimEnd().split('\n') : [];
  }

  brought(): string[] {
    return readdirSync(this.#at('tmp')).filter((name) => name.startsWith('provdesk-'));
  }

  stoppedServices(): string[] {
    return readdirSync(this.#at('rig/stopped'));
  }

  configuration(): string {
    return existsSync(this.#at('etc/config/site')) ? readFileSync(this.#at('etc/config/site'), 'utf8') : 'first boot';
  }

  /** A command waits in its middle. */
  get isHolding(): boolean {
    return existsSync(this.#at('rig/held'));
  }

  /** So many seconds pass on its own clock. */
  grow(seconds: number): void {
    const traits = readFileSync(this.#at('rig/traits'), 'utf8');
    this.#write(
      'rig/traits',
      traits.replace(/BOOTED='(\d+)'/, (_, booted: string) => `BOOTED='${Number(booted) - seconds}'`),
    );
  }

  /** What waits goes on, and nothing waits any more. */
  letGo(): void {
    for (const name of ['rig/hold', 'rig/held']) rmSync(this.#at(name), { force: true });
  }

  /** As after a reset by hand: another key from the next boot on. */
  makeNewKeys(): void {
    rmSync(this.#at('etc/dropbear'), { recursive: true });
    mkdirSync(this.#at('etc/dropbear'));
    for (const end of ['', '.pub']) rmSync(this.#at(`etc/ssh/ssh_host_ed25519_key${end}`));
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', this.#at('etc/ssh/ssh_host_ed25519_key')]);
  }

  /** What its own programs say to this. */
  ask(command: string): string {
    return execFileSync('chroot', [this.#root, '/bin/sh', '-c', command], {
      encoding: 'utf8',
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#watcher?.close();
    await this.#restarting;
    await this.#endAll();
    rmSync(this.#root, { recursive: true, force: true });
  }

  /** Ends every connection, and what runs in them; who asks again is let in. */
  cutConnections(): void {
    endAll(this.#root, this.#server?.pid);
  }

  /** Nobody listens, nothing lives. */
  async goDown(): Promise<void> {
    await this.#endAll();
  }

  /** As after a cut of the power. */
  async comeBack(release: Release = this.release): Promise<void> {
    this.release = release;
    await this.#boot();
  }

  #furnish(): void {
    const { services, uuid, compatVersion, without, authorizedKey, cutAt, slowAt, holdsAt } = this.#traits;
    execFileSync('cp', ['-al', `${rigTemplate()}/.`, this.#root]);
    for (const name of services) symlinkSync('service', this.#at(`etc/init.d/${name}`));
    const shell = this.#traits.plainShell ? '/bin/sh' : '/usr/bin/device-shell';
    this.#write('etc/passwd', `root:x:0:0:root:/root:${shell}\nsshd:x:100:65534::/run/sshd:/bin/false\n`);
    this.#write('etc/group', 'root:x:0:\nnogroup:x:65534:\n');
    this.#write('etc/shells', `${shell}\n`);
    this.#write('etc/config/site', 'config of the site');
    const uci = [
      `system.@system[0].compat_version=${compatVersion}`,
      ...(uuid === undefined ? [] : [`openwisp.http.uuid=${uuid}`]),
    ];
    this.#write('etc/config/uci', `${uci.join('\n')}\n`);
    if (authorizedKey !== undefined) this.#write('root/.ssh/authorized_keys', `ssh-ed25519 ${authorizedKey} test\n`);
    if (!without.includes('scp')) copyFileSync(this.#at('rig/scp'), this.#at('usr/bin/scp'));
    if (!without.includes('sftp')) copyFileSync(this.#at('rig/sftp-server'), this.#at('usr/lib/sftp-server'));
    if (without.includes('dd')) rmSync(this.#at('bin/dd'));
    if (cutAt) this.#write('rig/cut', `${cutAt.command.source}\n`);
    if (slowAt) this.#write('rig/slow', `${slowAt.command.source}\n`);
    if (holdsAt) this.#write('rig/hold', `${holdsAt.source}\n`);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', this.#at('etc/ssh/ssh_host_ed25519_key')]);
  }

  async #boot(): Promise<void> {
    const { board, model, memory, perService, tmpSize, flash, testRefuses, testEnds, damages, cutAt, slowAt } = this.#traits;
    const { version, revision } = this.release;
    // It had been up for an hour when the test began.
    const upFor = this.bootId === '' ? 3_600 : 0;
    this.bootId = randomUUID();
    for (const folder of ['tmp', 'rig/requests', 'rig/stopped']) {
      rmSync(this.#at(folder), { recursive: true });
      mkdirSync(this.#at(folder));
    }
    mkdirSync(this.#at('tmp/sysinfo'));
    this.#write('tmp/sysinfo/board_name', `${board}\n`);
    this.#write('tmp/sysinfo/model', `${model}\n`);
    this.#write('proc/sys/kernel/random/boot_id', `${this.bootId}\n`);
    this.#write('proc/sys/vm/drop_caches', '');
    const description = `DISTRIB_TARGET='ramips/mt7621'\nDISTRIB_DESCRIPTION='OpenWrt ${version} ${revision}'`;
    this.#write('etc/openwrt_release', `DISTRIB_RELEASE='${version}'\nDISTRIB_REVISION='${revision}'\n${description}\n`);
    this.#write('etc/shadow', `root:${this.#openToAll ? '' : SECRET}:19000:0:99999:7:::\nsshd:*:19000:0:99999:7:::\n`);
    const traits = {
      BOOTED: Math.floor(Date.now() / 1000) - upFor,
      BOARD: board,
      MEMORY: Math.floor(memory / KIB),
      PER_SERVICE: Math.floor(perService / KIB),
      TMP_SIZE: Math.floor(tmpSize / KIB),
      FLASH: flash,
      TEST_REFUSES: Number(testRefuses),
      TEST_ENDS: testEnds ?? '',
      DAMAGES: Number(damages),
      CUT_ONCE: Number(cutAt?.once ?? true),
      SLOW: (slowAt?.milliseconds ?? 0) / 1000,
    };
    this.#write(
      'rig/traits',
      Object.entries(traits)
        .map(([name, value]) => `${name}='${value}'\n`)
        .join(''),
    );
    this.#watch();
    await this.#serve();
  }

  async #serve(): Promise<void> {
    const { server = 'dropbear', window, maxAuthTries = 3, maxSessions = 10, diskFullAt: largestFile, without } = this.#traits;
    const sftp = !without.includes('sftp');
    const wish = { kind: server, window, maxAuthTries, maxSessions, openToAll: this.#openToAll, largestFile, sftp };
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const port = this.port === 0 ? await freePort(this.host) : this.port;
      this.#server = await startSshServer(this.#root, this.host, port, wish);
      if (this.#server) {
        this.port = port;
        return;
      }
    }
    throw new Error(`no port on ${this.host} stays free`);
  }

  #watch(): void {
    this.#watcher?.close();
    this.#watcher = watch(this.#at('rig/requests'), (_event, name) => {
      if (name === null || !existsSync(this.#at(`rig/requests/${name}`))) return;
      const text = readFileSync(this.#at(`rig/requests/${name}`), 'utf8');
      rmSync(this.#at(`rig/requests/${name}`));
      if (name === 'cut') this.cutConnections();
      if (name === 'sysupgrade') this.#flash(text.trim().split(' '));
    });
  }

  /** `request`: whether the configuration is kept, version, revision. */
  #flash([keep, version = '', revision = '']: string[]): void {
    const { flash, downFor } = this.#traits;
    this.flashes += 1;
    if (flash === 'does-not-flash') return;
    const next = flash === 'old-again' || version === '' ? this.release : { version, revision };
    const restart = () => {
      this.#restarting = this.#restart(next, keep === '1', flash === 'never-back' ? undefined : downFor);
    };
    if (flash === 'freeze') {
      stopAll(this.#root);
      this.#timer = setTimeout(restart, downFor);
    } else if (flash === 'silent-end') restart();
    else this.#timer = setTimeout(restart, KILLED_AFTER);
  }

  /** Kept apart, as a switch may leave the port closed for good. `downFor`: undefined where it never comes back. */
  async #restart(release: Release, keepsConfiguration: boolean, downFor: number | undefined): Promise<void> {
    await this.#endAll();
    if (!keepsConfiguration) this.#reset();
    if (downFor === undefined || this.#stopped) return;
    await new Promise((resolve) => setTimeout(resolve, downFor));
    const { cutsOnReturn } = this.#traits;
    if (cutsOnReturn) this.#write('rig/cut', `${cutsOnReturn.source}\n`);
    if (!this.#stopped) await this.comeBack(release);
  }

  /** The first boot: new keys, no password, its own address. @see reference 6 (after the flash) */
  #reset(): void {
    rmSync(this.#at('root/.ssh'), { recursive: true });
    mkdirSync(this.#at('root/.ssh'));
    rmSync(this.#at('etc/config/site'), { force: true });
    this.makeNewKeys();
    this.#openToAll = true;
    if (this.#traits.movesOnReset) [this.host, this.port] = [loopbackAddress(), 0];
  }

  async #endAll(): Promise<void> {
    endAll(this.#root);
    await untilEmpty(this.#root);
  }

  #at(name: string): string {
    return path.join(this.#root, name);
  }

  #write(name: string, text: string): void {
    writeFileSync(this.#at(name), text);
    if (name === 'etc/shadow') chmodSync(this.#at(name), 0o600);
  }
}
