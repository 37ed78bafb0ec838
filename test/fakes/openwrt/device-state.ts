import { createHash, randomUUID } from 'node:crypto';

export interface Release {
  readonly version: string;
  readonly revision: string;
}

/** How the device behaves when it is told to flash. */
export type FlashManner =
  | 'ok'
  /** The connection dies before sysupgrade could say anything. */
  | 'silent-end'
  /** The peer freezes: no FIN, no answer. */
  | 'freeze'
  /** Says yes, and lives on. */
  | 'does-not-flash'
  /** Restarts into what it ran before. */
  | 'old-again'
  | 'never-back'
  /** Says no on the command itself. */
  | 'rejects'
  /** Ends the command with a failure and without a word: nothing comes of it, or a flash does all the same. */
  | 'fails-silently'
  | 'fails-and-flashes';

export interface DeviceTraits {
  readonly board: string;
  /** What the release that it is flashed with calls it. */
  readonly boardAfterFlash: string | undefined;
  readonly model: string;
  readonly release: Release;
  readonly compatVersion: string;
  /** OpenWISP's id. */
  readonly uuid: string | undefined;
  /** Bytes, before anything is stopped or lies in /tmp. */
  readonly memory: number;
  /** Bytes that each stopped service gives back. */
  readonly perService: number;
  readonly tmpSize: number;
  readonly services: readonly string[];
  readonly password: string | undefined;
  /** Public key blob in base64 that is let in. */
  readonly authorizedKey: string | undefined;
  /** Milliseconds for which nobody listens after a restart. */
  readonly downFor: number;
  readonly flash: FlashManner;
  /** Lines that it says before it begins to flash. */
  readonly talksWhileFlashing: number;
  /** What is missing of the usual tools. */
  readonly without: readonly ('cat' | 'scp' | 'sftp' | 'dd')[];
  /** Its own test says no, whatever the image. */
  readonly testRefuses: boolean;
  /** Its own test is ended before it has an answer: itself by a signal, told as a code by a shell in between, or a helper of it. */
  readonly testEnds: 'by-signal' | 'by-code' | 'in-helper' | undefined;
  /** What becomes of it when it packs its configuration. */
  readonly backup: 'whole' | 'fails' | 'cut-short' | 'damaged' | 'no-archive';
  /** What it gives to read is another byte than what came. */
  readonly damages: boolean;
  /** Closes the connection when a command that matches arrives; each time, or once. */
  readonly cutAt: { readonly command: RegExp; readonly once: boolean } | undefined;
  /** Goes off the network when a command that matches arrives for the first time. */
  readonly goesAwayAt: RegExp | undefined;
  /** Begins with a command that matches only after so many milliseconds. */
  readonly slowAt: { readonly command: RegExp; readonly milliseconds: number } | undefined;
  /** Bytes a second that it takes of what is brought, over all channels. 0: none after the first packet, and it says nothing of it. */
  readonly takesPerSecond: number | undefined;
  readonly hangsUpAt: 'handshake' | 'sign-in' | undefined;
}

export const USUAL_DEVICE: DeviceTraits = {
  board: 'example,ap-1-v2',
  boardAfterFlash: undefined,
  model: 'Example AP-1 v2',
  release: { version: '22.03.5', revision: 'r20134-5f15225c1e' },
  compatVersion: '1.0',
  uuid: undefined,
  memory: 64 * 1024 * 1024,
  perService: 0,
  tmpSize: 128 * 1024 * 1024,
  services: ['uhttpd', 'dnsmasq', 'cron', 'odhcpd'],
  password: 'secret',
  authorizedKey: undefined,
  downFor: 300,
  flash: 'ok',
  talksWhileFlashing: 0,
  without: ['scp', 'sftp'],
  testRefuses: false,
  testEnds: undefined,
  backup: 'whole',
  damages: false,
  cutAt: undefined,
  goesAwayAt: undefined,
  slowAt: undefined,
  takesPerSecond: undefined,
  hangsUpAt: undefined,
};

