/**
 * A day of two hundred phones in minutes, with all that goes wrong in one, and afterwards as much memory and as many
 * descriptors as before. Run: `npm run soak [-- --minutes 4] [--seed 1]`.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { connectControl } from '../../src/main/engine/control.ts';
import { GIVE_UP_MS } from '../../src/main/engine/tftp/transfer.ts';
import { readOwner } from '../../src/main/engine/store/lock.ts';
import { connect, type ProvdeskClient } from '../../src/shared/contract/client.ts';
import { buildPluginServer } from '../builders/plugin-server.ts';
import { seeded } from '../builders/seeded.ts';
import { syntheticFirmware } from '../builders/synthetic-firmware.ts';
import { removeTemporaryFolders, temporaryFolder } from '../builders/test-engine.ts';
import { startStaticServer } from '../fakes/static-server.ts';
import { boot, type Chance, COMMON, FIRMWARE, macOf, misbehave, PHONES, type Served, work } from './load.ts';
import type { Held } from './soaked-engine.ts';

const MISDEEDS_AN_HOUR = 120;
/** By then every file was read, every thread started and every cache is as large as it gets. */
const WARM_AFTER = 8;
const MEBIBYTE = 2 ** 20;
/** What may have been added since, between the first warm hours and the last ones. */
const MAY_GROW = { resident: 48 * MEBIBYTE, heap: 8 * MEBIBYTE, threads: 8 * MEBIBYTE, descriptors: 4 };
/** Until a transfer that nobody acknowledges is given up, and its socket closed. */
const SETTLED_AFTER_MS = GIVE_UP_MS + 2000;
const FIRMWARE_BYTES = 2 * MEBIBYTE;
const DEMO_PLUGIN = path.join(import.meta.dirname, '../../resources/demo/plugins/provdesk-demo-yealink');

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '4' },
    hours: { type: 'string', default: '24' },
    seed: { type: 'string', default: '1' },
  },
});
const hours = Number(values.hours);
const hourMs = (Number(values.minutes) * 60_000) / hours;
if (!(hourMs >= 1000 && hours > WARM_AFTER + 8)) throw new Error('--minutes, and --hours of a second at least');
process.exitCode = await soak(seeded(Number(values.seed)));
removeTemporaryFolders();

async function soak(chance: Chance): Promise<number> {
  const filesDir = servedFolder();
  const plugins = await startPluginServer();
  const engine = await startEngine(temporaryFolder('soak'), filesDir);
  try {
    await engine.client.plugins.setServer({ url: plugins.url });
    await engine.client.plugins.update(undefined);
    const server = await serve(engine.client);
    let warm: Held | undefined;
    let last: Held | undefined;
    for (let hour = 0; hour < hours; hour += 1) {
      const before = Date.now();
      const wrong = await oneHour(hour, server, chance, () => work(engine.client, filesDir, hour));
      // Only here it matters that nothing is under way.
      await pause(hour === WARM_AFTER || hour === hours - 1 ? SETTLED_AFTER_MS : 200);
      const now = await engine.measure();
      if (hour === WARM_AFTER) warm = now;
      last = now;
      process.stdout.write(`${line(hour, now)}  ${Math.round((Date.now() - before) / 100) / 10} s\n`);
      if (wrong.length > 0) {
        process.stdout.write(
          `phones did not get what they should: ${JSON.stringify(wrong.slice(0, 3))} (${wrong.length} in all)\n`,
        );
        return 1;
      }
    }
    const { counters } = await engine.client.serving.status(undefined);
    process.stdout.write(`${counters.requests} requests, ${counters.sent} sent, ${counters.broken} broken off\n`);
    return warm && last ? judge(warm, last) : 1;
  } finally {
    await engine.stop();
    await plugins.stop();
  }
}

