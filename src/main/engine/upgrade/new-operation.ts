import { randomUUID } from 'node:crypto';
import type { TargetImage, UpgradeOperation, UpgradeWishes } from '../../../shared/contract/upgrades.ts';

/** One device of a new batch, with what it gets. */
export interface NewOperation {
  readonly device: string;
  readonly deviceName: string;
  readonly image: TargetImage;
  readonly wave: number;
}

export function newOperation(
  { device, deviceName, image, wave }: NewOperation,
  batch: string,
  wishes: UpgradeWishes,
  now: number,
): UpgradeOperation {
  return {
    id: randomUUID(),
    batch,
    wave,
    device,
    deviceName,
    image,
    wishes,
    step: 'queued',
    outcome: null,
    verdict: null,
    failure: null,
    attempt: 0,
    cutShort: 0,
    dueAt: null,
    pending: false,
    sent: 0,
    way: null,
    createdAt: now,
    startedAt: null,
    finishedAt: null,
    commandSentAt: null,
    commandUptime: null,
    before: null,
    after: null,
    backup: null,
    stopped: [],
    untidy: false,
    watching: false,
    cancelRequested: false,
    revision: 1,
  };
}
