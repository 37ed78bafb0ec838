import { QUICK } from './upgrade-site.ts';
import { silentLog, startTestEngine } from './test-engine.ts';

/**
 * A process of its own: begins upgrades on a data folder, or goes on with those that are there, and ends itself with SIGKILL
 * the moment an operation has reached that step: it is on the disk, and not begun yet.
 *
 * Arguments: data folder, the choice as JSON or nothing, the step; without one, it waits to be killed.
 */
const [dataDir = '', choice = '', step] = process.argv.slice(2);
const engine = await startTestEngine({
  dataDir,
  upgrade: QUICK,
  resumeServing: choice === '',
  log: {
    ...silentLog,
    debug(area, event) {
      if (area === 'upgrade' && event === step) process.kill(process.pid, 'SIGKILL');
    },
  },
});
if (choice !== '') {
  const outcome = await engine.backend.request('upgrades.start', JSON.parse(choice));
  if (!outcome.ok) throw new Error(outcome.failure.message);
}
setTimeout(() => process.exit(3), 60_000);
