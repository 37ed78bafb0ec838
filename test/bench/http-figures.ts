import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Figure, Part } from './figure.ts';
import { BENCH_DIR, inNamespace, type Network, openLink, openLoopback, startProduct, withPeers } from './place.ts';
import { measureRows, median, OURS, ratio, runTool } from './rows.ts';

/** Payload of a wire of 1 Gb/s over TCP, in 10⁶ bytes a second. */
const GIGABIT_MBPS = 118.7;
const CONFIG_BYTES = 8192;
const CONFIGS = 10_000;

/** G14, G15 and the HTTP half of G5. */
export const httpParts: readonly Part[] = [
  {
    goals: ['G14'],
    measure: (rounds) =>
      onLoopback(['nginx', 'node-send'], async (network) => {
        const rows = await ofProduct(network, (product) =>
          measureRows(network, product, {
            scenario: 'http-200',
            rounds,
            servers: ['nginx', 'node-send', OURS],
            protocol: 'http',
          }),
        );
        const what = '200 downloads of 30 MB by HTTP';
        return [ratio(rows, what, 'nginx', 'G14', { atLeast: 0.7 }), ratio(rows, what, 'node-send', 'G14', { atLeast: 3.5 })];
      }),
  },
  { goals: ['G5', 'G14'], measure: onTheWire },
  {
    goals: ['G15'],
    measure: (rounds) =>
      onLoopback(['nginx'], async (network) => {
        const rows = await ofProduct(network, (product) =>
          measureRows(network, product, { scenario: 'http-cfg', rounds, servers: ['nginx', OURS], protocol: 'http' }),
        );
        const kept = ratio(rows, 'configurations of 8 KiB from the cache', 'nginx', 'G15', { atLeast: 0.7 });
        const theirs = rows.filter(({ server }) => server === 'nginx').map(({ ok, wall_s }) => ok / wall_s);
        return [kept, await neverAskedBefore(network, theirs, Math.min(rounds, 3))];
      }),
  },
];

async function onTheWire(): Promise<Figure[]> {
  const { network, close } = openLink('1 Gb/s', ['gigabit']);
  try {
    const rows = await ofProduct(network, (product) =>
      measureRows(network, product, { scenario: 'http-50', rounds: 3, warmup: 0, servers: [OURS], protocol: 'http' }),
    );
    const speeds = rows.map(({ MBps }) => MBps);
    const cpu = Math.min(...rows.map((row) => row.cpu_s_per_GB));
    const behind = `median ${median(speeds).toFixed(1)} of ${GIGABIT_MBPS} MB/s`;
    return [
      {
        goal: 'G5',
        what: '50 downloads by HTTP ÷ the line',
        value: Math.max(...speeds) / GIGABIT_MBPS,
        wanted: { atLeast: 0.99 },
        behind,
      },
      {
        goal: 'G14',
        what: 'CPU seconds per GB by HTTP on the wire',
        value: cpu,
        wanted: { atMost: 0.12 },
        behind: `lowest of ${rows.length} rounds`,
      },
    ];
  } finally {
    close();
  }
}

/**
 * Each configuration for the first time, so that the engine itself says which file it is and the disk is read. There is
 * no template to render yet: what is measured is the way there and back.
 *
 * @param theirs nginx's requests a second for one file that it has at hand
 */
async function neverAskedBefore(network: Network, theirs: readonly number[], rounds: number): Promise<Figure> {
  const root = mkdtempSync(path.join(tmpdir(), 'provdesk-bench-cfg-'));
  try {
    mkdirSync(path.join(root, 'c'));
    const text = Buffer.alloc(CONFIG_BYTES, 'account.1.enable = 1\n');
    for (let at = 0; at < CONFIGS; at += 1) writeFileSync(path.join(root, 'c', at.toString(16).padStart(6, '0')), text);
    const ours: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      // A product that has just started has kept nothing.
      const got = await ofProduct(network, ({ address, httpPort }) => fetchAll(network, address, httpPort), root);
      ours.push(got);
    }
    return {
      goal: 'G15',
      what: 'configurations that were never asked for ÷ nginx, one kept file',
      value: theirs.length === 0 ? null : Math.max(...ours) / Math.max(...theirs),
      wanted: { atLeast: 0.18 },
      behind: `${Math.round(Math.max(...ours))} by ${Math.round(Math.max(...theirs))} a second, best rounds`,
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Requests a second. */
async function fetchAll(network: Network, address: string, port: number): Promise<number> {
  const load = ['--host', address, '--port', String(port), '--path', '/c/', '--vary', String(CONFIGS)];
  const tool = [...inNamespace(network.clients), path.join(BENCH_DIR, 'httpload'), ...load];
  const text = await runTool([...tool, '--clients', '50', '--total', String(CONFIGS)]);
  const { rps, failed } = JSON.parse(text) as { rps: number; failed: number };
  if (failed > 0) throw new Error(`${failed} of ${CONFIGS} configurations did not come`);
  return rps;
}

async function onLoopback<T>(peers: readonly string[], measure: (network: Network) => Promise<T>): Promise<T> {
  const { network, close } = openLoopback();
  try {
    return await withPeers(network, peers, () => measure(network));
  } finally {
    close();
  }
}

async function ofProduct<T>(
  network: Network,
  measure: (product: Awaited<ReturnType<typeof startProduct>>) => Promise<T>,
  root?: string,
): Promise<T> {
  const product = await startProduct(network, root === undefined ? {} : { root });
  try {
    return await measure(product);
  } finally {
    await product.stop();
  }
}
