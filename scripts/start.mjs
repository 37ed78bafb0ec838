import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, isBuilt } from './build.mjs';
import { ensureDependencies } from './ensure-deps.mjs';
import { findOrFetchElectron } from './fetch-electron.mjs';
import { openLink } from './open-link.mjs';
import { serveHeadless } from './serve-headless.mjs';
import { findNode, rootDir } from './tools.mjs';

const USAGE = `npm start -- [--browser] [--no-open] [--data DIR] [--demo]
  --browser   a browser window even where Electron is here
  --no-open   print the link, open nothing
  --data DIR  data folder
  --demo      a small plugin server, three simulated phones and three access points, in a data folder of their own`;

const flags = readFlags();
await ensureDependencies();
if (!isBuilt() && (await build()) !== 0) process.exit(1);

const dataDir = flags.data ?? (flags.demo ? mkdtempSync(join(tmpdir(), 'provdesk-demo-')) : undefined);
const appArgs = dataDir === undefined ? [] : ['--data', dataDir];
const { electron, why } = await chooseWindow();
if (electron) console.log('Provdesk: Electron window.');
const app = electron ? spawn(electron, [rootDir, ...appArgs], { stdio: 'inherit' }) : await inBrowser();
const demo = flags.demo ? spawn(findNode(), [join(rootDir, 'scripts/demo.mjs'), ...appArgs], { stdio: 'inherit' }) : undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => app?.kill('SIGTERM'));
app?.once('exit', (code) => {
  demo?.kill('SIGTERM');
  if (flags.demo && flags.data === undefined) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  process.exitCode = code ?? 1;
});

function readFlags() {
  try {
    const options = {
      browser: { type: 'boolean' },
      'no-open': { type: 'boolean' },
      data: { type: 'string' },
      demo: { type: 'boolean' },
    };
    return parseArgs({ options }).values;
  } catch (error) {
    console.error(`${error.message}\n${USAGE}`);
    process.exit(2);
  }
}

/** Electron's program, or why there is none to use. */
async function chooseWindow() {
  if (flags.browser) return { why: 'asked for with --browser' };
  if (flags['no-open']) return { why: 'asked for with --no-open' };
  if (!hasDisplay()) return { why: 'this machine has no display' };
  return findOrFetchElectron();
}

async function inBrowser() {
  const served = await serveHeadless(appArgs);
  const opened = flags['no-open'] || !hasDisplay() ? undefined : await openLink(served.link);
  const how = opened ? `${opened} window` : `open ${served.link} in a browser`;
  console.log(`Provdesk: ${how} (${why}). ${served.child ? 'Stop with Ctrl+C.' : 'It was running already.'}`);
  return served.child;
}

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
