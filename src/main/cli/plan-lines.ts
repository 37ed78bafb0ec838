import type { UpgradeBatch, UpgradePlan } from '../../shared/contract/upgrades.ts';
import { instant, table } from '../../shared/text.ts';
import { failureDocument, failureLine } from './output.ts';

/** A plan, by whose name it can be begun. */
export function planDocument({ skipped, ...plan }: UpgradePlan): object {
  return {
    plan: plan.id,
    ...plan,
    skipped: skipped.map(({ failure, ...each }) => ({ ...each, failure: failureDocument(failure) })),
  };
}

export function planLines({ id, planned, skipped, rollout, startAt, command }: UpgradePlan): string[] {
  const rows = planned.map(({ deviceName, address, wave, from, image, because, warnings }) => [
    deviceName,
    address,
    wave === 0 ? 'first' : String(wave),
    from ?? '–',
    `${image.categoryName} ${image.buildVersion}`,
    image.name,
    [because, ...warnings].join(', '),
  ]);
  return [
    ...(rows.length === 0 ? ['Nobody gets anything.'] : table(['DEVICE', 'ADDRESS', 'WAVE', 'FROM', 'TO', 'IMAGE', 'WHY'], rows)),
    ...skipped.map(({ deviceName, failure }) => failureLine(deviceName, failure)),
    ...(rows.length === 0
      ? []
      : [
          rolloutLine(rollout),
          ...(startAt === null ? [] : [`It waits until ${instant(startAt)}.`]),
          `Each is told: ${command}`,
          `Begin it with: provdesk upgrade run ${id}`,
        ]),
  ];
}

/** How a batch goes, and when it pauses by itself. */
export function rolloutLine({ canary, wave, stopAfterCanary, stopAfterWave }: UpgradeBatch['rollout']): string {
  const first = canary === 0 ? '' : `${canary} first, then `;
  const stops = [...(canary === 0 ? [] : [`${stopAfterCanary} failed of the first`]), `${stopAfterWave} failed of a wave`];
  return `${first}${wave} at a time. It pauses at ${stops.join(', or at ')}.`;
}
