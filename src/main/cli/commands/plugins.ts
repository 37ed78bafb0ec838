import path from 'node:path';
import type { Command } from 'commander';
import type { PluginSummary } from '../../../shared/contract/plugins.ts';
import { followOperation, statusOf } from '../follow-operation.ts';
import { counted, failureDocument, failureLine } from '../output.ts';
import { table } from '../../../shared/text.ts';
import { type CommandLine, type Session, withEngine } from '../program.ts';
import { upgradeLines } from '../upgrade-lines.ts';

export function addPluginCommands(program: Command, line: CommandLine): void {
  const plugins = program.command('plugins').description('the plugin server, its catalogue, and installed plugins');

  plugins
    .command('server [url]')
    .description('get or set the plugin server (http, https or file URL)')
    .action(async (url: string | undefined, _flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const chosen =
          url === undefined ? (await client.plugins.server(undefined)).url : (await client.plugins.setServer({ url })).url;
        output.answer({ url: chosen }, [chosen ?? 'No plugin server is set.']);
      });
    });

  plugins
    .command('update')
    .description('refresh the index')
    .action(async (_flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const { plugins: count } = await client.plugins.update(undefined);
        const broken = (await client.plugins.catalogue(undefined)).flatMap(({ id, problem }) =>
          problem?.code === 'plugins.entry-invalid' ? [{ id, problem }] : [],
        );
        output.answer(
          {
            plugins: count,
            ...(broken.length > 0
              ? { broken: broken.map(({ id, problem }) => ({ id, failure: failureDocument(problem) })) }
              : {}),
          },
          [`The server offers ${counted(count, 'plugin')}.`, ...broken.map(({ id, problem }) => failureLine(id, problem))],
        );
      });
    });

  plugins
    .command('installable')
    .description('what the server offers')
    .action((_flags: object, command: Command) =>
      list(command, line, (plugin) => plugin.version !== undefined || plugin.problem !== undefined),
    );

  plugins
    .command('installed')
    .description('what is installed')
    .action((_flags: object, command: Command) => list(command, line, (plugin) => plugin.installedVersion !== undefined));

  plugins
    .command('install [id...]')
    .description('install from the server, or with --from from an archive')
    .option('--from <file>', 'a plugin archive on this machine')
    .option('--refetch', 'fetch the archive once more, even where it looks the same')
    .action(async (ids: string[], flags: { from?: string; refetch?: boolean }, command: Command) => {
      if (ids.length === 0 && flags.from === undefined) command.error('error: name a plugin, or give an archive with --from');
      if (ids.length > 1 && flags.from !== undefined) command.error('error: one archive is one plugin');
      await withEngine(command, line, async (session) => {
        const from = flags.from === undefined ? {} : { from: path.resolve(flags.from) };
        const { operation } = await session.client.plugins.install({ ids, ...from, refetch: flags.refetch ?? false });
        line.status = await report(session, operation);
      });
    });

  plugins
    .command('upgrade <id...>')
    .description('bring installed plugins to the server’s version')
    .action(async (ids: string[], _flags: object, command: Command) => {
      await withEngine(command, line, async (session) => {
        const { operation } = await session.client.plugins.upgrade({ ids });
        line.status = await report(session, operation);
      });
    });

  plugins
    .command('changes <id>')
    .description('what an upgrade of an installed plugin would change')
    .action(async (id: string, _flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const upgrade = await client.plugins.previewUpgrade({ id });
        output.answer(upgrade, upgradeLines(upgrade));
      });
    });

  plugins
    .command('rollback <id>')
    .description('put the version back that the last upgrade replaced')
    .action(async (id: string, _flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const done = await client.plugins.rollback({ id });
        output.answer({ plugins: [done] }, [`${id} is ${done.version} again, in place of ${done.replaced}.`]);
      });
    });

  plugins
    .command('reload <id>')
    .description('read an installed plugin’s folder anew')
    .action(async (id: string, _flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const done = await client.plugins.reload({ id });
        output.answer({ plugins: [done] }, [`${id} ${done.version} was read anew.`]);
      });
    });

  plugins
    .command('uninstall <id>')
    .description('remove a plugin, its packages and what they serve')
    .option('--clean', 'also drop the downloads that nothing else needs')
    .action(async (id: string, flags: { clean?: boolean }, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const removed = await client.plugins.uninstall({ id, clean: flags.clean ?? false });
        output.answer({ plugins: [removed] }, [`${removed.id} ${removed.version} was uninstalled.`]);
      });
    });
}

async function list(command: Command, line: CommandLine, wanted: (plugin: PluginSummary) => boolean): Promise<void> {
  await withEngine(command, line, async ({ client, output }) => {
    const found = (await client.plugins.catalogue(undefined)).filter(wanted);
    const documents = found.map((plugin) => ({
      id: plugin.id,
      version: plugin.version ?? plugin.installedVersion ?? '',
      ...(plugin.installedVersion === undefined ? {} : { installedVersion: plugin.installedVersion }),
      description: plugin.descriptions[''] ?? '',
      models: plugin.capabilities.length,
      ...(plugin.problem ? { failure: failureDocument(plugin.problem) } : {}),
    }));
    // An entry that could not be read has nothing to show in columns: its line below says why.
    const rows = documents.flatMap((plugin) =>
      plugin.version === ''
        ? []
        : [[plugin.id, plugin.version, plugin.installedVersion ?? '', String(plugin.models), plugin.description]],
    );
    const broken = await Promise.all(found.map((plugin) => problemsOf(client, plugin)));
    output.answer({ plugins: documents }, [
      ...table(['PLUGIN', 'VERSION', 'INSTALLED', 'MODELS', 'DESCRIPTION'], rows),
      ...broken.flat(),
    ]);
  });
}

/** What is wrong with a plugin or, where it can be read, with its packages: a line each. */
async function problemsOf(client: Session['client'], { id, problem, installedVersion }: PluginSummary): Promise<string[]> {
  if (problem) return [failureLine(id, problem)];
  const packages = installedVersion === undefined ? [] : await client.packages.list({ plugin: id });
  return packages.flatMap((each) => (each.problem ? [failureLine(id, each.problem)] : []));
}

async function report(session: Session, operationId: string): Promise<number> {
  const { client, output } = session;
  const operation = await followOperation(session, operationId);
  const catalogue = await client.plugins.catalogue(undefined);
  const done = await Promise.all(
    operation.items.map(async ({ id, state, failure }) => {
      const plugin = catalogue.find((each) => each.id === id);
      const { installedVersion: version = '', problem } = plugin ?? {};
      const told = { id, version, state, failure };
      if (failure || !plugin) return { ...told, problem: undefined, broken: [] };
      return { ...told, problem, broken: await problemsOf(client, plugin) };
    }),
  );
  const documents = done.map(({ id, version, failure, problem }) => ({
    id,
    version,
    ...(failure ? { failure: failureDocument(failure) } : {}),
    ...(problem ? { problem: failureDocument(problem) } : {}),
  }));
  const status = statusOf(operation);
  const first = done.find(({ failure }) => failure)?.failure;
  const lines = done.flatMap(({ id, state, failure, broken }) => [
    failure ? failureLine(id, failure) : `${id}: ${state === 'success' ? 'installed' : state}`,
    ...broken,
  ]);
  output.answer({ plugins: documents, ...(status === 1 && first ? { failure: failureDocument(first) } : {}) }, lines);
  return status;
}
