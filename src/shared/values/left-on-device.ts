import type { UpgradeOperation } from '../contract/upgrades.ts';

type Left = Pick<UpgradeOperation, 'step' | 'untidy' | 'stopped' | 'verdict' | 'commandSentAt'>;

/**
 * What of an operation that has ended may be on its device still: the image, as the language calls it, then the services that are down. Of
 * one that was told to flash and is not back, nobody can say.
 */
export function leftOnDevice({ step, untidy, stopped, verdict, commandSentAt }: Left, image: string): string[] {
  const isKnown = commandSentAt === null || (verdict !== null && verdict !== 'unreachable');
  return step === 'done' && untidy && isKnown ? [image, ...new Set(stopped)] : [];
}

/** For the log and the command line. Undefined: nothing is left. */
export function leftSentence(operation: Left): string | undefined {
  const left = leftOnDevice(operation, 'the image');
  if (left.length === 0) return undefined;
  return `Still on the device: ${left.join(', ')}. It is tidied up as soon as it answers.`;
}
