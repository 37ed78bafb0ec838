import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The processes that have this folder as their root: a device's own, whoever started them. */
export function livingIn(root: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/root`) === root;
      } catch {
        return false; // It has just ended.
      }
    });
}

/** Ends all that live there but one: first they are stopped, so that none can tell of the end of another. */
export function endAll(root: string, except?: number): void {
  stopAll(root, except);
  for (const pid of livingIn(root)) if (pid !== except) signal(pid, 'SIGKILL');
}

/** As a crash does it: nobody moves any more, and no connection is closed. What they start meanwhile is stopped too. */
export function stopAll(root: string, except?: number): void {
  const done = new Set<number>();
  for (let round = 0; round < 5; round += 1) {
    const others = livingIn(root).filter((pid) => pid !== except && !done.has(pid));
    if (others.length === 0) return;
    for (const pid of others) signal(pid, 'SIGSTOP');
    for (const pid of others) done.add(pid);
  }
}

function signal(pid: number, name: 'SIGKILL' | 'SIGSTOP'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

/** Resolves when nobody lives there any more, those apart that wait to be buried. */
export async function untilEmpty(root: string): Promise<void> {
  for (let round = 0; round < 500 && livingIn(root).some((pid) => !isZombie(pid)); round += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
}

function isZombie(pid: number): boolean {
  try {
    return /^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return true; // Gone altogether.
  }
}
