/** What a device says of itself in one answer. Sizes in bytes. */
export interface Probe {
  readonly bootId: string;
  /** Seconds. */
  readonly uptime: number;
  readonly board: string;
  readonly model: string;
  readonly release: string;
  readonly revision: string;
  readonly description: string;
  readonly target: string;
  readonly compatVersion: string;
  /** An upgrade runs there at this moment, whoever began it. */
  readonly flashing: boolean;
  /** OpenWISP's own id of this device, where it has one. */
  readonly uuid: string | null;
  readonly memoryAvailable: number;
  readonly tmpFree: number;
}

/** Marks the beginning of each part in the answer. */
const MARK = '@@ ';
const PARTS = {
  bootId: '/proc/sys/kernel/random/boot_id',
  uptime: '/proc/uptime',
  memory: '/proc/meminfo',
  board: '/tmp/sysinfo/board_name',
  model: '/tmp/sysinfo/model',
  release: '/etc/openwrt_release',
} as const;

/**
 * Processes that flash, one a line with its arguments. The kernel names a script by its file; `upgraded` takes over from it.
 * @see OpenWrt `/sbin/sysupgrade`, procd `upgraded/upgraded.c`
 */
const SYSUPGRADES =
  "for c in $(grep -lsxE 'sysupgrade|upgraded' /proc/[0-9]*/comm); do tr '\\000' ' ' < ${c%comm}cmdline; echo; done 2>/dev/null";
/** What sysupgrade does beside flashing. */
const NO_FLASH = / (-T|--test|-b|--create-backup|-l|--list-backup|-r|--restore-backup) /;

/** One command for all of it: each one more is a round trip. */
export const PROBE_COMMAND = [
  `for f in ${Object.values(PARTS).join(' ')}; do echo "${MARK}$f"; cat "$f" 2>/dev/null; echo; done`,
  `echo "${MARK}compat"; uci -q get system.@system[0].compat_version`,
  `echo "${MARK}uuid"; uci -q get openwisp.http.uuid`,
  `echo "${MARK}tmp"; df -k /tmp 2>/dev/null`,
  `echo "${MARK}sysupgrade"; ${SYSUPGRADES}`,
  `echo "${MARK}end"`,
].join('; ');

/** Undefined where the answer is not whole. What a device does not have is empty. */
export function readProbe(answer: string): Probe | undefined {
  const parts = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of answer.split(/\r?\n/)) {
    if (line.startsWith(MARK)) {
      current = [];
      parts.set(line.slice(MARK.length).trim(), current);
    } else current.push(line);
  }
  if (!parts.has('end')) return undefined;
  const first = (name: string) =>
    parts
      .get(name)
      ?.find((line) => line.trim() !== '')
      ?.trim()
      .slice(0, 200) ?? '';
  const release = readAssignments(parts.get(PARTS.release) ?? []);
  return {
    bootId: first(PARTS.bootId),
    uptime: Number.parseFloat(first(PARTS.uptime)) || 0,
    board: first(PARTS.board),
    model: first(PARTS.model),
    release: release.get('DISTRIB_RELEASE') ?? '',
    revision: release.get('DISTRIB_REVISION') ?? '',
    description: release.get('DISTRIB_DESCRIPTION') ?? '',
    target: release.get('DISTRIB_TARGET') ?? '',
    compatVersion: /^\d+\.\d+$/.test(first('compat')) ? first('compat') : '1.0',
    flashing: (parts.get('sysupgrade') ?? []).some((line) => line.trim() !== '' && !NO_FLASH.test(`${line} `)),
    uuid: first('uuid') === '' ? null : first('uuid'),
    memoryAvailable: memoryAvailable(parts.get(PARTS.memory) ?? []),
    tmpFree: tmpFree(parts.get('tmp') ?? []),
  };
}

/** `DISTRIB_RELEASE='23.05.5'`, one a line. */
function readAssignments(lines: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = /^(DISTRIB_[A-Z]+)=['"]?(.*?)['"]?\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) found.set(name, value.slice(0, 200));
  }
  return found;
}

/** Kernels before 3.14 say no MemAvailable; what is free at once is the safe part of it. */
function memoryAvailable(lines: readonly string[]): number {
  const of = (name: string) => lines.map((line) => new RegExp(`^${name}:\\s+(\\d+) kB`).exec(line)?.[1]).find(Boolean);
  return Number(of('MemAvailable') ?? of('MemFree') ?? 0) * 1024;
}

/** The fourth column of the line that ends in its mount point; a long device name breaks the line before it. */
function tmpFree(lines: readonly string[]): number {
  const joined = lines.join(' ');
  const [, available] = /(\d+)\s+\d+%\s+\//.exec(joined) ?? [];
  return Number(available ?? 0) * 1024;
}
