import { useCallback, useEffect, useState } from 'react';
import type { Link } from '../../../shared/contract/links.ts';
import { engine } from '../../client.ts';
import { useOperations } from '../../mirror/operations.ts';
import { failed, loading, type Phase, ready } from '../../mirror/phase.ts';

/** Which links are meant: of a plugin, of all installed ones, or of all that the server lists. */
export interface LinkScope {
  readonly plugin?: string;
  readonly catalogue?: boolean;
}

interface Links {
  readonly phase: Phase;
  readonly links: readonly Link[];
  reload(): void;
}

/** What is known of them, read anew whenever a check has ended. */
export function useLinks(scope: LinkScope): Links {
  const { plugin, catalogue } = scope;
  const [state, setState] = useState<{ phase: Phase; links: readonly Link[] }>({ phase: loading, links: [] });
  const [asked, setAsked] = useState(0);
  const checks = useOperations((mirror) => endedChecks(mirror.byId.values()));
  useEffect(() => {
    let wanted = true;
    engine.links.list({ ...(plugin === undefined ? {} : { plugin }), ...(catalogue ? { catalogue } : {}) }).then(
      (links) => wanted && setState({ phase: ready, links }),
      (error: unknown) => wanted && setState({ phase: failed(error), links: [] }),
    );
    return () => {
      wanted = false;
    };
  }, [plugin, catalogue, checks, asked]);
  const reload = useCallback(() => setAsked((before) => before + 1), []);
  return { ...state, reload };
}

function endedChecks(operations: Iterable<{ id: string; kind: string; state: string }>): string {
  const ended = [...operations].filter(({ kind, state }) => kind === 'links.check' && state !== 'running');
  return ended.map(({ id }) => id).join();
}
