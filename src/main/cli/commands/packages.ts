import type { Command } from 'commander';
import type { PackageSummary } from '../../../shared/contract/packages.ts';
import { megabytes, table } from '../../../shared/text.ts';
import { failureDocument, failureLine } from '../output.ts';
import { reportPackages } from '../package-report.ts';
import { type CommandLine, withEngine } from '../program.ts';
import { addInstallAllCommands } from './install-all.ts';

export function addPackageCommands(program: Command, line: CommandLine): void {
  const packages = program.command('packages').description('firmware packages of an installed plugin');

  packages
    .command('installable <plugin>')
    .description('packages that the plugin defines')
    .action((plugin: string, _flags: object, command: Command) => list(command, line, plugin, () => true));

  packages
    .command('installed <plugin>')
    .description('packages that are installed')
    .action((plugin: string, _flags: object, command: Command) =>
      list(command, line, plugin, (summary) => summary.installedVersion !== undefined),
    );

  packages
    .command('install <plugin> <package...>')
    .description('download, verify, install')
    .action(async (plugin: string, ids: string[], _flags: object, command: Command) => {
      await withEngine(command, line, async (session) => {
        const { operation } = await session.client.packages.install({ plugin, packages: ids });
        line.status = await reportPackages(session, operation);
      });
    });

  addInstallAllCommands(packages, line);

  packages
    .command('upgrade <plugin> [package...]')
    .description('bring installed packages to the version that the plugin has now')
    .action(async (plugin: string, ids: string[], _flags: object, command: Command) => {
      await withEngine(command, line, async (session) => {
        const { operation } = await session.client.packages.upgrade({ plugin, ...(ids.length > 0 ? { packages: ids } : {}) });
        line.status = await reportPackages(session, operation);
      });
    });

  packages
    .command('uninstall <plugin> <package...>')
    .description('stop serving what these packages installed')
    .action(async (plugin: string, ids: string[], _flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const { uninstalled } = await client.packages.uninstall({ plugin, packages: ids });
        output.answer(
          { uninstalled },
          uninstalled.map((id) => `${id} was uninstalled.`),
        );
      });
    });
}

async function list(
  command: Command,
  line: CommandLine,
  plugin: string,
  wanted: (summary: PackageSummary) => boolean,
): Promise<void> {
  await withEngine(command, line, async ({ client, output }) => {
    const found = (await client.packages.list({ plugin })).filter(wanted);
    const documents = found.map((summary) => ({
      id: summary.id,
      version: summary.version,
      ...(summary.installedVersion === undefined ? {} : { installedVersion: summary.installedVersion }),
      size: summary.size,
      description: summary.descriptions[''] ?? '',
      missing: summary.files.filter((file) => file.state === 'bring').map((file) => file.name),
      ...(summary.problem ? { failure: failureDocument(summary.problem) } : {}),
    }));
    const rows = documents.map((each) => [
      each.id,
      each.version,
      each.installedVersion ?? '',
      megabytes(each.size),
      each.description,
    ]);
    output.answer({ packages: documents }, [
      ...table(['PACKAGE', 'VERSION', 'INSTALLED', 'SIZE', 'DESCRIPTION'], rows),
      ...documents.flatMap(({ id, missing }) => (missing.length > 0 ? [`${id}: to be brought: ${missing.join(', ')}`] : [])),
      ...found.flatMap(({ id, problem }) => (problem ? [failureLine(id, problem)] : [])),
    ]);
  });
}
