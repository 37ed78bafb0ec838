import type { UpgradeBatch } from '../../../shared/contract/upgrades.ts';
import { nextFirst, standIn } from '../../domain/upgrade/batch-state.ts';
import type { UpgradeRecord } from './upgrade-record.ts';

/**
 * Lets another device of a batch go first where its first ones are all away, or needed nothing and so proved nothing.
 * @throws ProvdeskError `store.*`
 */
export function changePlaces(batch: UpgradeBatch, records: readonly UpgradeRecord[]): void {
  if (batch.state !== 'running') return;
  const recordOf = (id: string | undefined) => records.find(({ operation }) => operation.id === id);
  const operations = () => records.map(({ operation }) => operation);
  for (const { id } of nextFirst(batch, operations())) {
    recordOf(id)?.log('Nothing was sent to those before it, as they run this build already: this one goes first');
    recordOf(id)?.save({ wave: 0 });
  }
  const found = standIn(batch, operations());
  const away = recordOf(found?.away.id);
  const instead = recordOf(found?.instead.id);
  if (!away || !instead) return;
  const { wave, deviceName } = instead.operation;
  instead.log(`${away.operation.deviceName} is away: this one goes first in its place`);
  away.log(`It is away: ${deviceName} goes first in its place`);
  // In this order a crash in between leaves one first device too many, and never none.
  instead.save({ wave: 0 });
  away.save({ wave });
}
