import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { staticChecks } from './checks.mjs';
import { ensureDependencies } from './ensure-deps.mjs';
import { rootDir, runNode, runTool } from './tools.mjs';

const verbs = {
  build,

  async check() {
    let failed = 0;
    for (const { name, run } of staticChecks) {
      if ((await run()) === 0) continue;
      console.error(`check failed: ${name}`);
      failed += 1;
    }
    return failed + (await runTool('vitest', ['run'])) === 0 ? 0 : 1;
  },

  /** Prints what it measures and judges nothing: figures depend on the machine. */
  async bench() {
    const code = (await build()) || 0;
    if (code !== 0) return code;
    const scripts = readdirSync(join(rootDir, 'test/app')).filter((name) => /^bench-.*\.ts$/.test(name));
    let worst = 0;
    for (const script of scripts.sort()) worst = Math.max(worst, await runNode([join('test/app', script)]));
    worst = Math.max(worst, await runNode(['test/bench/ssh-upload.ts'], { limitMs: 30 * 60_000 }));
    worst = Math.max(worst, await runNode(['test/bench/many-upgrades.ts'], { limitMs: 30 * 60_000 }));
    // Minutes of waiting belong to it: what a lossy link does is measured in real time.
    return Math.max(worst, await runNode(['test/bench/figures.ts', ...process.argv.slice(3)], { limitMs: 3 * 60 * 60_000 }));
  },

  /** A day of two hundred phones in minutes: `npm run soak -- --minutes 10`. */
  soak: () => runNode(['test/soak/soak.ts', ...process.argv.slice(3)], { limitMs: 25 * 60 * 60_000 }),

  format: () => runTool('biome', ['format', '--write', '.']),
};

const verb = process.argv[2];
if (!Object.hasOwn(verbs, verb ?? '')) {
  console.error(`usage: node scripts/run.mjs ${Object.keys(verbs).join(' | ')}`);
  process.exit(2);
}
await ensureDependencies();
process.exitCode = await verbs[verb]();
