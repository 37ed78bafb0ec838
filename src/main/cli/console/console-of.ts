import { Console } from '../../../shared/console/console.ts';
import { repeat } from '../follow-operation.ts';
import { operationProgress } from '../operation-progress.ts';
import type { Session } from '../program.ts';

/** The console on standard input and output. A signal cancels what runs, as Ctrl+C at a prompt does. */
export function consoleOf({ client, backend, output }: Session): Console {
  return new Console({
    client,
    transport: backend,
    repeat,
    hints: ['.exit                leaves the console'],
    answer: (document, lines) => output.answer(document, lines),
    failure: (failure) => output.failure(failure),
    progress: operationProgress(output),
  });
}
