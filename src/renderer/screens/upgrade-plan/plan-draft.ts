import type { ProvdeskClient } from '../../../shared/contract/client.ts';
import type { FlashOptions, UpgradePlan } from '../../../shared/contract/upgrades.ts';
import { timeAhead } from '../../local-time.ts';

export type Flag = keyof FlashOptions;
export const flags = ['c', 'o', 'n', 'u', 'p', 'k', 'F'] as const satisfies readonly Flag[];

/** What a person has chosen so far, as it was typed. */
export interface PlanDraft {
  /** A build gives each device its own image; an image goes to whom it is told to. */
  readonly by: 'build' | 'image';
  readonly build: string;
  readonly image: string;
  readonly who: 'all' | 'chosen';
  readonly devices: readonly string[];
  /** Empty: any. */
  readonly group: string;
  readonly location: string;
  readonly firmwareless: boolean;
  readonly options: FlashOptions;
  readonly reinstall: boolean;
  readonly backup: boolean;
  readonly mayStopServices: boolean;
  readonly mayStopWifi: boolean;
  readonly persistent: boolean;
  readonly counts: Readonly<Record<CountField, string>>;
  readonly when: 'now' | 'at';
  /** As a field for day and time gives it, in the time of this place: `2026-11-21T22:00`. */
  readonly at: string;
}

/** Numbers of the roll-out, with the least that each may be. */
export const countFields = { canary: 0, wave: 1, stopAfterCanary: 1, stopAfterWave: 1 } as const;
export type CountField = keyof typeof countFields;

const MOST = 1000;

export const emptyDraft: PlanDraft = {
  by: 'build',
  build: '',
  image: '',
  who: 'all',
  devices: [],
  group: '',
  location: '',
  firmwareless: true,
  options: {},
  reinstall: false,
  backup: true,
  mayStopServices: true,
  mayStopWifi: false,
  persistent: false,
  counts: { canary: '1', wave: '10', stopAfterCanary: '1', stopAfterWave: '2' },
  when: 'now',
  at: '',
};

export type Choice = Parameters<ProvdeskClient['upgrades']['plan']>[0];

/** How far a draft is: nothing to flash was chosen yet, a field is wrong, or a plan can be asked for. */
export type Readiness =
  | { readonly kind: 'nothing-chosen' }
  | { readonly kind: 'wrong'; readonly fields: readonly (CountField | 'at')[] }
  | { readonly kind: 'ready'; readonly choice: Choice };

/** @param now milliseconds since 1970 */
export function readinessOf(draft: PlanDraft, now: number): Readiness {
  const { by, build, image, who, devices, group, location, firmwareless, options, counts, when, at } = draft;
  if ((by === 'build' ? build : image) === '' || (who === 'chosen' && devices.length === 0)) return { kind: 'nothing-chosen' };
  const startAt = when === 'at' ? timeAhead(at, now) : undefined;
  const wrong: (CountField | 'at')[] = (Object.keys(countFields) as CountField[]).filter(
    (field) => countOf(field, counts[field]) === undefined,
  );
  if (when === 'at' && startAt === undefined) wrong.push('at');
  if (wrong.length > 0) return { kind: 'wrong', fields: wrong };
  const number = (field: CountField) => countOf(field, counts[field]) ?? countFields[field];
  const { reinstall, backup, mayStopServices, mayStopWifi, persistent } = draft;
  return {
    kind: 'ready',
    choice: {
      ...(by === 'build' ? { build } : { image }),
      ...(who === 'chosen' ? { devices: [...devices] } : {}),
      ...(group === '' ? {} : { group }),
      ...(location === '' ? {} : { location }),
      firmwareless,
      rollout: {
        canary: number('canary'),
        wave: number('wave'),
        stopAfterCanary: number('stopAfterCanary'),
        stopAfterWave: number('stopAfterWave'),
      },
      wishes: { options, reinstall, backup, mayStopServices, mayStopWifi, persistent },
      ...(startAt === undefined ? {} : { startAt }),
    },
  };
}

export function countOf(field: CountField, text: string): number | undefined {
  if (!/^\d{1,4}$/.test(text.trim())) return undefined;
  const count = Number(text);
  return count >= countFields[field] && count <= MOST ? count : undefined;
}

/** What is dear to undo, each to be said yes to by itself. */
export type Risk =
  | { readonly kind: 'drop-config' | 'force' | 'reinstall' | 'wifi' }
  | { readonly kind: 'downgrade'; readonly devices: number };

export function risksOf(draft: PlanDraft, plan: Pick<UpgradePlan, 'planned'>): Risk[] {
  const older = plan.planned.filter(({ warnings }) => warnings.includes('downgrade')).length;
  const risks: (Risk | false)[] = [
    draft.options.n === true && { kind: 'drop-config' },
    draft.options.F === true && { kind: 'force' },
    draft.reinstall && { kind: 'reinstall' },
    older > 0 && { kind: 'downgrade', devices: older },
    draft.mayStopWifi && { kind: 'wifi' },
  ];
  return risks.filter((risk) => risk !== false);
}
