import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from './build.mjs';
import { staticChecks } from './checks.mjs';
import { ensureDependencies } from './ensure-deps.mjs';
import { findChromium } from './find-browser.mjs';
import { rootDir, runTool } from './tools.mjs';

const resultsDir = join(rootDir, 'test-results');
const secondTries = join(resultsDir, 'second-tries.txt');
const sum = { passed: 0, failed: 0 };
const complaints = [];

await ensureDependencies();
mkdirSync(resultsDir, { recursive: true });
writeFileSync(secondTries, '');
for (const { name, run } of staticChecks) countOne(name, await run());
countOne('build', await build());
await countRunner('unit and flow tests', []);
if (findChromium()) await countRunner('app specs', ['--config', 'vitest.app.config.ts']);
else skipAppSpecs();

process.stdout.write(readFileSync(secondTries, 'utf8'));
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
  const code = await runTool(
    'vitest',
    [
      'run',
      ...args,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportPath}`,
      `--reporter=${join(rootDir, 'scripts/second-try-reporter.mjs')}`,
      // A second try keeps a busy machine from failing a run of thousands; whoever needs it is named, and to be mended.
      '--retry=1',
    ],
    { env: { PROVDESK_SECOND_TRIES: secondTries } },
  );
  const report = readReport(reportPath);
  if (!report) return fail(`${name}: the runner ended with ${code} and no report`);
  sum.passed += report.numPassedTests;
  if (report.numFailedTests > 0) fail(`${name}: ${report.numFailedTests} failed`, report.numFailedTests);
  for (const told of report.testResults.flatMap(failuresOf)) complaints.push(told);
  // A file that did not even load has no failed test in it.
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  for (const file of broken) fail(`${name}: ${file.name} did not run: ${String(file.message).split('\n')[0]}`);
  if (report.numPassedTests + report.numFailedTests === 0) fail(`${name}: no test ran`);
  else if (code !== 0 && report.numFailedTests === 0 && broken.length === 0) fail(`${name}: the runner ended with ${code}`);
  if (report.numPendingTests > 0) complaints.push(`${name}: ${report.numPendingTests} skipped`);
}

/** Each failed test with the first lines of what it said: the end of a log is often all that is kept. */
function failuresOf(file) {
  return file.assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => {
      const said = failureMessages.join('\n').split('\n').slice(0, 15);
      return [`  ${relative(rootDir, file.name)}: ${fullName}`, ...said.map((line) => `    ${line}`)].join('\n');
    });
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
