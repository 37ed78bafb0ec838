import { startTestEngine, silentLog } from './test-engine.ts';

/**
 * A process of its own: runs one call on a data folder, and ends itself with SIGKILL the moment the log tells the
 * step with that number. Told no number, it prints the steps' names, a line each.
 *
 * Arguments: data folder, name of the call, its input as JSON, the step's number from 0 or nothing.
 */
const [dataDir = '', name = '', input = '', number] = process.argv.slice(2);
const steps: string[] = [];
const engine = await startTestEngine({
  dataDir,
  log: {
    ...silentLog,
    debug(area, event) {
      if (area !== 'plugins' && area !== 'packages') return;
      if (String(steps.length) === number) process.kill(process.pid, 'SIGKILL');
      steps.push(`${area}: ${event}`);
    },
  },
});
const outcome = await engine.backend.request(name, JSON.parse(input));
if (!outcome.ok) throw new Error(outcome.failure.message);
if (typeof outcome.value === 'object' && outcome.value !== null && 'operation' in outcome.value) {
  const operation = await engine.finished(Promise.resolve({ operation: String(outcome.value.operation) }));
  if (operation.state !== 'success') throw new Error(JSON.stringify(operation.items));
}
await engine.stop();
process.stdout.write(steps.join('\n'));
