import { useEffect, useState } from 'react';
import type { JournalEntry } from '../../../shared/contract/journal.ts';
import { failed, loading, type Phase, ready } from '../../mirror/phase.ts';
import { followDevice, useJournal } from '../../mirror/journal.ts';

interface Entries {
  readonly phase: Phase;
  /** Newest first. */
  readonly entries: readonly JournalEntry[];
  /** Nothing older is to be had. */
  readonly complete: boolean;
}

/** All that happened, or all that happened to one device. */
export function useEntries(device: string | undefined): Entries {
  const all = useJournal();
  const [own, setOwn] = useState<Entries & { device: string | undefined }>();
  useEffect(() => {
    if (device === undefined) return undefined;
    return followDevice(
      device,
      (entries) => setOwn({ device, phase: ready, entries, complete: true }),
      (error) => setOwn({ device, phase: failed(error), entries: [], complete: true }),
    );
  }, [device]);
  if (device === undefined) return all;
  return own?.device === device ? own : { phase: loading, entries: [], complete: true };
}
