import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connect } from '../../src/shared/contract/client.ts';
import { connectControl } from '../../src/main/engine/control.ts';
import { openDataFolder } from '../../src/main/engine/store/data-folder.ts';
import { readOwner } from '../../src/main/engine/store/lock.ts';
import type { Figure, Part } from './figure.ts';
import { BENCH_DIR, FILES_DIR, inNamespace, type Network, openLoopback, type Product, startProduct } from './place.ts';
import { runTool } from './rows.ts';

const LOOP_FILE = path.join(BENCH_DIR, 'loop.json');
const ASK_EVERY_MS = 20;

interface Round {
  /** Milliseconds above the tick. */
  readonly p99: number;
  readonly max: number;
  /** Milliseconds that each call of the API took, the longest last. */
  readonly waits: readonly number[];
}

/** Odd. The longest wait of a round is one event, and the disk has its own: so the round in the middle counts, and the worst is told. */
const ROUNDS = 5;

/** What a full load does to the rest of the app: its event loop, and who asks its API meanwhile. */
export const appPart: Part = {
  goals: ['G12'],
  async measure() {
    const { network, close } = openLoopback();
    const watch = fileURLToPath(new URL('loop-watch.mjs', import.meta.url));
    const product = await startProduct(network, { nodeArgs: ['--import', watch], env: { LOOP_WATCH: LOOP_FILE } });
    try {
      await sleep(1000);
      const rounds: Round[] = [];
      while (rounds.length < ROUNDS) rounds.push(await underLoad(product, network));
      const calls = rounds.reduce((sum, { waits }) => sum + waits.length, 0);
      const behind = `median of ${ROUNDS} rounds of 200 TFTP downloads and 50 by HTTP at one time; ${calls} calls meanwhile`;
      const figure = (what: string, of: readonly number[], atMost: number): Figure => {
        const sorted = of.toSorted((a, b) => a - b);
        const value = Number((sorted[(ROUNDS - 1) / 2] ?? Number.NaN).toFixed(2));
        return { goal: 'G12', what, value, wanted: { atMost }, behind: `${behind}; worst ${sorted.at(-1)?.toFixed(1)}` };
      };
      return [
        figure(
          "app's event loop above its tick, p99, ms",
          rounds.map(({ p99 }) => p99),
          3,
        ),
        figure(
          "app's event loop above its tick, max, ms",
          rounds.map(({ max }) => max),
          15,
        ),
        figure(
          'longest wait for a call of the API, ms',
          rounds.map(({ waits }) => waits.at(-1) ?? Number.NaN),
          50,
        ),
      ];
    } finally {
      await product.stop();
      close();
    }
  },
};

async function underLoad(product: Product, network: Network): Promise<Round> {
  const load = (tool: string, port: number, ...words: string[]) =>
    runTool([
      ...inNamespace(network.clients),
      path.join(BENCH_DIR, tool),
      '--host',
      product.address,
      '--port',
      String(port),
      ...words,
    ]);
  await loopDelay(product);
  const asking = new AbortController();
  const asked = askAllTheTime(product, asking.signal);
  const words = (file: string) => ['--ref', path.join(FILES_DIR, file), '--clients'];
  const phones = ['--name', 'fw5.bin', ...words('fw5.bin'), '200', '--total', '800', '--blksize', '1468'];
  let isOver = false;
  const tftp = load('tftpload', product.tftpPort, ...phones).finally(() => {
    isOver = true;
  });
  while (!isOver) await load('httpload', product.httpPort, '--path', '/fw30.bin', ...words('fw30.bin'), '50', '--total', '100');
  await tftp;
  const { p99, max } = await loopDelay(product);
  asking.abort();
  return { p99, max, waits: (await asked).toSorted((a, b) => a - b) };
}

async function loopDelay({ pid }: Product): Promise<{ p99: number; max: number }> {
  rmSync(LOOP_FILE, { force: true });
  process.kill(pid, 'SIGUSR2');
  await sleep(300);
  return JSON.parse(readFileSync(LOOP_FILE, 'utf8')) as { p99: number; max: number };
}

/** @returns milliseconds that each call took */
async function askAllTheTime({ dataDir }: Product, signal: AbortSignal): Promise<number[]> {
  const owner = readOwner(openDataFolder(dataDir));
  const connection = owner && (await connectControl(owner.control, owner.key));
  if (!connection) throw new Error('the engine does not answer');
  const client = connect(connection.transport);
  const waits: number[] = [];
  while (!signal.aborted) {
    const before = performance.now();
    await client.serving.status(undefined);
    waits.push(performance.now() - before);
    await sleep(ASK_EVERY_MS);
  }
  connection.close();
  return waits;
}
