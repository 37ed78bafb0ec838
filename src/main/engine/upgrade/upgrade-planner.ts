import type { Build, FirmwareImage } from '../../../shared/contract/images.ts';
import type { TargetImage, UpgradeChoice, UpgradePlan } from '../../../shared/contract/upgrades.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { conflictOf } from '../../../shared/values/flash-options.ts';
import { addressOf } from '../../../shared/values/named-device.ts';
import { type Candidate, planBatch } from '../../domain/upgrade/plan-batch.ts';
import { checkStart } from '../../domain/upgrade/schedule.ts';
import type { UpgradeDriver } from './driver.ts';
import type { ImageLibrary } from './image-library.ts';
import type { KeptPlans } from './kept-plans.ts';
import type { NewBatch } from './new-batch.ts';
import type { NewOperation } from './new-operation.ts';

interface PlannerParts {
  readonly images: ImageLibrary;
  readonly driver: UpgradeDriver;
  readonly kept: KeptPlans;
  candidates(): Candidate[];
  /** Id of what was named by id, MAC or name. @throws ProvdeskError `devices.unknown` */
  deviceId(name: string): string;
  now(): number;
}

/** Turns a choice into who gets what. It is made anew when it is confirmed: what was seen is told, what is begun is true. */
export class UpgradePlanner {
  readonly #parts: PlannerParts;

  constructor(parts: PlannerParts) {
    this.#parts = parts;
  }

  /** @throws ProvdeskError `upgrade.options-conflict`, `upgrade.choice-missing`, `upgrade.start-*`, `images.*`, `builds.*`, `devices.unknown` */
  plan(choice: UpgradeChoice): UpgradePlan {
    return this.#parts.kept.keep(choice, this.#show(choice));
  }

  /** The same, to be begun. @throws as `plan`, and `upgrade.no-devices`, `upgrade.plan-changed` */
  batch(wish: UpgradeChoice | { plan: string }): { batch: NewBatch; operations: NewOperation[] } {
    const choice = 'plan' in wish ? this.#parts.kept.choice(wish.plan) : wish;
    const { rollout, wishes, startAt = null } = choice;
    const plan = this.#show(choice);
    if ('plan' in wish) this.#parts.kept.check(wish.plan, plan);
    const [first] = plan.planned;
    if (!first) throw new ProvdeskError('upgrade.no-devices');
    const { build, buildVersion, categoryName } = first.image;
    return {
      batch: { build, buildVersion, categoryName, rollout, wishes, startAt },
      operations: plan.planned.map(({ device, deviceName, image, wave }) => ({ device, deviceName, image, wave })),
    };
  }

  #show(choice: UpgradeChoice): Omit<UpgradePlan, 'id'> {
    const { startAt = null } = choice;
    if (startAt !== null) checkStart(startAt, this.#parts.now());
    const { planned, skipped } = this.#decide(choice);
    return {
      planned: planned.map(({ device, image, wave, because, warnings }) => ({
        device: device.id,
        deviceName: device.name,
        address: addressOf({ host: device.host ?? '', port: device.port }),
        image: targetOf(image, this.#parts.images.build(image.build)),
        wave,
        because,
        from: device.description,
        warnings: [...warnings],
      })),
      skipped: skipped.map(({ device, failure }) => ({ device: device.id, deviceName: device.name, failure })),
      rollout: choice.rollout,
      startAt,
      command: this.#parts.driver.command({ id: '…', wishes: choice.wishes }),
    };
  }

  #decide(choice: UpgradeChoice): ReturnType<typeof planBatch> {
    const { images, candidates, deviceId } = this.#parts;
    const conflict = conflictOf(choice.wishes.options);
    if (conflict) throw new ProvdeskError('upgrade.options-conflict', conflict);
    const chosen = choice.image === undefined ? undefined : images.image(choice.image);
    if (!chosen && choice.build === undefined) throw new ProvdeskError('upgrade.choice-missing');
    const build = images.build(chosen?.build ?? choice.build ?? '');
    return planBatch(candidates(), {
      devices: choice.devices?.map((name) => deviceId(name)),
      group: choice.group,
      location: choice.location,
      firmwareless: choice.firmwareless,
      reinstall: choice.wishes.reinstall,
      rollout: choice.rollout,
      images: chosen ? [chosen] : images.images().filter((image) => image.build === build.id),
      chosen: chosen !== undefined,
      build,
    });
  }
}

export function targetOf(image: FirmwareImage, build: Build): TargetImage {
  const { id, name, sha256, size, category, categoryName, facts } = image;
  return {
    id,
    name,
    sha256,
    size,
    build: build.id,
    buildVersion: build.version,
    category,
    categoryName,
    boards: facts.boards,
    expected: { version: facts.version, revision: facts.revision, os: build.os },
  };
}
