import { create } from 'zustand';
import type { SelfTest } from '../../shared/contract/serving-test.ts';
import { type Failure, failureOf } from '../../shared/failures.ts';
import { engine, onNews } from '../client.ts';
import { useServing } from './serving.ts';

interface SelfTestMirror {
  /** Whether it is on the screen: many places lead there. */
  readonly opened: boolean;
  /** The last one, also while it runs. */
  readonly test: SelfTest | undefined;
  readonly busy: boolean;
  /** Why it could not be begun, or not be heard to its end. */
  readonly failure: Failure | undefined;
}

export const useSelfTest = create<SelfTestMirror>(() => ({ opened: false, test: undefined, busy: false, failure: undefined }));

/** Where something is served the test begins at once. */
export function openSelfTest(): void {
  useSelfTest.setState({ opened: true });
  if ((useServing.getState().status?.listeners.length ?? 0) > 0) runSelfTest();
}

/** It runs on to its end. */
export function closeSelfTest(): void {
  useSelfTest.setState({ opened: false });
}

export function runSelfTest(): void {
  if (useSelfTest.getState().busy) return;
  useSelfTest.setState({ busy: true, failure: undefined, test: undefined });
  engine.serving.test({}).then(
    (test) => useSelfTest.setState({ busy: false, test }),
    (error: unknown) => useSelfTest.setState({ busy: false, failure: failureOf(error) }),
  );
}

/** Another window's test is shown too. */
export function listenToSelfTest(): void {
  onNews('serving.tested', (test) => useSelfTest.setState({ test }));
}
