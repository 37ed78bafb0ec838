import type { Figure, Part } from './figure.ts';
import { ofProduct, onLoopback } from './on-loopback.ts';
import { openLink } from './place.ts';
import { measureRows, median, OURS, ratio } from './rows.ts';

/** Payload of a wire of 1 Gb/s over TCP, in 10⁶ bytes a second. */
const GIGABIT_MBPS = 118.7;

/** G14 and the HTTP half of G5. */
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
