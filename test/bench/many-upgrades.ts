/**
 * A hundred simulated devices in one batch, twenty at a time, every tenth with a fault: whether each came to its right end,
 * how long it took, and how much memory. Run: `node test/bench/many-upgrades.ts [devices]`.
 */
import { removeTemporaryFolders } from '../builders/test-engine.ts';
import { FIELD_IMAGE, upgradeMany } from '../builders/upgrade-many.ts';

const AT_ONCE = 20;
const count = Number(process.argv[2] ?? 100);

try {
  const { seconds, rss, wrong, open, flashedWrongly, ends } = await upgradeMany(count, AT_ONCE, FIELD_IMAGE);
  const perMinute = (count / seconds) * 60;
  process.stdout.write(`${count} devices, ${AT_ONCE} at a time: ${seconds.toFixed(1)} s, ${perMinute.toFixed(0)} a minute\n`);
  process.stdout.write(
    `  memory at most ${(rss / 1024 ** 2).toFixed(0)} MiB, the simulated devices and what they hold included\n`,
  );
  for (const [end, all] of Object.entries(ends)) process.stdout.write(`  ${String(all).padStart(3)} ${end}\n`);
  for (const name of wrong) process.stdout.write(`  WRONG END ${name}\n`);
  for (const name of open) process.stdout.write(`  OPEN, OR ITS LOG BREAKS OFF ${name}\n`);
  for (const name of flashedWrongly) process.stdout.write(`  NOT FLASHED AS OFTEN AS IT SHOULD BE ${name}\n`);
  if (wrong.length + open.length + flashedWrongly.length > 0) process.exitCode = 1;
} finally {
  removeTemporaryFolders();
}
