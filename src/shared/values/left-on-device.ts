import type { UpgradeOperation } from '../contract/upgrades.ts';

/** What of an operation may be on its device still: the image, as the language calls it, then the services that are down. */
export function leftOnDevice({ untidy, stopped }: Pick<UpgradeOperation, 'untidy' | 'stopped'>, image: string): string[] {
  return untidy ? [image, ...new Set(stopped)] : [];
}

/** For the log and the command line. Undefined: nothing is left, or it has not ended yet. */
export function leftSentence(operation: Pick<UpgradeOperation, 'step' | 'untidy' | 'stopped'>): string | undefined {
  const left = leftOnDevice(operation, 'the image');
  if (operation.step !== 'done' || left.length === 0) return undefined;
  return `Still on the device: ${left.join(', ')}. It is tidied up as soon as it answers.`;
}
