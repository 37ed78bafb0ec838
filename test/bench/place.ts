import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT_DIR = fileURLToPath(new URL('../..', import.meta.url));
/** Peers, load clients and checks, where they lie beside the project. */
export const TOOLS_DIR = path.join(PROJECT_DIR, '../shared/bench');
/** State of the tools: files that are served, programs, figures so far. */
export const BENCH_DIR = process.env.BENCH_DIR ?? path.join(tmpdir(), 'provdesk-bench');
export const FILES_DIR = path.join(BENCH_DIR, 'root');
/** The command line, as it is built. */
export const CLI = path.join(PROJECT_DIR, 'out/main/cli.js');
const READY_MS = 20_000;

/** Where servers run and where their clients do. */
export interface Network {
  /** Its name, in figures. */
  readonly name: string;
  /** Network namespaces; null is the machine's own. */
  readonly servers: string | null;
  readonly clients: string | null;
  readonly address: string;
  /** dnsmasq cannot be told a port: it needs an address, or a network, of its own. */
  readonly dnsmasqAddress: string;
}

/** A network of our own, so that nothing else on this machine is met. Without the right to make one, loopback and no dnsmasq. */
export function openLoopback(): { network: Network; peers: readonly string[]; close(): void } {
  const namespace = `pd-bench-${process.pid}`;
  const network: Network = {
    name: 'loopback',
    servers: namespace,
    clients: namespace,
    address: '127.0.0.1',
    dnsmasqAddress: '127.0.0.69',
  };
  if (spawnSync('ip', ['netns', 'add', namespace]).status !== 0) {
    return { network: { ...network, servers: null, clients: null }, peers: ['tftpd-hpa', 'atftpd'], close: () => undefined };
  }
  execFileSync('ip', ['-n', namespace, 'link', 'set', 'lo', 'up']);
  // tftpd-hpa takes a host that has 127.0.0.1 alone for one without IPv4.
  execFileSync('ip', ['-n', namespace, 'address', 'add', '198.18.0.9/32', 'dev', 'lo']);
  return {
    network,
    peers: ['tftpd-hpa', 'atftpd', 'dnsmasq'],
    close: () => void spawnSync('ip', ['netns', 'del', namespace]),
  };
}

/** Two machines with a link between them. `link`: the words of `lossnet.sh`. */
export function openLink(name: string, link: readonly string[]): { network: Network; close(): void } {
  const script = path.join(TOOLS_DIR, 'lossnet.sh');
  execFileSync(script, [...link], { env: { ...process.env, BENCH_DIR }, stdio: 'ignore' });
  return {
    network: { name, servers: 'pd-srv', clients: 'pd-cli', address: '198.18.0.1', dnsmasqAddress: '198.18.0.1' },
    close: () => void spawnSync(script, ['down'], { env: { ...process.env, BENCH_DIR }, stdio: 'ignore' }),
  };
}

/** Words to put before a command so that it runs there. */
export function inNamespace(namespace: string | null): string[] {
  return namespace === null ? [] : ['ip', 'netns', 'exec', namespace];
}

/** Starts these peers, runs the work, stops them whatever comes. */
export async function withPeers<T>(network: Network, names: readonly string[], work: () => Promise<T>): Promise<T> {
  peers(network, ['start', ...names]);
  try {
    return await work();
  } finally {
    peers(network, ['stop', ...names]);
  }
}

function peers({ servers, address, dnsmasqAddress }: Network, words: readonly string[]): void {
  const env = { ...process.env, BENCH_DIR, NETNS: servers ?? '', BIND: address, BIND_DNSMASQ: dnsmasqAddress };
  execFileSync(path.join(TOOLS_DIR, 'peers.sh'), [...words], { env, stdio: 'ignore' });
}

/** Provdesk as it is built, serving the files. */
export interface Product {
  readonly pid: number;
  readonly dataDir: string;
  readonly address: string;
  readonly tftpPort: number;
  readonly httpPort: number;
  stop(): Promise<void>;
}

/** `openFiles`: the limit of descriptors that it has to live with. `listens`: false for an engine that serves nothing. `nodeArgs`: for the measuring of its inside. */
export async function startProduct(
  network: Network,
  { root = FILES_DIR, openFiles = 16_384, nodeArgs = [] as readonly string[], env = {}, listens = true } = {},
): Promise<Product> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'provdesk-bench-data-'));
  const at = `${network.address}:0`;
  const listeners = listens ? ['--tftp', at, '--http', at] : [];
  const serve = [CLI, 'serve', '--json', '--data', dataDir, ...listeners, '--files', root, '--no-ui'];
  const limited = ['bash', '-c', `ulimit -n ${openFiles}; exec "$@"`, 'bash'];
  const [command = '', ...args] = [...inNamespace(network.servers), ...limited, process.execPath, ...nodeArgs, ...serve];
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = await new Promise<{ tftp: string[]; http: string[] }>((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error(`the product did not come up: ${text}`)), READY_MS);
    child.stdout.on('data', (bytes: Buffer) => {
      text += bytes.toString();
      if (!text.trimEnd().endsWith('}')) return;
      clearTimeout(timer);
      resolve(JSON.parse(text) as { tftp: string[]; http: string[] });
    });
    void exited.then(() => reject(new Error(`the product ended: ${text}`)));
  });
  const portOf = ([first = '']: string[]) => Number(first.split(':').at(-1));
  return {
    pid: child.pid ?? 0,
    dataDir,
    address: network.address,
    tftpPort: portOf(ready.tftp),
    httpPort: portOf(ready.http),
    async stop() {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await exited;
      clearTimeout(late);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What a process takes, in MiB: pages that several share are counted by their share. */
export function memoryOf({ pid }: Product): number {
  const [, kibibytes] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
  return Number(kibibytes) / 1024;
}

/** What is missing for measuring, in words; undefined where nothing is. */
export function missing(): string | undefined {
  if (!existsSync(path.join(TOOLS_DIR, 'bench.mjs'))) return 'the tools of ../shared/bench are not beside the project';
  if (!existsSync(path.join(BENCH_DIR, 'tftpload'))) return `no peers are installed in ${BENCH_DIR}: run peers.sh install`;
  mkdirSync(FILES_DIR, { recursive: true });
  return undefined;
}
