import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Figure, Part } from './figure.ts';
import { BENCH_DIR, FILES_DIR, inNamespace, type Network, openLoopback, type Product, startProduct, TOOLS_DIR } from './place.ts';
import { runTool } from './rows.ts';

const CHECKS_DIR = path.join(BENCH_DIR, 'checks', 'root');
/** What `robust.mjs` has for descriptors: aborted transfers, and requests that nobody answers. */
const LEAK_CHECKS = 'aborts500,requestFlood';

export const conformanceParts: readonly Part[] = [
  {
    goals: ['G9'],
    measure: async () =>
      await withProduct({ root: CHECKS_DIR }, async (network, product) => {
        const text = await robust(network, product, []);
        return [
          notOk(text, 'G9', 'checks of robust.mjs that failed or crashed the server'),
          { ...notOk(text, 'G9', 'checks of robust.mjs that were made'), value: linesOf(text).length, wanted: { atLeast: 65 } },
        ];
      }),
  },
  {
    goals: ['G10'],
    measure: async () =>
      await withProduct({}, async (network, product) => {
        const at = ['--host', product.address, '--port', String(product.tftpPort), '--root', FILES_DIR];
        // The package's own client is known to break, and is run in our own tests as it works.
        const clients = ['--clients', 'curl,curlNoOpt,curl64k,hpa,atftp,atftpW8,busybox,busybox512'];
        const text = await runTool([...inNamespace(network.clients), process.execPath, tool('clients.mjs'), ...at, ...clients]);
        const wrong = [...text.matchAll(/^\s*(\S+).*?$/gm)].flatMap(([line, client]) =>
          [...line.matchAll(/ (\S+):((?:CORRUPT|BAD)\S*)/g)]
            // curl does not take an empty file with options from any server.
            .filter(([, file]) => !(client?.startsWith('curl') && file === 'empty.bin'))
            .map(([, file, how]) => `${client} ${file} ${how}`),
        );
        const fetched = [...text.matchAll(/:(?:ok|CORRUPT|BAD)/g)].length;
        return [
          {
            goal: 'G10',
            what: 'files that a real client got wrong',
            value: wrong.length,
            wanted: { atMost: 0 },
            behind: `${fetched} fetched by curl, tftp-hpa, atftp, busybox${wrong.length > 0 ? `: ${wrong.join(', ')}` : ''}`,
          },
        ];
      }),
  },
  {
    goals: ['G16'],
    measure: async () =>
      await withProduct({ root: CHECKS_DIR, openFiles: 1024 }, async (network, product) => {
        const text = await robust(network, product, ['--only', LEAK_CHECKS]);
        const notes = [...text.matchAll(/\{(fds[^}]*)\}/g)].map(([, note]) => note).join('; ');
        return [{ ...notOk(text, 'G16', 'of aborts, unanswered requests at 1,024 descriptors: failed'), behind: notes }];
      }),
  },
];

async function withProduct(
  options: { root?: string; openFiles?: number },
  work: (network: Network, product: Product) => Promise<Figure[]>,
): Promise<Figure[]> {
  mkdirSync(CHECKS_DIR, { recursive: true });
  const { network, close } = openLoopback();
  try {
    const product = await startProduct(network, options);
    try {
      return await work(network, product);
    } finally {
      await product.stop();
    }
  } finally {
    close();
  }
}

async function robust(network: Network, product: Product, more: readonly string[]): Promise<string> {
  const at = ['--host', product.address, '--port', String(product.tftpPort), '--root', CHECKS_DIR, '--pid', String(product.pid)];
  return await runTool([...inNamespace(network.clients), process.execPath, tool('robust.mjs'), ...at, ...more]);
}

/** Their lines begin with a verdict: `ok`, `NOTE`, `FAIL`, `CRASH`. */
function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => /^(ok|NOTE|FAIL|CRASH)\s/.test(line));
}

function notOk(text: string, goal: string, what: string): Figure {
  const lines = linesOf(text);
  const bad = lines.filter((line) => /^(FAIL|CRASH)/.test(line));
  // A tool that broke off has made no check at all.
  const value = lines.length === 0 ? null : bad.length;
  const behind = `${text.trim().split('\n').at(-1) ?? ''}${bad.length > 0 ? ` (${bad.join('; ')})` : ''}`;
  return { goal, what, value, wanted: { atMost: 0 }, behind };
}

function tool(name: string): string {
  return path.join(TOOLS_DIR, name);
}
