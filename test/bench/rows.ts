import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Figure } from './figure.ts';
import { BENCH_DIR, inNamespace, type Network, type Product, TOOLS_DIR } from './place.ts';

/** The name of ours among the servers. */
export const OURS = 'provdesk';

/** One download run of one server, as `bench.mjs` writes it. Seconds, bytes, 10⁶ bytes a second. */
export interface Row {
  readonly scenario: string;
  /** Negative ones warm up. */
  readonly round: number;
  readonly server: string;
  readonly ok: number;
  readonly failed: number;
  readonly MBps: number;
  readonly wall_s: number;
  readonly p50_s: number;
  readonly p99_s: number;
  /** DATA packets that came, and those of them that had come before. */
  readonly data: number;
  readonly dup_data: number;
  readonly cpu_s_per_GB: number;
  readonly rss_MiB: number;
}

export interface Runs {
  readonly scenario: string;
  readonly rounds: number;
  readonly warmup?: number;
  /** In turn, `OURS` among them. */
  readonly servers: readonly string[];
  readonly protocol?: 'tftp' | 'http';
  /** For the load client, in place of what the scenario says. No word may hold a space. */
  readonly extra?: readonly string[];
}

/** Measures the servers in turn, round by round. */
export async function measureRows(network: Network, product: Product, runs: Runs): Promise<Row[]> {
  const dir = mkdtempSync(path.join(tmpdir(), 'provdesk-bench-rows-'));
  const out = path.join(dir, 'rows.jsonl');
  const { scenario, rounds, warmup = 1, servers, protocol = 'tftp', extra = [] } = runs;
  const port = protocol === 'tftp' ? product.tftpPort : product.httpPort;
  const args = ['--scenarios', scenario, '--rounds', String(rounds), '--warmup', String(warmup), '--out', out];
  args.push('--servers', servers.join(','), `--${protocol}`, `${OURS}=${product.address}:${port}:${product.pid}`);
  args.push('--prefix', inNamespace(network.clients).join(' '), `--extra=${extra.join(' ')}`);
  try {
    // It asks `peers.sh` where the peers are, which knows it from its surroundings alone.
    const at = { BIND: network.address, BIND_DNSMASQ: network.dnsmasqAddress };
    await runTool([process.execPath, path.join(TOOLS_DIR, 'bench.mjs'), ...args], at);
    const rows = readFileSync(out, 'utf8').trim().split('\n');
    return rows.map((line) => JSON.parse(line) as Row).filter(({ round }) => round >= 0);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Runs a tool to its end. Resolves with what it printed. */
export function runTool([command = '', ...args]: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env, BENCH_DIR } });
    let text = '';
    child.stdout.on('data', (bytes: Buffer) => {
      text += bytes.toString();
    });
    child.once('error', reject);
    child.once('exit', () => resolve(text));
  });
}

type Measured = 'MBps' | 'p50_s' | 'p99_s' | 'cpu_s_per_GB';

/**
 * Ours by a peer's. Of close ratios the best rounds are compared: this kind of machine changes its speed within minutes,
 * and the median of the rounds' own ratios stands beside.
 */
export function ratio(
  rows: readonly Row[],
  what: string,
  peer: string,
  goal: string,
  wanted: Figure['wanted'],
  field: Measured = 'MBps',
): Figure {
  const ours = rows.filter(({ server }) => server === OURS);
  // A peer that failed is no measure.
  const theirs = rows.filter(({ server, ok }) => server === peer && ok > 0);
  const best = (some: readonly Row[]) =>
    field === 'MBps' ? Math.max(...some.map((row) => row[field])) : Math.min(...some.map((row) => row[field]));
  const name = `${what} ÷ ${peer}`;
  if (ours.length === 0 || theirs.length === 0) return { goal, what: name, value: null, wanted, behind: 'the peer did not run' };
  const each = ours.flatMap((row) => {
    const other = theirs.find(({ round }) => round === row.round);
    return other ? [row[field] / other[field]] : [];
  });
  const failed = ours.reduce((sum, row) => sum + row.failed, 0);
  const behind = `${best(ours)} by ${best(theirs)} ${UNITS[field]}; median of ${each.length} rounds ${median(each).toFixed(2)}`;
  const complaint = failed > 0 ? `; ${failed} of ours failed` : '';
  return { goal, what: name, value: best(ours) / best(theirs), wanted, behind: behind + complaint };
}

const UNITS: Record<Measured, string> = { MBps: 'MB/s', p50_s: 's', p99_s: 's', cpu_s_per_GB: 'CPU s/GB' };

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[sorted.length % 2 === 1 ? middle : middle - 1], sorted[middle]];
  return (low + high) / 2;
}
