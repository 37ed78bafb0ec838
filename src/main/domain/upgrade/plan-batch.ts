import type { Build, FirmwareImage } from '../../../shared/contract/images.ts';
import type { Rollout } from '../../../shared/contract/upgrades.ts';
import { type Failure, ProvdeskError } from '../../../shared/failures.ts';
import { compareVersions } from '../../../shared/values/version.ts';
import { fitsBoard } from '../../../shared/values/fits-board.ts';
import { chooseImage } from './choose-image.ts';

export interface Candidate {
  readonly id: string;
  readonly name: string;
  /** Of its SSH server; null: none is known. */
  readonly host: string | null;
  readonly port: number;
  readonly credentials: readonly string[];
  readonly active: boolean;
  readonly board: string | null;
  readonly model: string | null;
  /** DISTRIB_DESCRIPTION, as it said last. */
  readonly description: string | null;
  readonly group: string | null;
  readonly location: string | null;
  /** The image that it has, or was to have. */
  readonly firmware: {
    readonly image: string;
    readonly category: string;
    readonly categoryName: string;
    readonly type: string;
    readonly installed: boolean;
  } | null;
  /** The operation that works on it. */
  readonly busyWith: string | null;
}

export interface Choice {
  /** Ids that were named; undefined: whatever the filters leave. */
  readonly devices: readonly string[] | undefined;
  readonly group: string | undefined;
  readonly location: string | undefined;
  readonly firmwareless: boolean;
  readonly reinstall: boolean;
  readonly rollout: Rollout;
  /** The images to choose from: those of the build, or the one that was chosen. */
  readonly images: readonly FirmwareImage[];
  /** One image was chosen by a person: the board is left to the check on the device. */
  readonly chosen: boolean;
  readonly build: Pick<Build, 'version' | 'os' | 'category' | 'categoryName'>;
}

/** `downgrade`: the device says that it runs a newer release. */
export type PlanWarning = 'board-unchecked' | 'boards-untold' | 'downgrade';

export interface Planned {
  readonly device: Candidate;
  readonly image: FirmwareImage;
  readonly because: 'related' | 'firmwareless' | 'chosen';
  readonly wave: number;
  readonly warnings: readonly PlanWarning[];
}

export interface Skipped {
  readonly device: Candidate;
  readonly failure: Failure;
}

/**
 * Who gets what, who does not, and why. A device that had an image of the category is given the one of the same type; one that
 * never had any, the image that names its board; one of another category, nothing. @see reference openwisp-upgrader.md 1, 3 (dry run)
 */
export function planBatch(devices: readonly Candidate[], choice: Choice): { planned: Planned[]; skipped: Skipped[] } {
  const named = choice.devices && new Map(choice.devices.map((id, place) => [id, place]));
  const meant = devices.filter(
    (device) =>
      (named ? named.has(device.id) : device.host !== null) &&
      (choice.group === undefined || device.group === choice.group) &&
      (choice.location === undefined || device.location === choice.location),
  );
  // Who is named first goes first.
  if (named) meant.sort((a, b) => (named.get(a.id) ?? 0) - (named.get(b.id) ?? 0));
  const planned: Omit<Planned, 'wave'>[] = [];
  const skipped: Skipped[] = [];
  for (const device of meant) {
    const judged = judgeDevice(device, choice);
    if (judged instanceof ProvdeskError) skipped.push({ device, failure: judged.failure });
    else if (judged) planned.push(judged);
  }
  return { planned: planned.map((one, index) => ({ ...one, wave: waveOf(index, choice.rollout) })), skipped };
}

/** 0 is the canary, then waves of their size. */
export function waveOf(index: number, { canary, wave }: Rollout): number {
  return index < canary ? 0 : 1 + Math.floor((index - canary) / wave);
}

/** Undefined: it is not meant at all. */
function judgeDevice(device: Candidate, choice: Choice): Omit<Planned, 'wave'> | ProvdeskError | undefined {
  const { name } = device;
  const { build } = choice;
  const related = device.firmware?.category === build.category;
  if (!related && !choice.firmwareless && choice.devices === undefined) return undefined;
  if (device.host === null) return new ProvdeskError('upgrade.no-connection', { device: name });
  if (!device.active) return new ProvdeskError('upgrade.deactivated', { device: name });
  if (device.credentials.length === 0) return new ProvdeskError('upgrade.no-credentials', { device: name });
  if (device.busyWith !== null) return new ProvdeskError('upgrade.already-running', { device: name, operation: device.busyWith });
  // Another category is another customer's, or another purpose's: only who names both device and image takes it there.
  if (device.firmware && !related && !(choice.chosen && choice.devices)) {
    const { version, categoryName: category } = build;
    return new ProvdeskError('upgrade.other-category', {
      device: name,
      has: device.firmware.categoryName,
      build: version,
      category,
    });
  }
  const image = imageFor(device, choice);
  if (image instanceof ProvdeskError) return image;
  const hasIt =
    (device.firmware?.image === image.id && device.firmware.installed) || (build.os !== null && device.description === build.os);
  if (hasIt && !choice.reinstall) return new ProvdeskError('upgrade.already-installed', { device: name, build: build.version });
  if (choice.chosen && device.board !== null && image.facts.boards.length > 0 && !fitsBoard(image.facts, device)) {
    const boards = image.facts.boards.slice(0, 5).join(', ');
    return new ProvdeskError('upgrade.wrong-board', { image: image.name, board: device.board, boards });
  }
  const warnings: PlanWarning[] = [];
  if (device.board === null) warnings.push('board-unchecked');
  if (image.facts.boards.length === 0) warnings.push('boards-untold');
  if (isOlder(image.facts.version ?? build.version, device.description)) warnings.push('downgrade');
  return { device, image, because: choice.chosen ? 'chosen' : related ? 'related' : 'firmwareless', warnings };
}

/** `OpenWrt 23.05.5 r24106-…`: the first word that begins as a release does. A snapshot has none, and is compared with nothing. */
function isOlder(version: string, description: string | null): boolean {
  const release = description?.split(' ').find((word) => /^\d+\.\d/.test(word));
  return release !== undefined && /^\d+\.\d/.test(version) && compareVersions(version, release) < 0;
}

function imageFor(device: Candidate, { images, chosen, build: { version: build } }: Choice): FirmwareImage | ProvdeskError {
  const { name, board, model, firmware } = device;
  if (chosen && images[0]) return images[0];
  const choice = chooseImage({ board, model, had: firmware }, images);
  switch (choice.kind) {
    case 'chosen':
      return choice.image;
    case 'other-type':
      return new ProvdeskError('upgrade.other-type', { device: name, has: firmware?.type ?? '–', build, images: choice.images });
    case 'several':
      return new ProvdeskError('upgrade.several-images', { device: name, build, images: choice.images });
    case 'none':
      return board === null
        ? new ProvdeskError('upgrade.board-unknown', { device: name })
        : new ProvdeskError('upgrade.no-image', { device: name, board, build });
  }
}
