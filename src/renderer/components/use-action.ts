import { useCallback, useState } from 'react';
import { type Failure, failureOf } from '../../shared/failures.ts';

export interface Action {
  readonly busy: boolean;
  /** Of the last run; gone when the next one begins. */
  readonly failure: Failure | undefined;
  run(work: () => Promise<unknown>): void;
  dismiss(): void;
}

/** Something that a person asked for: shows that it runs, and keeps its failure to be read. */
export function useAction(): Action {
  const [state, setState] = useState<{ busy: boolean; failure: Failure | undefined }>({ busy: false, failure: undefined });
  const run = useCallback((work: () => Promise<unknown>) => {
    setState({ busy: true, failure: undefined });
    work().then(
      () => setState({ busy: false, failure: undefined }),
      (error: unknown) => setState({ busy: false, failure: failureOf(error) }),
    );
  }, []);
  const dismiss = useCallback(() => setState({ busy: false, failure: undefined }), []);
  return { ...state, run, dismiss };
}
