import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure, Part } from './figure.ts';
import { memoryOf, type Network, openLink, openLoopback, startProduct, withPeers } from './place.ts';
import { measureRows, OURS, ratio, type Row } from './rows.ts';

/** Payload of a wire of 1 Gb/s at 1468 bytes a block, in 10⁶ bytes a second. */
const GIGABIT_MBPS = 121.3;
/** Of the file that 200 clients fetch. */
const FILE_MIB = 5_000_000 / 2 ** 20;

/** What runs on loopback, each scenario for the goals that are read off it. */
export const loopbackParts: readonly Part[] = [
  onLoopback('tftp-1', ['G1'], (rows) => [ratio(rows, 'one client, lock-step', 'tftpd-hpa', 'G1', { atLeast: 0.78 })]),
  onLoopback('tftp-1-w8', ['G2'], (rows) => [
    ratio(rows, 'one client, window 8', 'atftpd', 'G2', { atLeast: 0.92 }),
    ratio(rows, 'one client, window 8', 'tftpd-hpa', 'G2', { atLeast: 2 }),
  ]),
  onLoopback('tftp-200', ['G3', 'G13'], (rows, atRest) => [
    ratio(rows, '200 clients, lock-step', 'tftpd-hpa', 'G3', { atLeast: 1.15 }),
    ratio(rows, '200 clients, lock-step', 'dnsmasq', 'G3', { atLeast: 0.48 }),
    memory(rows, '200 clients, lock-step', atRest),
  ]),
  onLoopback('tftp-200-w8', ['G4', 'G13'], (rows, atRest) => [
    ratio(rows, '200 clients, window 8', 'atftpd', 'G4', { atLeast: 0.97 }),
    memory(rows, '200 clients, window 8', atRest),
  ]),
  onLoopback('tftp-cfg', ['G11'], (rows) => [
    ratio(rows, '8 KiB fetches', 'tftpd-hpa', 'G11', { atLeast: 3.5 }),
    ratio(rows, '8 KiB fetches', 'dnsmasq', 'G11', { atLeast: 0.34 }),
  ]),
];

/** An emulated wire of 1 Gb/s. */
export const wirePart: Part = {
  goals: ['G5'],
  async measure(rounds) {
    const { network, close } = openLink('1 Gb/s', ['gigabit']);
    try {
      return await withPeers(network, ['tftpd-hpa', 'dnsmasq'], async () => {
        const product = await startProduct(network);
        try {
          const figures: Figure[] = [];
          for (const clients of [1, 50]) {
            const rows = await measureRows(network, product, {
              scenario: `tftp-${clients}`,
              rounds: 2,
              warmup: 0,
              servers: ['tftpd-hpa', 'dnsmasq', OURS],
            });
            figures.push(lineRate(rows, clients));
          }
          const rows = await measureRows(network, product, {
            scenario: 'tftp-200',
            rounds,
            servers: ['tftpd-hpa', 'dnsmasq', OURS],
          });
          const cpu = (peer: string, atMost: number) =>
            ratio(rows, 'CPU per GB, 200 clients on the wire', peer, 'G5', { atMost }, 'cpu_s_per_GB');
          return [...figures, lineRate(rows, 200), cpu('dnsmasq', 0.5), cpu('tftpd-hpa', 1.2)];
        } finally {
          await product.stop();
        }
      });
    } finally {
      close();
    }
  },
};

function onLoopback(scenario: string, goals: readonly string[], read: (rows: readonly Row[], atRest: number) => Figure[]): Part {
  return {
    goals,
    async measure(rounds) {
      const { network, peers, close } = openLoopback();
      try {
        return await withPeers(network, peers, async () => {
          const atRest = await memoryAtRest(network);
          const product = await startProduct(network);
          try {
            return read(await measureRows(network, product, { scenario, rounds, servers: [...peers, OURS] }), atRest);
          } finally {
            await product.stop();
          }
        });
      } finally {
        close();
      }
    },
  };
}

function lineRate(rows: readonly Row[], clients: number): Figure {
  const bestOf = (name: string) => Math.max(...rows.filter(({ server }) => server === name).map(({ MBps }) => MBps));
  const best = bestOf(OURS);
  const peers = [...new Set(rows.map(({ server }) => server))].filter((name) => name !== OURS);
  return {
    goal: 'G5',
    what: `${clients === 1 ? 'one client' : `${clients} clients`} on a wire of 1 Gb/s ÷ line rate`,
    value: best / GIGABIT_MBPS,
    wanted: { atLeast: 0.99 },
    behind: [`${best} of ${GIGABIT_MBPS} MB/s`, ...peers.map((name) => `${name} ${bestOf(name)}`)].join(', '),
  };
}

/** What serving adds to the engine at rest, less the file that is served. */
function memory(rows: readonly Row[], what: string, atRest: number): Figure {
  const ours = rows.filter(({ server }) => server === OURS).map(({ rss_MiB }) => rss_MiB);
  const most = Math.max(...ours);
  return {
    goal: 'G13',
    what: `MiB above the cached file, ${what}`,
    value: Math.round(most - atRest - FILE_MIB),
    wanted: { atMost: 100 },
    behind: `PSS of the whole process ${most.toFixed(0)} MiB at most, of the engine that serves nothing ${atRest.toFixed(0)}`,
  };
}

async function memoryAtRest(network: Network): Promise<number> {
  const product = await startProduct(network, { listens: false });
  try {
    await sleep(1000);
    return memoryOf(product);
  } finally {
    await product.stop();
  }
}
