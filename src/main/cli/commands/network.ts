import { Argument, type Command } from 'commander';
import type { DecidedBy, Proxies } from '../../../shared/contract/network.ts';
import { table } from '../../../shared/text.ts';
import { type CommandLine, type Session, withEngine } from '../program.ts';
import { readPassword } from '../read-password.ts';

const KINDS = ['http', 'https', 'ftp'] as const;

/** `provdesk network …`: the proxies that downloads go through, and sign-ins by host. */
export function addNetworkCommands(program: Command, line: CommandLine): void {
  const network = program.command('network').description('proxies, and sign-ins for servers and proxies');

  network
    .command('proxy')
    .description('show the proxies, or set one: an address, “none”, or “environment” for what http_proxy and the like say')
    .addArgument(
      new Argument('[which]', 'what is asked through it, or the hosts that are asked directly').choices([...KINDS, 'none-for']),
    )
    .argument('[url]', 'http://host:port, without a password; for none-for a list with commas')
    .option('--user <name>', 'sign in at this proxy as; the password comes from standard input or a prompt')
    .action(async (which: string | undefined, url: string | undefined, flags: { user?: string }, command: Command) => {
      const kind = KINDS.find((known) => known === which);
      const address = url !== undefined && url !== 'none' && url !== 'environment';
      if (flags.user !== undefined && !(kind && address)) command.error('error: --user needs the address of the proxy');
      const password = flags.user === undefined ? undefined : await askPassword(flags.user, url ?? '');
      await withEngine(command, line, async ({ client, output }) => {
        let proxies: Proxies;
        if (url === undefined) proxies = await client.network.proxies(undefined);
        else if (kind)
          proxies = await client.network.setProxy({ kind, ...(url === 'environment' ? {} : { url: address ? url : null }) });
        else proxies = await client.network.setExceptions(url === 'environment' ? {} : { hosts: address ? url.split(',') : [] });
        if (flags.user !== undefined && password !== undefined && url !== undefined)
          await client.network.setCredential({ host: hostOf(proxies, kind) ?? url, user: flags.user, password });
        output.answer(proxyDocument(proxies), proxyLines(proxies, which));
      });
    });

  network
    .command('credential <host>')
    .description('sign in at this host (fw.example.net, fw.example.net:8080, or an address there) from now on')
    .requiredOption('--user <name>', 'as whom; the password comes from standard input or a prompt')
    .action(async (host: string, flags: { user: string }, command: Command) => {
      const password = await askPassword(flags.user, host);
      await withEngine(command, line, async ({ client, output }) => {
        const kept = await client.network.setCredential({ host, user: flags.user, password });
        output.answer(kept, [`Provdesk signs in at ${kept.host} as ${kept.user}.`]);
      });
    });

  network
    .command('credentials')
    .description('the hosts that Provdesk signs in at, and as whom; never a password')
    .action(async (_flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }: Session) => {
        const credentials = await client.network.credentials(undefined);
        const rows = credentials.map(({ host, user }) => [host, user]);
        output.answer({ credentials }, rows.length === 0 ? ['No sign-in is kept.'] : table(['HOST', 'USER'], rows));
      });
    });

  network
    .command('forget <host>')
    .description('drop the sign-in of a host')
    .action(async (host: string, _flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const forgotten = await client.network.removeCredential({ host });
        output.answer(forgotten, [`The sign-in for ${forgotten.host} is forgotten.`]);
      });
    });
}

async function askPassword(user: string, host: string): Promise<string> {
  return await readPassword(`Password of ${user} at ${host.replace(/^.*@/, '')}: `, process.stdin, process.stderr);
}

function hostOf({ proxies }: Proxies, kind: string | undefined): string | null | undefined {
  return proxies.find((proxy) => proxy.kind === kind)?.host;
}

/** `{"http":{"url","from"},"https":…,"ftp":…,"noneFor":{"hosts","from"}}` */
function proxyDocument({ proxies, exceptions }: Proxies): object {
  return {
    ...Object.fromEntries(proxies.map(({ kind, url, from }) => [kind, { url, from }])),
    noneFor: exceptions,
  };
}

function proxyLines({ proxies, exceptions }: Proxies, which: string | undefined): string[] {
  const hosts = ['none-for', exceptions.hosts.join(',') || 'this computer only', said(exceptions.from)];
  const rows = [...proxies.map(({ kind, url, from }) => [kind, url ?? 'none', said(from)]), hosts];
  return table(['FOR', 'PROXY', 'DECIDED BY'], which === undefined ? rows : rows.filter(([name]) => name === which));
}

function said(from: DecidedBy): string {
  return { settings: 'your settings', environment: 'the environment', nowhere: '' }[from];
}
