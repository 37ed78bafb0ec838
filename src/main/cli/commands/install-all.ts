import type { Command } from 'commander';
import type { PackageScope } from '../../../shared/contract/operations.ts';
import type { InstallPlan } from '../../../shared/contract/packages.ts';
import { megabytes, table } from '../../../shared/text.ts';
import { failureDocument, failureLine } from '../output.ts';
import { reportPackages } from '../package-report.ts';
import { type CommandLine, withEngine } from '../program.ts';
import { newestUnfinished } from '../unfinished.ts';

interface ScopeFlags {
  readonly vendor?: string;
  readonly model: string[];
  readonly everything?: boolean;
}

/** What is done with many packages at once: told first, done, gone on with. */
export function addInstallAllCommands(packages: Command, line: CommandLine): void {
  withScope(packages.command('plan [plugin]'))
    .description('what install-all would take: packages, bytes, missing files, room')
    .action(async (plugin: string | undefined, flags: ScopeFlags, command: Command) => {
      const scope = scopeOf(command, plugin, flags);
      await withEngine(command, line, async ({ client, output }) => {
        const plan = await client.packages.plan(scope);
        output.answer(planDocument(plan), planLines(plan));
      });
    });

  withScope(packages.command('install-all [plugin]'))
    .description('install every package that is not installed yet: of a plugin, a vendor, a model, or all')
    .action(async (plugin: string | undefined, flags: ScopeFlags, command: Command) => {
      const scope = scopeOf(command, plugin, flags);
      await withEngine(command, line, async (session) => {
        const { operation } = await session.client.packages.installAll(scope);
        line.status = await reportPackages(session, operation);
      });
    });

  packages
    .command('resume [operation]')
    .description(
      'go on with an installation: all of it that failed, was cancelled or was interrupted; the newest one if none is named',
    )
    .action(async (wanted: string | undefined, _flags: object, command: Command) => {
      await withEngine(command, line, async (session) => {
        const id = wanted ?? (await newestUnfinished(session.client));
        const { operation } = await session.client.operations.retryFailed({ id });
        line.status = await reportPackages(session, operation);
      });
    });
}

function withScope(command: Command): Command {
  return command
    .option('--vendor <vendor>', 'only plugins of this vendor')
    .option(
      '--model <model>',
      'only packages for this model (repeatable)',
      (model: string, former: string[]) => [...former, model],
      [],
    )
    .option('--everything', 'of every installed plugin');
}

/** Everything is much: it is asked for by name, and not by leaving something out. */
function scopeOf(command: Command, plugin: string | undefined, { vendor, model, everything = false }: ScopeFlags): PackageScope {
  const isNarrow = plugin !== undefined || vendor !== undefined || model.length > 0;
  if (!isNarrow && !everything) command.error('error: name a plugin, a vendor or a model, or ask for --everything');
  if (isNarrow && everything) command.error('error: --everything is not of one plugin, vendor or model');
  return {
    ...(plugin === undefined ? {} : { plugin }),
    ...(vendor === undefined ? {} : { vendor }),
    ...(model.length > 0 ? { models: model } : {}),
  };
}

function planDocument(plan: InstallPlan): object {
  return {
    ...plan,
    packages: plan.packages.map(({ problem, ...each }) => ({
      ...each,
      ...(problem ? { failure: failureDocument(problem) } : {}),
    })),
    unreadable: plan.unreadable.map(({ plugin, problem }) => ({ plugin, failure: failureDocument(problem) })),
  };
}

function planLines(plan: InstallPlan): string[] {
  const { packages, unreadable, toFetch, here, diskFree, limit, overLimit, fits } = plan;
  const rows = packages.map((each) => [each.plugin, each.id, each.version, megabytes(each.toFetch), noteOf(each)]);
  const isOver = overLimit > 0 && limit !== null;
  return [
    ...(rows.length === 0 ? ['Nothing is left to install.'] : table(['PLUGIN', 'PACKAGE', 'VERSION', 'TO FETCH', 'BRING'], rows)),
    ...unreadable.map(({ plugin, problem }) => failureLine(plugin, problem)),
    `${megabytes(toFetch)} to fetch, ${megabytes(here)} here already, ${megabytes(diskFree)} free${fits || isOver ? '' : ': that may not be enough'}.`,
    ...(isOver ? [`That is ${megabytes(overLimit)} more than the limit of ${megabytes(limit)} allows.`] : []),
  ];
}

function noteOf({ missing, problem }: InstallPlan['packages'][number]): string {
  return problem ? `${problem.message} [${problem.code}]` : missing.join(', ');
}
