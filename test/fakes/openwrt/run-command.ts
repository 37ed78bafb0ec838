import { gzipSync } from 'node:zlib';
import type { ServerChannel } from 'ssh2';
import { tarBytes } from '../../builders/archives.ts';
import type { DeviceState, Release } from './device-state.ts';
import { testImage } from './image-test.ts';

type Flash = (release: Release, keepsConfiguration: boolean) => void;

interface Running {
  readonly channel: ServerChannel;
  readonly state: DeviceState;
  readonly flash: Flash;
  readonly drop: () => void;
}

/** A command and what the device does about it; the first that matches. What none matches is not found, as in any shell. */
const COMMANDS: readonly [RegExp, (running: Running, match: RegExpExecArray) => void][] = [
  [/^:$/, (running) => end(running, 0)],
  [/@@ .*boot_id|boot_id.*@@ /s, (running) => end(running, 0, running.state.describe())],
  [/^rm -f \/tmp\/provdesk-\*$/, removeOurs],
  [/^rm -f (.*)$/, (running, [, names = '']) => remove(running, names)],
  [/^rm -rf \/tmp\/opkg-lists/, (running) => end(running, 0)],
  [/^sync; echo 3/, (running) => end(running, 0)],
  [/^for s in /, (running) => end(running, 0, `${running.state.traits.services.join('\n')}\n`)],
  [/^\/etc\/init\.d\/(\S+) (stop|start)$/, (running, [, name = '', verb]) => service(running, name, verb)],
  [/^wifi (down|up)$/, (running, [, verb]) => service(running, 'wifi', verb === 'down' ? 'stop' : 'start')],
  [/^\/sbin\/sysupgrade -b /, backup],
  [/^cat > '(.*)'$/, (running, [, path = '']) => write(running, path)],
  [/^printf ab > '(.*?)' && printf c \| dd/, (running, [, path = '']) => probeDd(running, path)],
  [
    /^dd of='(.*?)' bs=(\d+) seek=(\d+) conv=notrunc$/,
    (running, [, path = '', bs, seek]) => writeAt(running, path, Number(bs) * Number(seek)),
  ],
  [/^scp -t '(.*)'$/, (running, [, path = '']) => scp(running, path)],
  [/^wc -c < '(.*)' && sha256sum '(.*)'$/, (running, [, path = '']) => measure(running, path)],
  [/^\/sbin\/sysupgrade (.*?)--test '(.*)'$/, (running, [, flags = '', path = '']) => test(running, flags, path)],
  [/^\/sbin\/sysupgrade -v (.*?)'(.*)'$/, (running, [, flags = '', path = '']) => sysupgrade(running, flags, path)],
];

export function runCommand(command: string, channel: ServerChannel, state: DeviceState, flash: Flash, drop: () => void): void {
  const running = { channel, state, flash, drop };
  for (const [pattern, act] of COMMANDS) {
    const match = pattern.exec(command);
    if (match) return act(running, match);
  }
  end(running, 127, '', `ash: ${command.split(' ')[0]}: not found\n`);
}

function end({ channel }: Pick<Running, 'channel'>, code: number, stdout = '', stderr = ''): void {
  if (stderr !== '') channel.stderr.write(stderr);
  if (stdout !== '') channel.write(stdout);
  channel.exit(code);
  channel.end();
}

function removeOurs(running: Running): void {
  for (const path of running.state.files.keys()) if (path.startsWith('/tmp/provdesk-')) running.state.files.delete(path);
  end(running, 0);
}

function remove(running: Running, names: string): void {
  for (const [, path = ''] of names.matchAll(/'([^']*)'/g)) running.state.files.delete(path);
  end(running, 0);
}

function service(running: Running, name: string, verb: string | undefined): void {
  if (verb === 'stop') running.state.stopped.add(name);
  else running.state.stopped.delete(name);
  end(running, 0);
}

function backup({ channel, state }: Running): void {
  const packed = gzipSync(
    state.traits.backup === 'no-archive' ? 'no archive' : tarBytes([{ path: 'etc/config/site', content: state.configuration }]),
  );
  if (state.traits.backup === 'fails') return end({ channel }, 1, '', 'Failed to create the configuration backup.\n');
  if (state.traits.backup === 'damaged') packed[packed.length - 6] = (packed.at(-6) ?? 0) ^ 0xff;
  channel.write(state.traits.backup === 'cut-short' ? packed.subarray(0, packed.length - 20) : packed);
  end({ channel }, 0);
}

function missing(running: Running, tool: 'cat' | 'scp' | 'dd'): boolean {
  if (!running.state.traits.without.includes(tool)) return false;
  end(running, 127, '', `ash: ${tool}: not found\n`);
  return true;
}

function write(running: Running, path: string): void {
  if (missing(running, 'cat')) return;
  running.state.files.set(path, Buffer.alloc(0));
  take(running, path, () => running.state.files.get(path)?.length ?? 0);
}

