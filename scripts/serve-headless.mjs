import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findNode, rootDir } from './tools.mjs';

const READY_WITHIN_MS = 60_000;
const cli = join(rootDir, 'out/main/cli.js');

/**
 * Starts `provdesk serve`. Where an engine runs on that data folder already, gives a fresh link to its window,
 * and no child. Ends this process, with the failure's sentence, where neither can be had.
 */
export async function serveHeadless(appArgs) {
  const child = spawn(findNode(), [cli, 'serve', '--json', ...appArgs], { cwd: rootDir, stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await firstLine(child);
  const answer = line === undefined ? {} : JSON.parse(line);
  if (answer.ready && answer.ui) return { child, link: answer.ui };
  if (answer.failure?.code === 'engine.data-folder-in-use') {
    const link = linkOfRunningEngine(appArgs);
    if (link) return { child: undefined, link };
  }
  console.error(answer.failure?.message ?? 'Provdesk could not be started.');
  process.exit(1);
}

/** What runs without a browser window, the desktop app say, has no link. */
function linkOfRunningEngine(appArgs) {
  const { stdout } = spawnSync(findNode(), [cli, 'status', ...appArgs], {
    cwd: rootDir,
    encoding: 'utf8',
    timeout: READY_WITHIN_MS,
  });
  return /^Window: (http\S+)$/m.exec(stdout ?? '')?.[1];
}

function firstLine(child) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), READY_WITHIN_MS);
    const settle = (line) => {
      clearTimeout(timer);
      resolve(line);
    };
    createInterface(child.stdout)
      .once('line', settle)
      .once('close', () => settle(undefined));
    child.once('error', () => settle(undefined));
  });
}
