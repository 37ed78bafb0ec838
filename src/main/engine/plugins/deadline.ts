import { ProvdeskError } from '../../../shared/failures.ts';

/** Gives work so many milliseconds: its signal fires then, with `source.stalled` of this address as the reason. */
export async function within<T>(milliseconds: number, url: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = new AbortController();
  const late = new ProvdeskError('source.stalled', { url, seconds: milliseconds / 1000 });
  const timer = setTimeout(() => deadline.abort(late), milliseconds);
  try {
    return await work(deadline.signal);
  } finally {
    clearTimeout(timer);
  }
}