/** Everything of one hour, spread over it. Returns what went wrong for phones that did nothing wrong. */
async function oneHour(hour: number, server: Served, chance: Chance, visit: () => Promise<void>): Promise<unknown[]> {
  const boots = Array.from({ length: PHONES }, async (_, phone) => {
    await pause(chance.below(hourMs));
    return await boot(phone, hour, server);
  });
  const misdeeds = Array.from({ length: MISDEEDS_AN_HOUR }, async () => {
    await pause(chance.below(hourMs));
    await misbehave(server, chance);
  });
  const [wrong] = await Promise.all([Promise.all(boots), Promise.all(misdeeds), visit()]);
  return wrong.flat();
}

/** Zero where nothing grew that should not. */
function judge(warm: Held, last: Held): number {
  let grown = 0;
  for (const kind of ['resident', 'heap', 'threads', 'descriptors'] as const) {
    const more = (last[kind] ?? 0) - (warm[kind] ?? 0);
    const unit = kind === 'descriptors' ? 1 : MEBIBYTE;
    const verdict = more <= MAY_GROW[kind] ? 'flat' : 'GROWN';
    if (more > MAY_GROW[kind]) grown += 1;
    process.stdout.write(
      `${kind}: ${verdict}, ${(more / unit).toFixed(1)} more than when warm (${MAY_GROW[kind] / unit} allowed)\n`,
    );
  }
  return grown === 0 ? 0 : 1;
}

function line(hour: number, { resident, heap, threads, descriptors }: Held): string {
  const megabytes = (bytes: number) => `${(bytes / MEBIBYTE).toFixed(1).padStart(6)} MiB`;
  return `hour ${String(hour + 1).padStart(2)}  resident ${megabytes(resident)}  heap ${megabytes(heap)}  threads ${megabytes(threads)}  descriptors ${descriptors ?? '-'}`;
}

function servedFolder(): string {
  const filesDir = temporaryFolder('soak-files');
  writeFileSync(path.join(filesDir, FIRMWARE), syntheticFirmware('soak', FIRMWARE_BYTES));
  writeFileSync(path.join(filesDir, COMMON), '#!version:1.0.0.1\n');
  for (let phone = 0; phone < PHONES; phone += 1) {
    const own = `${macOf(phone).replaceAll(':', '')}.cfg`;
    writeFileSync(path.join(filesDir, own), `#!version:1.0.0.1\n${`account.${phone}.enable = 1\n`.repeat(100)}`);
  }
  return filesDir;
}

async function startPluginServer() {
  const root = temporaryFolder('soak-plugins');
  mkdirSync(root, { recursive: true });
  const server = await startStaticServer(root);
  await buildPluginServer({ sources: [DEMO_PLUGIN], root, url: server.url });
  return server;
}

async function serve(client: ProvdeskClient): Promise<Served> {
  const everyProtocol = (['http', 'tftp'] as const).map((protocol) => ({ protocol, address: '127.0.0.1', port: 0 }));
  const { listeners } = await client.serving.start({ listeners: everyProtocol });
  const port = (protocol: string) => listeners.find((listener) => listener.protocol === protocol)?.port ?? 0;
  return { http: `http://127.0.0.1:${port('http')}`, tftp: { address: '127.0.0.1', port: port('tftp') } };
}

async function startEngine(dataDir: string, filesDir: string) {
  const faster = 3_600_000 / hourMs;
  const child = fork(path.join(import.meta.dirname, 'soaked-engine.ts'), [dataDir, String(faster), filesDir]);
  await answer(child);
  const owner = readOwner({ owner: path.join(dataDir, 'engine.json') });
  const connection = owner && (await connectControl(owner.control, owner.key));
  if (!connection) throw new Error('the engine cannot be asked');
  return {
    client: connect(connection.transport),
    async measure(): Promise<Held> {
      child.send('measure');
      return (await answer(child)) as Held;
    },
    async stop() {
      connection.close();
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.send('stop');
      await gone;
    },
  };
}

function answer(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`the engine ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
