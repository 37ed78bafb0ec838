import { create } from 'zustand';
import { goTo } from '../../route.ts';
import { emptyDraft, type PlanDraft } from './plan-draft.ts';

/** Kept while a person looks something up on another screen. */
export const useDraft = create<PlanDraft>(() => emptyDraft);

export function changeDraft(change: Partial<PlanDraft>): void {
  useDraft.setState(change);
}

/** From a build, or from a device, to its plan: all else begins anew, so that nothing dear is left over from the last one. */
export function planFor(given: { readonly build: string } | { readonly device: string }): void {
  const about: Partial<PlanDraft> = 'build' in given ? given : { who: 'chosen', devices: [given.device] };
  useDraft.setState({ ...emptyDraft, ...about });
  goTo('upgrades', NEW_PLAN);
}

/** The subject of the screen while a plan is made. */
export const NEW_PLAN = 'new';
