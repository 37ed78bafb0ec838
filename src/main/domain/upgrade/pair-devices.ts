import type { Build, FirmwareImage } from '../../../shared/contract/images.ts';
import { fitsBoard } from '../../../shared/values/fits-board.ts';

interface KnownDevice {
  readonly id: string;
  readonly board: string | null;
  readonly model: string | null;
  /** DISTRIB_DESCRIPTION, as it said last. */
  readonly description: string | null;
}

/**
 * Which device runs which image, as far as it can be told: it says the build's os identifier of itself, and the image names
 * it. Two images that would fit tell nothing. @see reference openwisp-upgrader.md 1 (auto detection)
 */
export function pairDevices(
  devices: readonly KnownDevice[],
  builds: readonly Build[],
  images: readonly FirmwareImage[],
): { readonly device: string; readonly image: string }[] {
  return devices.flatMap((device) => {
    if (device.description === null) return [];
    const build = builds.find(({ os }) => os !== null && os === device.description);
    const fitting = build ? images.filter((image) => image.build === build.id && fitsBoard(image.facts, device)) : [];
    const [only] = fitting;
    return only && fitting.length === 1 ? [{ device: device.id, image: only.id }] : [];
  });
}
