import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { UpgradeStep } from '../../src/shared/contract/upgrades.ts';
import { PROJECT_DIR } from './test-engine.ts';

const SCRIPT = path.join(PROJECT_DIR, 'test/builders/killed-at-upgrade-step.ts');

/** A process that upgrades on a data folder: what is chosen, or what it finds begun there. It ends when it is killed. */
export function upgradesIn(dataDir: string, choice?: object, killedAt?: UpgradeStep): ChildProcess {
  const words = [SCRIPT, dataDir, choice ? JSON.stringify(choice) : '', ...(killedAt ? [killedAt] : [])];
  return spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** The signal that ended it. */
export async function endOf(child: ChildProcess): Promise<NodeJS.Signals | null> {
  if (child.signalCode !== null) return child.signalCode;
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return signal;
}

/** Kills itself at that step. */
export async function killedAt(step: UpgradeStep, dataDir: string, choice?: object): Promise<NodeJS.Signals | null> {
  return await endOf(upgradesIn(dataDir, choice, step));
}
