import type { RunningChromium } from './chromium.ts';

/** From the test's process to the host's: run this function, given the stand-in's modules and one argument. */
export interface EvaluateRequest {
  readonly id: number;
  readonly source: string;
  readonly argument: unknown;
}

export type HostMessage =
  | { readonly kind: 'started'; readonly endpoint: string; readonly chromiumPid: number }
  | { readonly kind: 'evaluated'; readonly id: number; readonly value?: unknown; readonly error?: string };

/** Where a test forked this process: tells it where Chromium listens, answers `evaluate`, and ends with it. */
export function control(modules: object, quitNow: () => void): (chromium: RunningChromium) => void {
  const post = (message: HostMessage) => process.send?.(message);
  process.on('disconnect', quitNow);
  process.on('message', (request: EvaluateRequest) => {
    void evaluate(request, modules).then(post);
  });
  return ({ endpoint, pid }) => post({ kind: 'started', endpoint, chromiumPid: pid });
}

async function evaluate({ id, source, argument }: EvaluateRequest, modules: object): Promise<HostMessage> {
  try {
    // The source is a function of the test itself, of the same repository.
    // oxlint-disable-next-line typescript/no-implied-eval
    const run = new Function(`return (${source});`)() as (modules: object, argument: unknown) => unknown;
    return { kind: 'evaluated', id, value: await run(modules, argument) };
  } catch (error) {
    return { kind: 'evaluated', id, error: String(error) };
  }
}
