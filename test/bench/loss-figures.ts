import type { Figure, Part } from './figure.ts';
import { openLink, startProduct, withPeers } from './place.ts';
import { measureRows, median, OURS, ratio, type Row } from './rows.ts';

interface BadLink {
  readonly name: string;
  /** Words for the emulated link: share that is lost, milliseconds each way. */
  readonly link: readonly string[];
  readonly scenario: string;
  readonly peers: readonly string[];
  readonly goals: readonly string[];
  read(rows: readonly Row[]): Figure[];
}

export const lossParts: readonly Part[] = [
  overBadLink({
    name: '1 % loss, 2 ms',
    link: ['--loss', '0.01', '--delay', '1'],
    scenario: 'loss-1M',
    peers: ['tftpd-hpa'],
    goals: ['G6'],
    read: (rows) => [
      ratio(rows, '1 % loss, p50', 'tftpd-hpa', 'G6', { atMost: 0.17 }, 'p50_s'),
      ratio(rows, '1 % loss, p99', 'tftpd-hpa', 'G6', { atMost: 0.17 }, 'p99_s'),
    ],
  }),
  overBadLink({
    name: '5 % loss, 20 ms',
    link: ['--loss', '0.05', '--delay', '10'],
    scenario: 'loss-1M-c1',
    peers: ['tftpd-hpa', 'atftpd'],
    goals: ['G7'],
    read: (rows) => [
      fasterThanBest(rows),
      count(rows, '5 % loss, failed downloads', ({ failed }) => failed),
      { ...surplus(rows), goal: 'G7' },
    ],
  }),
  overBadLink({
    name: '1 % loss, window 8',
    link: ['--loss', '0.01', '--delay', '1'],
    scenario: 'loss-1M-w8',
    peers: ['atftpd'],
    goals: ['G8'],
    read: (rows) => [ratio(rows, '1 % loss, window 8, p50', 'atftpd', 'G8', { atMost: 0.04 }, 'p50_s')],
  }),
];

/** These runs wait for timers and not for the processor, so all servers are measured at one time. */
function overBadLink({ name, link, scenario, peers, goals, read }: BadLink): Part {
  return {
    goals,
    async measure() {
      const { network, close } = openLink(name, ['up', ...link]);
      try {
        return await withPeers(network, peers, async () => {
          const product = await startProduct(network);
          try {
            const each = [...peers, OURS].map((server) =>
              measureRows(network, product, { scenario, rounds: 3, warmup: 0, servers: [server] }),
            );
            return read((await Promise.all(each)).flat());
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

function fasterThanBest(rows: readonly Row[]): Figure {
  const figures = ['tftpd-hpa', 'atftpd'].map((peer) =>
    ratio(rows, '5 % loss, 20 ms, p50', peer, 'G7', { atMost: 0.22 }, 'p50_s'),
  );
  const [closest] = figures.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0));
  if (!closest) throw new Error('no peer was measured');
  return closest;
}

function count(rows: readonly Row[], what: string, of: (row: Row) => number): Figure {
  const ours = rows.filter(({ server }) => server === OURS);
  const value = ours.reduce((sum, row) => sum + of(row), 0);
  return { goal: 'G7', what, value, wanted: { atMost: 0 }, behind: `${ours.length} rounds of 8 downloads` };
}

function surplus(rows: readonly Row[]): Figure {
  const shares = rows.filter(({ server }) => server === OURS).map(({ data, dup_data }) => (100 * dup_data) / data);
  return {
    goal: 'G7',
    what: '5 % loss, surplus DATA in %',
    value: median(shares),
    wanted: { atMost: 6 },
    behind: `median of ${shares.length} rounds`,
  };
}