function writeAt(running: Running, path: string, start: number): void {
  let at = start;
  take(
    running,
    path,
    () => at,
    (length) => {
      at += length;
    },
  );
}

/** Takes what comes until there is no more, or no more room. */
function take(running: Running, path: string, offset: () => number, onTaken?: (length: number) => void): void {
  const { channel, state } = running;
  let full = false;
  channel.on('data', (chunk: Buffer) => {
    if (full) return;
    // What comes meanwhile waits in the channel's window, and whoever sends waits with it.
    const busy = state.busyAfter(chunk.length, Date.now());
    if (busy > 0) {
      channel.pause();
      if (Number.isFinite(busy)) setTimeout(() => channel.resume(), busy);
    }
    if (state.tmpUsed + chunk.length > state.traits.tmpSize) {
      full = true;
      return end(running, 1, '', 'cat: write error: No space left on device\n');
    }
    const start = offset();
    const grown = atLeast(state.files.get(path) ?? Buffer.alloc(0), start + chunk.length);
    chunk.copy(grown, start);
    state.files.set(path, grown);
    onTaken?.(chunk.length);
  });
  channel.on('end', () => {
    if (!full) end(running, 0);
  });
}

/** As long as before, or this long: with room behind it, as a file grows chunk by chunk. */
function atLeast(before: Buffer, length: number): Buffer {
  if (before.length >= length) return before;
  if (before.byteOffset === 0 && before.buffer.byteLength >= length) return Buffer.from(before.buffer, 0, length);
  const grown = Buffer.alloc(2 * length).subarray(0, length);
  before.copy(grown);
  return grown;
}

function probeDd(running: Running, path: string): void {
  if (missing(running, 'dd')) return;
  running.state.files.set(path, Buffer.from('ac'));
  end(running, 0, 'ac');
}

function scp(running: Running, path: string): void {
  if (missing(running, 'scp')) return;
  const { channel, state } = running;
  let size: number | undefined;
  let bytes = Buffer.alloc(0);
  channel.write(Buffer.from([0]));
  channel.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    const line = size === undefined ? bytes.indexOf(0x0a) : -1;
    if (size === undefined) {
      if (line < 0) return;
      size = Number(/^C\d{4} (\d+) /.exec(bytes.toString('latin1', 0, line))?.[1]);
      bytes = bytes.subarray(line + 1);
      channel.write(Buffer.from([0]));
    }
    if (bytes.length <= size) return;
    state.files.set(path, Buffer.from(bytes.subarray(0, size)));
    channel.write(Buffer.from([0]));
  });
  channel.on('end', () => end(running, 0));
}

function measure(running: Running, path: string): void {
  const file = running.state.files.get(path);
  if (!file) return end(running, 1, '', `ash: can't open ${path}: no such file\n`);
  end(running, 0, `${file.length}\n${running.state.digest(path)}  ${path}\n`);
}

function test(running: Running, flags: string, path: string): void {
  const { testEnds } = running.state.traits;
  if (testEnds === 'by-signal') {
    running.channel.exit('SIGKILL');
    return void running.channel.end();
  }
  if (testEnds === 'by-code') return end(running, 137);
  if (testEnds === 'in-helper') return end(running, 1, '', 'Killed\nImage check failed.\n');
  const { ok, said } = testImage(running.state, running.state.files.get(path) ?? Buffer.alloc(0), flags.split(' '));
  end(running, ok ? 0 : 1, '', ok ? '' : `Wed Nov 11 10:00:00 UTC 2026 ${said}\nImage check failed.\n`);
}

function sysupgrade(running: Running, flags: string, path: string): void {
  const { channel, state, flash, drop } = running;
  const { ok, said, release = state.release } = testImage(state, state.files.get(path) ?? Buffer.alloc(0), flags.split(' '));
  if (!ok || state.traits.flash === 'rejects')
    return end(running, 1, '', `upgrade: ${said || 'Invalid argument'}\nImage check failed.\n`);
  const begin = () => flash(release, !flags.split(' ').includes('-n'));
  if (state.traits.flash === 'silent-end') {
    drop();
    return begin();
  }
  if (state.traits.flash === 'fails-silently') return end(running, 1);
  if (state.traits.flash === 'fails-and-flashes') {
    state.sysupgrades.add(`/sbin/upgraded ${path}`);
    end(running, 1);
    return void setTimeout(begin, 150);
  }
  for (let line = 0; line < state.traits.talksWhileFlashing; line += 1) channel.write(`verifying block ${line}\n`);
  channel.stderr.write('upgrade: Commencing upgrade. Closing all shell sessions.\n');
  if (state.traits.flash === 'does-not-flash') {
    begin();
    return end(running, 0);
  }
  // The old system goes on answering for a moment, then everybody's connection dies without a word.
  state.sysupgrades.add(`/sbin/upgraded ${path}`);
  end(running, 10, '', 'Command failed: ubus call system sysupgrade { … } (Connection failed)\n');
  setTimeout(begin, 30);
}
