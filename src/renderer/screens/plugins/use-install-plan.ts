import { useCallback, useEffect, useState } from 'react';
import type { PackageScope } from '../../../shared/contract/operations.ts';
import type { InstallPlan } from '../../../shared/contract/packages.ts';
import { engine } from '../../client.ts';
import { failed, loading, type Phase, ready } from '../../mirror/phase.ts';
import { usePlugins } from '../../mirror/plugins.ts';

interface PlanState {
  readonly phase: Phase;
  readonly plan: InstallPlan | undefined;
}

/** What an installation would do, read anew whenever a plugin or a package became another. */
export function useInstallPlan(scope: PackageScope): PlanState & { reload(): void } {
  const [state, setState] = useState<PlanState>({ phase: loading, plan: undefined });
  const [asked, setAsked] = useState(0);
  const catalogue = usePlugins((mirror) => mirror.catalogue);
  useEffect(() => {
    let wanted = true;
    engine.packages.plan(scope).then(
      (plan) => wanted && setState({ phase: ready, plan }),
      (error: unknown) => wanted && setState({ phase: failed(error), plan: undefined }),
    );
    return () => {
      wanted = false;
    };
  }, [scope, catalogue, asked]);
  const reload = useCallback(() => setAsked((before) => before + 1), []);
  return { ...state, reload };
}
