import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { connect } from '../../../shared/contract/client.ts';
import type { ListenerChoice } from '../../../shared/contract/serving.ts';
import { openBackend } from '../../engine/backend.ts';
import { openLogFile } from '../../engine/log-file.ts';
import { openKeySecrets } from '../../engine/secrets.ts';
import { readToken } from '../../headless/rest-api/token.ts';
import { serveHeadless } from '../../headless/serve.ts';
import { type CommandLine, dataDirOf } from '../program.ts';

interface ServeFlags {
  readonly host: string;
  readonly uiPort: number;
  readonly http: readonly Address[];
  readonly https: readonly Address[];
  readonly tftp: readonly Address[];
  readonly tftpSinglePort?: boolean;
  readonly files?: string;
  readonly ui: boolean;
  readonly rest?: Address;
  readonly restTokenFile?: string;
}

interface Address {
  readonly address: string;
  readonly port: number;
}

const PROTOCOLS = ['http', 'https', 'tftp'] as const;

export function addServeCommand(program: Command, line: CommandLine): void {
  program
    .command('serve')
    .description('run the engine without a desktop window until interrupted')
    .option('--host <address>', 'where the browser window is served', '127.0.0.1')
    .option('--ui-port <port>', 'port of the browser window; 0 = any free port', parsePort, 0)
    .option('--http <address:port>', 'serve devices over HTTP here (repeatable)', collect, [])
    .option('--https <address:port>', 'serve devices over HTTPS here, with a certificate of our own (repeatable)', collect, [])
    .option('--tftp <address:port>', 'serve devices over TFTP here (repeatable)', collect, [])
    .option('--tftp-single-port', 'answer TFTP from the port that was asked, for firewalls that let no other through')
    .option('--files <dir>', 'also serve this folder as it is, after the plugins’ trees')
    .option('--no-ui', 'no browser window')
    .option('--rest <address:port>', 'serve provd’s REST API for plugins and packages here; loopback only', parseAddress)
    .option('--rest-token-file <file>', 'the token that REST clients must send; without it, a new one is made')
    .action(async (flags: ServeFlags, command: Command) => serve(flags, command, line));
}

async function serve(flags: ServeFlags, command: Command, line: CommandLine): Promise<void> {
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
  const dataDir = dataDirOf(command);
  const { version, workers, rendererDir } = line.paths;
  const singlePort = flags.tftpSinglePort ? { singlePort: true } : {};
  const listeners = PROTOCOLS.flatMap((protocol) =>
    flags[protocol].map((at): ListenerChoice => ({ protocol, ...at, ...(protocol === 'tftp' ? singlePort : {}) })),
  );
  const token = flags.restTokenFile === undefined ? undefined : await readToken(path.resolve(flags.restTokenFile));
  const server = await serveHeadless({
    host: {
      version,
      dataDir,
      workers,
      // Addresses on the command line are for this run; without any, what the user chose in the window holds.
      resumeServing: listeners.length === 0,
      resumeUpgrades: true,
      ...(flags.files === undefined ? {} : { filesDir: flags.files }),
      secrets: openKeySecrets(dataDir, process.env.PROVDESK_PASSPHRASE),
      environment: process.env,
      log: openLogFile(dataDir),
      now: Date.now,
    },
    openBackend,
    ...(flags.ui ? { window: { rendererDir, host: flags.host, port: flags.uiPort } } : {}),
    ...(flags.rest ? { rest: { ...flags.rest, token } } : {}),
  });
  try {
    const client = connect(server.backend);
    if (listeners.length > 0) await client.serving.start({ listeners, remember: false });
    const status = await client.app.status();
    const { http, https, tftp } = status;
    const ui = server.link ?? null;
    const rest = server.rest && { url: server.rest.url, token: server.rest.token };
    const served = PROTOCOLS.flatMap((protocol) => status[protocol].map((at) => `${protocol}://${at}`));
    line.output.item({ ready: true, ui, http, https, tftp, dataDir, ...(rest ? { rest } : {}) }, readyLine(ui, served, rest));
    await interrupted;
  } finally {
    await server.stop();
  }
}

function readyLine(ui: string | null, addresses: readonly string[], rest: { url: string; token: string } | undefined): string {
  const served = addresses.join(', ') || 'nothing yet: choose an interface in the window';
  const restLine = rest ? `REST API: ${rest.url}  X-Auth-Token: ${rest.token}\n` : '';
  return `Provdesk is ready.${ui === null ? '' : ` Window: ${ui}`}\n${restLine}Devices are served at ${served}. Stop with Ctrl+C.`;
}

function collect(text: string, former: readonly Address[]): Address[] {
  return [...former, parseAddress(text)];
}

/** `192.168.1.5:69`, `[::1]:0`. */
function parseAddress(text: string): Address {
  const [, six, four, port] = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+)):(\d{1,5})$/i.exec(text) ?? [];
  const address = six ?? four;
  if (address === undefined || port === undefined)
    throw new InvalidArgumentError('Write it as address:port, for example 192.168.1.5:69 or [::1]:0.');
  return { address, port: parsePort(port) };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}
