import type { LogLine, UpgradeBatch, UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import type { Whereabouts } from '../../domain/upgrade/same-device.ts';
import type { EngineHost } from '../host.ts';
import type { RunnerParts } from './upgrade-runner.ts';
import type { UpgradeTable } from './upgrade-table.ts';

/** What the queue of upgrades needs of the engine around it. */
export interface UpgradesParts
  extends Omit<
    RunnerParts,
    'ending' | 'ended' | 'now' | 'ticks' | 'chance' | 'leftovers' | 'otherAt' | 'unjudged' | 'flashedSince'
  > {
  readonly table: UpgradeTable;
  readonly host: Pick<EngineHost, 'now' | 'log'>;
  /** Undefined: this device was removed since. */
  where(device: string): Whereabouts | undefined;
  chance?(): number;
  ended(operation: UpgradeOperation): void;
  announce(news: { operations: UpgradeOperation[]; batches: UpgradeBatch[] }): void;
  announceLines(operation: string, lines: readonly LogLine[]): void;
}
