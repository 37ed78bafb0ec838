import { ProvdeskError } from '../../../shared/failures.ts';
import type { Output } from '../output.ts';
import type { Console, Ended } from '../../../shared/console/console.ts';

/** Runs statements line by line until there are no more or one says `.exit`. Returns how the last one ended. */
export async function runLines(
  console: Console,
  lines: AsyncIterable<string> | readonly string[],
  output: Output,
): Promise<Ended> {
  let ended: Ended = 'done';
  let code = '';
  for await (const line of lines) {
    if (code === '' && line.trim() === '.exit') break;
    if (code === '' && line.trim() === '') continue;
    code = code === '' ? line : `${code}\n${line}`;
    const last = await console.run(code);
    if (last === 'incomplete') continue;
    ended = last;
    code = '';
  }
  if (code === '') return ended;
  output.failure(
    new ProvdeskError('console.statement-failed', { statement: code.slice(0, 80), reason: 'it ends too early' }).failure,
  );
  return 'failed';
}
