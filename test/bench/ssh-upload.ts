/**
 * Brings a 30 MiB image to a real dropbear, beside OpenSSH's own ways, over links of several round trips, and prints the
 * ratios: theirs by ours, sign-in included on both sides. Run: `node test/bench/ssh-upload.ts [--rounds 3]`, as root.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openSession } from '../../src/main/engine/ssh/open-session.ts';
import { uploadFile } from '../../src/main/engine/ssh/upload.ts';
import { sha256Of, syntheticFirmware } from '../builders/synthetic-firmware.ts';
import { removeTemporaryFolders, temporaryFolder } from '../builders/test-engine.ts';
import { RealRouter } from '../fakes/openwrt/rig/real-router.ts';
import { rigMissing } from '../fakes/openwrt/rig/template.ts';
import { median } from './rows.ts';

const SIZE = 30 * 1024 * 1024;
const ROUND_TRIPS = [0, 2, 10];
const REMOTE = '/tmp/image.bin';
const DELAY_PROXY = path.join(import.meta.dirname, '../fakes/delay-proxy.mjs');
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });

interface Place {
  readonly host: string;
  readonly port: number;
  readonly file: string;
  readonly keyFile: string;
}

const OURS = 'ours';
const WAYS: readonly (readonly [string, (place: Place) => Promise<void> | void])[] = [
  [OURS, (place) => upload(place)],
  ['ours, one channel', (place) => upload(place, 1)],
  [
    'OpenSSH cat >',
    (place) => openSsh(place, `ssh -p ${place.port} OPTIONS root@${place.host} 'cat > ${REMOTE}' < ${place.file}`),
  ],
  ['OpenSSH scp -O', (place) => openSsh(place, `scp -O -q -P ${place.port} OPTIONS ${place.file} root@${place.host}:${REMOTE}`)],
];

const missing = rigMissing();
if (missing === undefined) await measure();
else process.stdout.write(`SSH UPLOAD SKIPPED: ${missing}\n`);

async function measure(): Promise<void> {
  const folder = temporaryFolder('upload');
  const [file, keyFile] = [path.join(folder, 'image.bin'), path.join(folder, 'key')];
  const image = syntheticFirmware('upload', SIZE);
  writeFileSync(file, image);
  const expected = sha256Of(image);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', keyFile]);
  chmodSync(keyFile, 0o600);
  const authorizedKey = readFileSync(`${keyFile}.pub`, 'utf8').split(' ')[1];
  const router = await RealRouter.start({ authorizedKey, plainShell: true, without: [], tmpSize: 1024 ** 3, memory: 1024 ** 3 });
  try {
    for (const roundTrip of ROUND_TRIPS) {
      const link = await openLink(router, roundTrip);
      const seconds = new Map(WAYS.map(([name]) => [name, [] as number[]]));
      for (let round = 0; round < Number(values.rounds); round += 1) {
        for (const [name, bring] of WAYS) {
          const began = performance.now();
          await bring({ ...link, file, keyFile });
          seconds.get(name)?.push((performance.now() - began) / 1000);
          const arrived = router.ask(`busybox sha256sum ${REMOTE}; rm ${REMOTE}`).slice(0, 64);
          if (arrived !== expected) throw new Error(`${name}: another file arrived`);
        }
      }
      link.close();
      tell(roundTrip, seconds);
    }
  } finally {
    await router.stop();
    removeTemporaryFolders();
  }
}

function tell(roundTrip: number, seconds: ReadonlyMap<string, readonly number[]>): void {
  const ours = median(seconds.get(OURS) ?? []);
  process.stdout.write(`30 MiB to dropbear, +${roundTrip} ms\n`);
  for (const [name, all] of seconds) {
    const time = median(all);
    const beside = name === OURS ? '' : `, ours is ${(time / ours).toFixed(2)} times as fast`;
    process.stdout.write(`  ${name.padEnd(20)} ${time.toFixed(2)} s, ${(SIZE / 1024 ** 2 / time).toFixed(1)} MiB/s${beside}\n`);
  }
}

async function upload({ host, port, file, keyFile }: Place, channels?: number): Promise<void> {
  const credential = { kind: 'key', name: 'bench', username: 'root', privateKey: readFileSync(keyFile, 'utf8') } as const;
  const session = await openSession({ host, port, pinned: [], legacy: false }, credential);
  const how = channels === undefined ? {} : { channels };
  await uploadFile(session, { path: file, size: SIZE }, REMOTE, how);
  await session.close();
}

function openSsh({ keyFile }: Place, command: string): void {
  const options = `-i ${keyFile} -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o BatchMode=yes`;
  execFileSync('sh', ['-c', command.replace('OPTIONS', options)], { stdio: ['ignore', 'ignore', 'inherit'] });
}

async function openLink(router: RealRouter, roundTrip: number): Promise<{ host: string; port: number; close(): void }> {
  const { host, port } = router;
  if (roundTrip === 0) return { host, port, close: () => undefined };
  const proxy = spawn(process.execPath, [DELAY_PROXY, host, String(port), String(roundTrip)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(proxy.stdout, 'data')) as [Buffer];
  return { host: '127.0.0.1', port: Number(line.toString()), close: () => proxy.stdin.end() };
}
