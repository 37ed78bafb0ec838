import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { staticChecks } from './checks.mjs';
import { ensureDependencies } from './ensure-deps.mjs';
import { findChromium } from './find-browser.mjs';
import { rootDir, runTool } from './tools.mjs';

const resultsDir = join(rootDir, 'test-results');
const sum = { passed: 0, failed: 0 };
const complaints = [];

await ensureDependencies();
mkdirSync(resultsDir, { recursive: true });
for (const { name, run } of staticChecks) countOne(name, await run());
countOne('build', await build());
await countRunner('unit and flow tests', []);
if (findChromium()) await countRunner('app specs', ['--config', 'vitest.app.config.ts']);
else skipAppSpecs();

for (const complaint of complaints) console.log(complaint);
console.log(`${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed === 0 ? 0 : 1;

function countOne(name, code) {
  if (code === 0) sum.passed += 1;
  else fail(`${name} failed`);
}

function fail(complaint, failures = 1) {
  sum.failed += failures;
  complaints.push(complaint);
}

/** A runner that dies, or that ran nothing, has not passed whatever it wrote. */
async function countRunner(name, args) {
  const reportPath = join(resultsDir, `${name.replaceAll(' ', '-')}.json`);
  rmSync(reportPath, { force: true });
  const code = await runTool('vitest', [
    'run',
    ...args,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportPath}`,
  ]);
  const report = readReport(reportPath);
  if (!report) return fail(`${name}: the runner ended with ${code} and no report`);
  sum.passed += report.numPassedTests;
  if (report.numFailedTests > 0) fail(`${name}: ${report.numFailedTests} failed`, report.numFailedTests);
  // A file that did not even load has no failed test in it.
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  for (const file of broken) fail(`${name}: ${file.name} did not run: ${String(file.message).split('\n')[0]}`);
  if (report.numPassedTests + report.numFailedTests === 0) fail(`${name}: no test ran`);
  else if (code !== 0 && report.numFailedTests === 0 && broken.length === 0) fail(`${name}: the runner ended with ${code}`);
  if (report.numPendingTests > 0) complaints.push(`${name}: ${report.numPendingTests} skipped`);
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    console.error(`${path}: ${error.message}`);
    return undefined;
  }
}

function skipAppSpecs() {
  const words = 'APP SPECS SKIPPED: no Chromium, Chrome or Edge on this machine (PROVDESK_CHROMIUM=path names one)';
  if (process.env.CI === 'true') fail(words);
  else complaints.push(words);
}
