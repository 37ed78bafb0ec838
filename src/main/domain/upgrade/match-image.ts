import type { ImageFacts } from '../../../shared/contract/images.ts';
import { fitsBoard } from '../../../shared/values/fits-board.ts';

export interface DeviceBoard {
  readonly board: string;
  /** For people, `/tmp/sysinfo/model`: the table of types knows devices by it. */
  readonly model: string | null;
  /** `system.@system[0].compat_version`; `1.0` where the device says none. */
  readonly compatVersion: string;
}

export type Match =
  | { readonly kind: 'match' }
  /** Nothing says for which boards it is. The device's own test is the only judge. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'wrong-board'; readonly boards: readonly string[] }
  /** Only without the configuration. */
  | { readonly kind: 'needs-reset'; readonly message: string }
  | { readonly kind: 'incompatible'; readonly message: string };

/**
 * The rule of the device's own check, before anything is sent. A higher first number means another layout of the flash,
 * a higher second one a configuration that cannot be taken along. @see OpenWrt `lib/upgrade/fwtool.sh`; reference 6 (match rule)
 */
export function matchImage(facts: ImageFacts, device: DeviceBoard, keepsConfiguration: boolean): Match {
  if (facts.boards.length === 0) return { kind: 'unknown' };
  if (!fitsBoard(facts, device)) return { kind: 'wrong-board', boards: facts.boards };
  const [imageMajor, imageMinor] = numbersOf(facts.compatVersion);
  const [deviceMajor, deviceMinor] = numbersOf(device.compatVersion);
  const message = facts.compatMessage ?? '–';
  if (imageMajor !== deviceMajor) return { kind: 'incompatible', message };
  if (imageMinor !== deviceMinor && keepsConfiguration) return { kind: 'needs-reset', message };
  return { kind: 'match' };
}

function numbersOf(version: string): [number, number] {
  const [major = '1', minor = '0'] = version.split('.');
  return [Number(major), Number(minor)];
}
