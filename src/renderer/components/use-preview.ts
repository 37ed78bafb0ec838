import { useCallback, useEffect, useState } from 'react';
import { failed, loading, type Phase, ready } from '../mirror/phase.ts';

interface Preview<T> {
  readonly phase: Phase;
  /** There once it is ready. */
  readonly value: T | undefined;
  askAgain(): void;
}

/** What something would do, asked of the engine. @param ask asks anew whenever it is another function; undefined: nothing to ask yet */
export function usePreview<T>(ask: (() => Promise<T>) | undefined): Preview<T> {
  const [state, setState] = useState<{ readonly phase: Phase; readonly value: T | undefined }>(NOTHING);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    if (!ask) return;
    let wanted = true;
    ask().then(
      (value) => wanted && setState({ phase: ready, value }),
      (error: unknown) => wanted && setState({ phase: failed(error), value: undefined }),
    );
    return () => {
      wanted = false;
    };
  }, [ask, asked]);
  const askAgain = useCallback(() => {
    setState(NOTHING);
    setAsked((before) => before + 1);
  }, []);
  return { ...state, askAgain };
}

const NOTHING = { phase: loading, value: undefined };
