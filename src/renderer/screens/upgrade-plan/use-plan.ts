import { useCallback, useEffect, useState } from 'react';
import type { UpgradePlan } from '../../../shared/contract/upgrades.ts';
import { engine, onNews } from '../../client.ts';
import { failed, loading, type Phase, ready } from '../../mirror/phase.ts';
import type { Choice } from './plan-draft.ts';

/** Milliseconds for which a person goes on typing before a plan is asked for. */
const CALM = 250;
/** Devices and images may change in bursts; a plan is made again no more often. */
const AGAIN = 2_000;

interface ShownPlan {
  readonly phase: Phase;
  /** The last one, also while the next one is on its way. */
  readonly plan: UpgradePlan | undefined;
  reload(): void;
}

/** The plan of a choice, made anew whenever the choice changes, and when devices or images do. */
export function usePlan(choice: Choice | undefined): ShownPlan {
  const key = choice === undefined ? undefined : JSON.stringify(choice);
  const [round, setRound] = useState(0);
  const asked = key === undefined ? undefined : `${round} ${key}`;
  const [shown, setShown] = useState<{ asked: string | undefined; phase: Phase; plan: UpgradePlan | undefined }>({
    asked: undefined,
    phase: loading,
    plan: undefined,
  });
  const reload = useCallback(() => setRound((before) => before + 1), []);

  useEffect(() => {
    if (key === undefined) return undefined;
    let left = false;
    const timer = setTimeout(() => {
      engine.upgrades.plan(JSON.parse(key) as Choice).then(
        (plan) => !left && setShown({ asked, phase: ready, plan }),
        (error: unknown) => !left && setShown({ asked, phase: failed(error), plan: undefined }),
      );
    }, CALM);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [key, asked]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        reload();
      }, AGAIN);
    };
    const leave = [
      onNews('images.changed', again),
      onNews('devices.changed', ({ changed, removed }) => {
        if (removed.length > 0 || changed.some(({ ssh }) => ssh !== null)) again();
      }),
    ];
    return () => {
      clearTimeout(timer);
      for (const one of leave) one();
    };
  }, [reload]);

  // An answer to what was asked before is shown on, and is none to what is asked now.
  return { phase: shown.asked === asked ? shown.phase : loading, plan: shown.plan, reload };
}
