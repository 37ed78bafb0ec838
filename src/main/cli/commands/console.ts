import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { HISTORY_FILE } from '../../../shared/console/history.ts';
import { consoleOf } from '../console/console-of.ts';
import { runLines } from '../console/piped.ts';
import { runTerminal } from '../console/terminal.ts';
import { EXIT } from '../exit.ts';
import { type CommandLine, dataDirOf, withEngine } from '../program.ts';

export function addConsoleCommand(program: Command, line: CommandLine): void {
  program
    .command('console')
    .description('statements in the manner of provd’s own console; “help” there says which')
    .option('--eval <code>', 'run this one statement and end')
    .action(async (flags: { eval?: string }, command: Command) => {
      await withEngine(command, line, async (session) => {
        const console = consoleOf(session);
        const { stdin: input, stdout: output } = process;
        if (flags.eval === undefined && input.isTTY && output.isTTY) {
          await runTerminal(console, { input, output, historyPath: path.join(dataDirOf(command), HISTORY_FILE) });
          return;
        }
        const lines = flags.eval === undefined ? createInterface({ input, crlfDelay: Infinity }) : [flags.eval];
        if ((await runLines(console, lines, session.output)) === 'failed') line.status = EXIT.failed;
      });
    });
}
