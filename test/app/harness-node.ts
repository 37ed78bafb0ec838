import { fileURLToPath } from 'node:url';

/** Folder of the checkout. */
export const rootDir = fileURLToPath(new URL('../..', import.meta.url));

/** What a wait in these specs is given at most; a healthy machine needs a hundredth of it. */
export const DEADLINE_MS = 30_000;

/** Ends with an error that says what was waited for. */
export async function withDeadline<T>(what: string, promise: Promise<T>, milliseconds = DEADLINE_MS): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`gave up waiting: ${what}`)), milliseconds);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
