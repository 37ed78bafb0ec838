import { useEffect, useRef, useState } from 'react';
import type { Sort } from '../../components/virtual-grid.tsx';
import { useDevices } from '../../mirror/devices.ts';
import { arrangeDevices } from './device-table.ts';

/** Milliseconds. Rows show every change at once; that they change places may wait, or nobody could click one. */
const REARRANGE = 500;

/** The ids to show, in order. The same list as before where nothing changed places. */
export function useArrangedDevices(query: string, sort: Sort): readonly string[] {
  const { column, direction } = sort;
  const [ids, setIds] = useState<readonly string[]>(() => arrangeDevices(useDevices.getState().byId.values(), query, sort));
  const shown = useRef(ids);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const arrange = () => {
      timer = undefined;
      const next = arrangeDevices(useDevices.getState().byId.values(), query, { column, direction });
      if (next.length === shown.current.length && next.every((id, index) => id === shown.current[index])) return;
      shown.current = next;
      setIds(next);
    };
    arrange();
    const unsubscribe = useDevices.subscribe(() => {
      timer ??= setTimeout(arrange, REARRANGE);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [query, column, direction]);

  return ids;
}
