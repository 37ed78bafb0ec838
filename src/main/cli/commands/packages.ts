import type { Command } from 'commander';
import type { PackageSummary } from '../../../shared/contract/packages.ts';
import type { Operation } from '../../../shared/contract/operations.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { followOperation, statusOf } from '../follow-operation.ts';
import { failureDocument } from '../output.ts';
import { megabytes, table } from '../../../shared/text.ts';
import { type CommandLine, type Session, withEngine } from '../program.ts';

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
    .command('plan [plugin]')
    .description('what installing everything would take: packages, bytes, missing files, room')
    .option('--vendor <vendor>', 'only plugins of this vendor')
    .option(
      '--model <model>',
      'only packages for this model (repeatable)',
      (model: string, former: string[]) => [...former, model],
      [],
    )
    .action(async (plugin: string | undefined, flags: { vendor?: string; model: string[] }, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const plan = await client.packages.plan({
          ...(plugin === undefined ? {} : { plugin }),
          ...(flags.vendor === undefined ? {} : { vendor: flags.vendor }),
          ...(flags.model.length > 0 ? { models: flags.model } : {}),
        });
        const rows = plan.packages.map((each) => [
          each.plugin,
          each.id,
          each.version,
          megabytes(each.toFetch),
          each.missing.join(', '),
        ]);
        output.answer(plan, [
          ...table(['PLUGIN', 'PACKAGE', 'VERSION', 'TO FETCH', 'BRING'], rows),
          `${megabytes(plan.toFetch)} to fetch, ${megabytes(plan.diskFree)} free${plan.fits ? '' : ': that may not be enough'}.`,
        ]);
      });
    });

  packages
    .command('install <plugin> <package...>')
    .description('download, verify, install')
    .action(async (plugin: string, ids: string[], _flags: object, command: Command) => {
      await withEngine(command, line, async (session) => {
        const { operation } = await session.client.packages.install({ plugin, packages: ids });
        line.status = await report(session, operation);
      });
    });

  packages
    .command('install-all <plugin>')
    .description('install every package of the plugin that is not installed yet')
    .option(
      '--model <model>',
      'only packages for this model (repeatable)',
      (model: string, former: string[]) => [...former, model],
      [],
    )
    .action(async (plugin: string, flags: { model: string[] }, command: Command) => {
      await withEngine(command, line, async (session) => {
        const models = flags.model.length > 0 ? { models: flags.model } : {};
        const { operation } = await session.client.packages.installAll({ plugin, ...models });
        line.status = await report(session, operation);
      });
    });

  packages
    .command('upgrade <plugin> [package...]')
    .description('bring installed packages to the version that the plugin has now')
    .action(async (plugin: string, ids: string[], _flags: object, command: Command) => {
      await withEngine(command, line, async (session) => {
        const { operation } = await session.client.packages.upgrade({ plugin, ...(ids.length > 0 ? { packages: ids } : {}) });
        line.status = await report(session, operation);
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
    output.answer({ packages: documents }, table(['PACKAGE', 'VERSION', 'INSTALLED', 'SIZE', 'DESCRIPTION'], rows));
  });
}

async function report(session: Session, id: string): Promise<number> {
  const operation = await followOperation(session, id);
  const status = statusOf(operation);
  const installed = operation.items.filter((item) => item.state === 'success').map((item) => item.id);
  const unfinished = operation.items
    .filter((item) => item.state !== 'success')
    .map((item) => ({ id: item.id, failure: item.failure ?? cancelled() }));
  const seconds = ((operation.finishedAt ?? operation.startedAt) - operation.startedAt) / 1000;
  const failed = unfinished.map((item) => ({ id: item.id, failure: failureDocument(item.failure) }));
  const [first] = failed;
  session.output.answer(
    { installed, failed, bytes: operation.bytes, seconds, ...(status === 1 && first ? { failure: first.failure } : {}) },
    summary(operation, installed, unfinished, seconds),
  );
  return status;
}

function summary(
  operation: Operation,
  installed: readonly string[],
  failed: readonly { id: string; failure: { message: string; code: string } }[],
  seconds: number,
): string[] {
  if (operation.items.length === 0) return ['Everything is installed already.'];
  return [
    ...installed.map((id) => `${id}: installed`),
    ...failed.map(({ id, failure }) => `${id}: ${failure.message} [${failure.code}]`),
    `${installed.length} installed, ${failed.length} failed, ${megabytes(operation.bytes)} downloaded in ${seconds.toFixed(1)} s.`,
  ];
}

function cancelled() {
  return new ProvdeskError('operations.cancelled').failure;
}
