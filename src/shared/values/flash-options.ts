import type { FlashOptions, UpgradeWishes } from '../contract/upgrades.ts';

const FLAGS = ['c', 'o', 'n', 'u', 'p', 'k', 'F'] as const satisfies (keyof FlashOptions)[];

/** Pairs that sysupgrade does not take together: without the configuration there is nothing to keep. */
const EXCLUSIONS: readonly (readonly [keyof FlashOptions, keyof FlashOptions])[] = [
  ['n', 'c'],
  ['n', 'o'],
];

export function conflictOf(options: FlashOptions): { first: string; second: string } | undefined {
  const pair = EXCLUSIONS.find(([first, second]) => options[first] && options[second]);
  return pair && { first: pair[0], second: pair[1] };
}

/** `-n -F`; none unless chosen: even `-c` is discouraged by OpenWrt. @see reference openwisp-upgrader.md 0.9 */
export function flagsOf(options: FlashOptions): string {
  return FLAGS.filter((flag) => options[flag])
    .map((flag) => `-${flag}`)
    .join(' ');
}

/** Whether the device comes back with its address, its keys and its password. */
export function keepsConfiguration(options: FlashOptions): boolean {
  return options.n !== true;
}

/** All that was chosen other than it usually is, as the command line has it: the same in every language. Empty: nothing. */
export function wishesLine({ options, reinstall, backup, mayStopServices, mayStopWifi, persistent }: UpgradeWishes): string {
  return [
    flagsOf(options),
    reinstall && '--reinstall',
    !backup && '--no-backup',
    !mayStopServices && '--no-stop-services',
    mayStopWifi && '--stop-wifi',
    persistent && '--persistent',
  ]
    .filter(Boolean)
    .join(' ');
}
