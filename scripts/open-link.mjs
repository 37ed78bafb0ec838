import { spawn } from 'node:child_process';
import { findChromium } from './find-browser.mjs';

const SETTLE_MS = 1_500;

/** Opens a link in a browser: as a window of its own where the browser can do that. Resolves with its kind, or undefined. */
export async function openLink(link) {
  const browser = findChromium();
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  if (browser && (await starts(browser, [`--app=${link}`, '--no-first-run', ...asRoot]))) return 'browser';
  const [command, ...args] = opener(link);
  return (await starts(command, args)) ? 'default browser' : undefined;
}

function opener(link) {
  if (process.platform === 'darwin') return ['open', link];
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', link];
  return ['xdg-open', link];
}

/** True where it still runs after a moment, or ended well: a browser that is open already takes the link and leaves. */
function starts(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { detached: true, stdio: 'ignore' });
    child.unref();
    const timer = setTimeout(() => resolve(true), SETTLE_MS);
    child.once('error', () => settle(false));
    child.once('exit', (code) => settle(code === 0));
    function settle(works) {
      clearTimeout(timer);
      resolve(works);
    }
  });
}
