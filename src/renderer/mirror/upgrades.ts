import { create } from 'zustand';
import type { UpgradeBatch, UpgradeOperation } from '../../shared/contract/upgrades.ts';
import { type Sample, speedOf, withSample } from '../../shared/speed.ts';
import { engine, onLinkState, onNews } from '../client.ts';
import { emptyKeyed, type Keyed, takeChange, takeSnapshot } from './keyed.ts';
import { failed, loading, type Phase, ready } from './phase.ts';
import { useUpgradesRunning } from './upgrades-running.ts';

interface UpgradesMirror {
  readonly phase: Phase;
  readonly batches: ReadonlyMap<string, UpgradeBatch>;
  /** Those of batches that were opened in this window, and whatever changed since. */
  readonly operations: ReadonlyMap<string, UpgradeOperation>;
  /** How far each batch is whose operations were asked for. */
  readonly opened: ReadonlyMap<string, Phase>;
}

export const useUpgrades = create<UpgradesMirror>(() => ({
  phase: loading,
  batches: new Map(),
  operations: new Map(),
  opened: new Map(),
}));

let following = false;
/** How much each upload had brought lately. */
const samples = new Map<string, readonly Sample[]>();

/** From the first picture on, once its file is here. */
export function followUpgrades(): void {
  if (following) return;
  following = true;
  useUpgrades.subscribe(({ batches }) => {
    const open = [...batches.values()].filter(({ state }) => state === 'running' || state === 'paused');
    useUpgradesRunning.setState(open.reduce((sum, batch) => sum + batch.total - endedOf(batch), 0));
  });
  onNews('upgrades.changed', (change) => takeUpgrades(change.operations, change.batches));
  onLinkState((state) => {
    if (state !== 'online') return;
    forgetRevisions();
    void loadBatches();
    for (const id of useUpgrades.getState().opened.keys()) void openBatch(id);
  });
}

/** Also for the answers to what was asked, which are as good as news. */
export function takeUpgrades(operations: readonly UpgradeOperation[], batches: readonly UpgradeBatch[]): void {
  for (const { id, step, sent } of operations)
    if (step === 'uploading') samples.set(id, withSample(samples.get(id) ?? [], { at: performance.now(), bytes: sent }));
    else samples.delete(id);
  useUpgrades.setState((mirror) => ({
    batches: newer(mirror.batches, batches),
    operations: newer(mirror.operations, operations),
  }));
}

export async function loadBatches(): Promise<void> {
  try {
    const batches = await engine.upgrades.batches();
    useUpgrades.setState((mirror) => ({ phase: ready, batches: whole(mirror.batches, batches) }));
  } catch (error) {
    useUpgrades.setState({ phase: failed(error) });
  }
}

/** Fetches a batch's operations; from then on they follow the news. */
export async function openBatch(batch: string): Promise<void> {
  setOpened(batch, useUpgrades.getState().opened.get(batch)?.kind === 'ready' ? ready : loading);
  try {
    const operations = await engine.upgrades.operations({ batch });
    takeUpgrades(operations, []);
    setOpened(batch, ready);
  } catch (error) {
    setOpened(batch, failed(error));
  }
}

/** Bytes a second of a running upload; undefined before there is a speed to tell of. It changes with the operation itself. */
export function uploadSpeed({ id, step }: UpgradeOperation): number | undefined {
  return step === 'uploading' ? speedOf(samples.get(id) ?? []) : undefined;
}

export function endedOf({ succeeded, failed: bad, aborted, cancelled }: UpgradeBatch): number {
  return succeeded + bad + aborted + cancelled;
}

function setOpened(batch: string, phase: Phase): void {
  useUpgrades.setState(({ opened }) => ({ opened: new Map(opened).set(batch, phase) }));
}

/** An engine that restarted may count from an earlier number. What was there stays to be seen until the new lists are here. */
function forgetRevisions(): void {
  const older = <T extends Known>(known: ReadonlyMap<string, T>) =>
    new Map([...known].map(([id, one]) => [id, { ...one, revision: -1 }]));
  useUpgrades.setState(({ batches, operations }) => ({ batches: older(batches), operations: older(operations) }));
}

type Known = { readonly id: string; readonly revision: number };

/** Each tells its own revision, and the newer one wins. */
function newer<T extends Known>(known: ReadonlyMap<string, T>, changed: readonly T[]): ReadonlyMap<string, T> {
  const mirror: Keyed<T> = { byId: known, held: undefined };
  return takeChange(mirror, { revision: 0, changed, removed: [] }).byId;
}

/** A list of all there are. What was heard while it was on its way may be newer than it. */
function whole<T extends Known>(known: ReadonlyMap<string, T>, all: readonly T[]): ReadonlyMap<string, T> {
  const heard = all.flatMap(({ id }) => known.get(id) ?? []);
  return newer(takeSnapshot<T>(emptyKeyed(), 0, all).byId, heard);
}
