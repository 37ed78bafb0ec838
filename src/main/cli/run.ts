import { CommanderError, InvalidArgumentError } from 'commander';
import { failureOf, ProvdeskError, reasonOf } from '../../shared/failures.ts';
import { addConsoleCommand } from './commands/console.ts';
import { addCredentialCommands } from './commands/credentials.ts';
import { addDeviceCommands } from './commands/devices.ts';
import { addDiagnoseCommands } from './commands/diagnose.ts';
import { addFileCommands } from './commands/files.ts';
import { addImageCommands } from './commands/images.ts';
import { addJournalCommand } from './commands/journal.ts';
import { addLinksCommand } from './commands/links.ts';
import { addNetworkCommands } from './commands/network.ts';
import { addPackageCommands } from './commands/packages.ts';
import { addPluginCommands } from './commands/plugins.ts';
import { addRepoCommands } from './commands/repo.ts';
import { addServeCommand } from './commands/serve.ts';
import { addStatusCommand } from './commands/status.ts';
import { addUpgradeCommands } from './commands/upgrade.ts';
import { EXIT } from './exit.ts';
import { Output } from './output.ts';
import { type CommandLine, type CliPaths, createProgram } from './program.ts';

/** Runs one command line and returns its exit status. @see the table of exit statuses in `exit.ts` */
export async function run(args: readonly string[], paths: CliPaths): Promise<number> {
  // Nobody reads any more, as with `| head`. Answers come when all is done; without progress, work goes on.
  process.stdout.on('error', (error) => unlessNobodyReads(error, () => process.exit(EXIT.failed)));
  process.stderr.on('error', (error) => unlessNobodyReads(error, () => undefined));
  const output = new Output(process.stdout, process.stderr, args.includes('--json'));
  const line: CommandLine = { paths, output, status: EXIT.done };
  const program = createProgram(line);
  for (const add of [
    addServeCommand,
    addStatusCommand,
    addPluginCommands,
    addPackageCommands,
    addFileCommands,
    addLinksCommand,
    addNetworkCommands,
    addRepoCommands,
    addDeviceCommands,
    addDiagnoseCommands,
    addCredentialCommands,
    addImageCommands,
    addUpgradeCommands,
    addJournalCommand,
    addConsoleCommand,
  ]) {
    add(program, line);
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return line.status;
  } catch (error) {
    // Commander prints what its parsers refuse, and throws an error of its own; one of an action is printed by nobody.
    if (error instanceof InvalidArgumentError) process.stderr.write(`error: ${error.message}\n`);
    if (error instanceof CommanderError) return usage(error, output);
    if (!(error instanceof ProvdeskError))
      process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : reasonOf(error)}\n`);
    output.failure(failureOf(error));
    return EXIT.failed;
  }
}

/** People were told on standard error what was wrong with the line; scripts are told here. */
function usage({ code, message, exitCode }: CommanderError, output: Output): number {
  if (exitCode === 0) return EXIT.done;
  const reason = code === 'commander.help' ? 'no command is named' : message.replace(/^error: /, '');
  if (output.json) output.failure(new ProvdeskError('contract.invalid-input', { field: 'command line', reason }).failure);
  return EXIT.usage;
}

function unlessNobodyReads(error: NodeJS.ErrnoException, then: () => void): void {
  if (error.code !== 'EPIPE') throw error;
  then();
}