/** A device as it is at the moment: what is in its memory goes with a restart. */
export class DeviceState {
  readonly traits: DeviceTraits;
  release: Release;
  board: string;
  bootId = randomUUID();
  /** It had been up for an hour when the test began. */
  bootedAt = Date.now() - 3_600_000;
  /** Command lines of sysupgrade that have not ended. */
  readonly sysupgrades = new Set<string>();
  configuration = Buffer.from('config of the site');
  /** Below /tmp. */
  readonly files = new Map<string, Buffer>();
  readonly stopped = new Set<string>();
  /** Commands as they came, for tests. */
  readonly commands: string[] = [];
  flashes = 0;
  #idleAt = 0;

  constructor(traits: DeviceTraits) {
    this.traits = traits;
    this.release = traits.release;
    this.board = traits.board;
  }

  get memoryAvailable(): number {
    const { memory, perService } = this.traits;
    return memory + this.stopped.size * perService - this.tmpUsed;
  }

  get tmpUsed(): number {
    return [...this.files.values()].reduce((sum, file) => sum + file.length, 0);
  }

  /** So many seconds pass on its own clock. */
  grow(seconds: number): void {
    this.bootedAt -= seconds * 1000;
  }

  /** Milliseconds until it takes more, as it has just taken so much. Infinite where it takes none. */
  busyAfter(bytes: number, now: number): number {
    const { takesPerSecond } = this.traits;
    if (takesPerSecond === undefined) return 0;
    this.#idleAt = Math.max(now, this.#idleAt) + (1000 * bytes) / takesPerSecond;
    return this.#idleAt - now;
  }

  restart(release: Release): void {
    this.release = release;
    this.bootId = randomUUID();
    this.bootedAt = Date.now();
    this.sysupgrades.clear();
    this.files.clear();
    this.stopped.clear();
  }

  /** The answer to the driver's question, as a real device gives it. */
  describe(): string {
    const { model, compatVersion, uuid, tmpSize } = this.traits;
    const { version, revision } = this.release;
    const kilobytes = (bytes: number) => Math.floor(bytes / 1024);
    const free = kilobytes(tmpSize - this.tmpUsed);
    return [
      '@@ /proc/sys/kernel/random/boot_id',
      this.bootId,
      '',
      '@@ /proc/uptime',
      `${((Date.now() - this.bootedAt) / 1000).toFixed(2)} 12.00`,
      '',
      '@@ /proc/meminfo',
      'MemTotal:         124352 kB',
      `MemFree:           20000 kB`,
      `MemAvailable:      ${kilobytes(this.memoryAvailable)} kB`,
      '',
      '@@ /tmp/sysinfo/board_name',
      this.board,
      '',
      '@@ /tmp/sysinfo/model',
      model,
      '',
      '@@ /etc/openwrt_release',
      "DISTRIB_ID='OpenWrt'",
      `DISTRIB_RELEASE='${version}'`,
      `DISTRIB_REVISION='${revision}'`,
      "DISTRIB_TARGET='ramips/mt7621'",
      `DISTRIB_DESCRIPTION='OpenWrt ${version} ${revision}'`,
      '',
      '@@ compat',
      compatVersion,
      '@@ uuid',
      ...(uuid === undefined ? [] : [uuid]),
      '@@ tmp',
      'Filesystem           1K-blocks      Used Available Use% Mounted on',
      `tmpfs                   ${kilobytes(tmpSize)}      ${kilobytes(this.tmpUsed)}    ${free}   1% /tmp`,
      '@@ sysupgrade',
      ...this.sysupgrades,
      '@@ end',
      '',
    ].join('\n');
  }

  digest(path: string): string {
    const file = this.files.get(path) ?? Buffer.alloc(0);
    const bytes = this.traits.damages ? Buffer.concat([file.subarray(1), Buffer.from('x')]) : file;
    return createHash('sha256').update(bytes).digest('hex');
  }
}
