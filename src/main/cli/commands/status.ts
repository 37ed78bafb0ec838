import type { Command } from 'commander';
import { connect } from '../../../shared/contract/client.ts';
import { type CommandLine, withEngine } from '../program.ts';

export function addStatusCommand(program: Command, line: CommandLine): void {
  program
    .command('status')
    .description('what runs, on which addresses, versions, counts')
    .action(async (_flags: object, command: Command) => {
      await withEngine(command, line, async ({ backend, output }) => {
        const status = await connect(backend).app.status();
        // An engine that only this command started is not one that runs.
        const running = !backend.owned;
        const served = (['http', 'https', 'tftp'] as const).flatMap((kind) => status[kind].map((at) => `${kind}://${at}`));
        // Process and start of an engine that only this command runs say nothing.
        const { pid, startedAt, ...facts } = status;
        output.answer(running ? { ...facts, pid, startedAt, running } : { ...facts, running }, [
          running
            ? `Provdesk ${status.version} runs (${status.host}, process ${status.pid}).`
            : `Provdesk ${status.version} is not running.`,
          `Data folder: ${status.dataDir}`,
          `Served: ${served.join(', ') || 'nothing'}`,
          `Devices: ${status.devices}   Installed plugins: ${status.plugins}`,
          ...(running ? await windowLine(backend) : []),
        ]);
      });
    });
}

/** A fresh one-time link, where the engine that runs has a browser window. */
async function windowLine(backend: Parameters<typeof connect>[0]): Promise<string[]> {
  const reply = await backend.request('app.windowLink', undefined);
  return reply.ok ? [`Window: ${(reply.value as { url: string }).url}`] : [];
}
