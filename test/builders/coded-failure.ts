import { type Facts, type FailureCode, ProvdeskError } from '../../src/shared/failures.ts';

/** The coded failure that this work ends with; anything else is a broken test or a bug. */
export async function failureOf(work: Promise<unknown>): Promise<{ code: FailureCode; facts: Facts }> {
  const error = await work.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (!(error instanceof ProvdeskError)) throw new Error(`a coded failure was expected, not ${String(error)}`);
  return { code: error.code, facts: error.facts };
}
