import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Figure, Part } from './figure.ts';
import { ofProduct, onLoopback } from './on-loopback.ts';
import { BENCH_DIR, CLI, FILES_DIR, inNamespace, type Network, type Product } from './place.ts';
import { measureRows, median, OURS, ratio, type Row, runTool } from './rows.ts';

const MAC = '80:5e:c0:00:00:01';
const NAME = `${MAC.replaceAll(':', '')}.cfg`;
const CONFIG_BYTES = 8192;
const REQUESTS = 10_000;

/** G15: the configuration of one phone, which nginx has as a file of the same bytes. */
export const renderedPart: Part = {
  goals: ['G15'],
  measure: (rounds) =>
    onLoopback(['nginx'], async (network) => {
      const filePath = path.join(FILES_DIR, NAME);
      try {
        return await ofProduct(network, (product) => measure(network, product, filePath, rounds));
      } finally {
        rmSync(filePath, { force: true });
      }
    }),
};

async function measure(network: Network, product: Product, filePath: string, rounds: number): Promise<Figure[]> {
  await configure(product);
  const servers = ['nginx', OURS];
  const extra = ['--path', `/${NAME}`, '--ref', filePath];
  const rows = await measureRows(network, product, { scenario: 'http-cfg', rounds, servers, protocol: 'http', extra });
  const kept = ratio(rows, 'configurations of 8 KiB from the cache', 'nginx', 'G15', { atLeast: 0.7 });
  const each: number[] = [];
  for (let round = 0; round < Math.min(rounds, 5); round += 1) each.push(await fetchRendered(network, product));
  await checkRendered(product);
  return [kept, renderedEach(each, rows)];
}

/** Gives the phone parameters that come to so many bytes, and nginx the file that they make. */
async function configure(product: Product): Promise<void> {
  const line = (at: number, bytes: number) => {
    const name = `linekey.${at}.label`;
    return `${name}=${'x'.repeat(bytes - name.length - ' = \n'.length)}`;
  };
  const lines = Array.from({ length: 127 }, (_, at) => line(at, 64));
  const rest = CONFIG_BYTES - '#!version:1.0.0.1\n'.length - 127 * 64;
  await cli(product, 'devices', 'add', MAC);
  await cli(product, 'devices', 'configure', MAC, ...lines, line(127, rest));
  await cli(product, 'devices', 'render', MAC, '--out', FILES_DIR, '--overwrite');
  const { size } = statSync(path.join(FILES_DIR, NAME));
  if (size !== CONFIG_BYTES) throw new Error(`the configuration has ${size} bytes`);
}

/** What came out is measured, and no file of the folder. */
async function checkRendered(product: Product): Promise<void> {
  const journal = await cli(product, 'journal', '--json', '--since', '60m');
  if (!journal.includes('"from":"rendered"')) throw new Error('the configuration was not rendered');
}

/**
 * Requests a second where the engine renders for each. A query that nobody has sent before is a request that nobody has
 * asked before: the engine says who asks and writes the configuration, and its digest finds the bytes.
 */
async function fetchRendered(network: Network, { address, httpPort }: Product): Promise<number> {
  asked += 1;
  const load = ['--host', address, '--port', String(httpPort), '--path', `/${NAME}?${asked}-`, '--vary', String(REQUESTS)];
  const reference = ['--ref', path.join(FILES_DIR, NAME)];
  const tool = [...inNamespace(network.clients), path.join(BENCH_DIR, 'httpload'), ...load, ...reference];
  const text = await runTool([...tool, '--clients', '50', '--total', String(REQUESTS)]);
  const { rps, failed } = JSON.parse(text) as { rps: number; failed: number };
  if (failed > 0) throw new Error(`${failed} of ${REQUESTS} configurations did not come`);
  return rps;
}

let asked = 0;

function renderedEach(ours: readonly number[], rows: readonly Row[]): Figure {
  const theirs = rows.filter(({ server }) => server === 'nginx').map(({ ok, wall_s }) => ok / wall_s);
  const [best, theirBest] = [Math.max(...ours), Math.max(...theirs)];
  return {
    goal: 'G15',
    what: 'configurations of 8 KiB, rendered for each request ÷ nginx, one kept file',
    value: theirs.length === 0 ? null : best / theirBest,
    wanted: { atLeast: 0.18 },
    behind: `${Math.round(best)} by ${Math.round(theirBest)} a second, best rounds; median of ours ${Math.round(median(ours))}`,
  };
}

function cli({ dataDir }: Product, ...words: string[]): Promise<string> {
  return runTool([process.execPath, CLI, '--data', dataDir, ...words]);
}
