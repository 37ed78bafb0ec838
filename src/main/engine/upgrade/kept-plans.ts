import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { UpgradeChoice, type UpgradePlan } from '../../../shared/contract/upgrades.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import type { Store } from '../store/database.ts';
import { transact } from '../store/transact.ts';

/** Plans kept at most; the oldest go first. */
const KEPT = 50;

const Kept = z.object({ choice: UpgradeChoice, gets: z.record(z.string(), z.string()) });

type Shown = Omit<UpgradePlan, 'id'>;

/** Plans that were shown, so that one can be begun later by its name, and is refused where it would be another one by then. */
export class KeptPlans {
  readonly #database: Store;
  readonly #now: () => number;

  constructor(database: Store, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  keep(choice: UpgradeChoice, plan: Shown): UpgradePlan {
    const id = randomUUID().slice(0, 8);
    const kept = JSON.stringify({ choice, gets: getsOf(plan) });
    transact(this.#database, () => {
      this.#database
        .prepare('INSERT OR REPLACE INTO upgrade_plan (id, made_at, plan) VALUES (?, ?, ?)')
        .run(id, this.#now(), kept);
      this.#database
        .prepare(
          'DELETE FROM upgrade_plan WHERE id NOT IN (SELECT id FROM upgrade_plan ORDER BY made_at DESC, rowid DESC LIMIT ?)',
        )
        .run(KEPT);
    });
    return { id, ...plan };
  }

  /** What was chosen then. @throws ProvdeskError `upgrade.plan-unknown` */
  choice(id: string): UpgradeChoice {
    return this.#find(id).choice;
  }

  /** That it would still be done as it was shown. @throws ProvdeskError `upgrade.plan-unknown`, `upgrade.plan-changed` */
  check(id: string, plan: Shown): void {
    const { gets } = this.#find(id);
    const now = new Map(Object.entries(getsOf(plan)));
    const gone = Object.keys(gets).filter((device) => now.get(device) !== gets[device]);
    const added = [...now.keys()].filter((device) => gets[device] === undefined);
    if (gone.length + added.length === 0) return;
    const reason = [gone.length > 0 ? `− ${gone.length}` : '', added.length > 0 ? `+ ${added.length}` : '']
      .filter(Boolean)
      .join(', ');
    throw new ProvdeskError('upgrade.plan-changed', { plan: id, reason });
  }

  #find(id: string): z.infer<typeof Kept> {
    const text = this.#database.prepare<[string], string>('SELECT plan FROM upgrade_plan WHERE id = ?').pluck().get(id);
    if (text === undefined) throw new ProvdeskError('upgrade.plan-unknown', { plan: id });
    return Kept.parse(JSON.parse(text));
  }
}

/** Which device gets which image. */
function getsOf({ planned }: Shown): Record<string, string> {
  return Object.fromEntries(planned.map(({ device, image }) => [device, image.id]));
}
