import type { UpgradeOperation } from '../contract/upgrades.ts';

type Left = Pick<UpgradeOperation, 'untidy' | 'stopped' | 'verdict'>;

/**
 * What of an operation may be on its device still: the image, as the language calls it, then the services that are down. Of
 * one that was told to flash and is not back, nobody can say.
 */
export function leftOnDevice({ untidy, stopped, verdict }: Left, image: string): string[] {
  return untidy && verdict !== 'unreachable' ? [image, ...new Set(stopped)] : [];
}

/** For the log and the command line. Undefined: nothing is left, or it has not ended yet. */
export function leftSentence(operation: Left & Pick<UpgradeOperation, 'step'>): string | undefined {
  const left = leftOnDevice(operation, 'the image');
  if (operation.step !== 'done' || left.length === 0) return undefined;
  return `Still on the device: ${left.join(', ')}. It is tidied up as soon as it answers.`;
}
