/**
 * What the test of many devices does, with images as large as those of the field: whether each came to its right end, how long
 * it took, and how much memory. Run: `node test/bench/many-upgrades.ts [devices]`.
 */
import { removeTemporaryFolders } from '../builders/test-engine.ts';
import { FIELD_IMAGE, figuresOf, upgradeMany } from '../builders/upgrade-many.ts';

const AT_ONCE = 20;
const count = Number(process.argv[2] ?? 100);

try {
  const done = await upgradeMany(count, AT_ONCE, FIELD_IMAGE);
  const { wrong, open, early, flashedWrongly, ends } = done;
  process.stdout.write(figuresOf(done, count));
  for (const [end, all] of Object.entries(ends)) process.stdout.write(`  ${String(all).padStart(3)} ${end}\n`);
  for (const name of wrong) process.stdout.write(`  WRONG END ${name}\n`);
  for (const name of open) process.stdout.write(`  OPEN, OR ITS LOG BREAKS OFF ${name}\n`);
  for (const name of early) process.stdout.write(`  BEGUN BEFORE ITS WAVE ${name}\n`);
  for (const name of flashedWrongly) process.stdout.write(`  NOT FLASHED AS OFTEN AS IT SHOULD BE ${name}\n`);
  if (wrong.length + open.length + early.length + flashedWrongly.length > 0) process.exitCode = 1;
} finally {
  removeTemporaryFolders();
}
