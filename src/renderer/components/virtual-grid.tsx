import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import classes from './virtual-grid.module.css';

export interface GridColumn {
  readonly id: string;
  readonly title: string;
  /** As in `grid-template-columns`. */
  readonly width: string;
  readonly sortable?: boolean;
  readonly alignEnd?: boolean;
}

export interface Sort {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

interface VirtualGridProps {
  readonly label: string;
  readonly columns: readonly GridColumn[];
  readonly ids: readonly string[];
  /** The cells of a row; it renders by itself when its own data changes. */
  readonly renderRow: (id: string) => ReactNode;
  readonly openId?: string | undefined;
  /** Absent where a row shows all there is. */
  readonly onOpen?: (id: string) => void;
  readonly onClose?: () => void;
  readonly sort?: Sort;
  readonly onSort?: (column: string) => void;
  readonly gridRef?: RefObject<HTMLDivElement | null>;
  readonly footer?: ReactNode;
  /** Rows that come above do not push away what is being read further down. */
  readonly keepPlace?: boolean;
}

const ROW = 36;
const HEADER = 34;
const PAGE = 12;

/** Thousands of rows of which only the visible ones exist. The grid has the focus and names the active row. */
export function VirtualGrid(props: VirtualGridProps) {
  const { label, columns, ids, renderRow, openId, onOpen, onClose, gridRef, footer, keepPlace = false } = props;
  const ownRef = useRef<HTMLDivElement>(null);
  const scroller = gridRef ?? ownRef;
  const prefix = useId();
  const [activeId, setActiveId] = useState<string>();
  const positions = useMemo(() => new Map(ids.map((id, index) => [id, index])), [ids]);
  const virtualizer = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => ids[index] ?? index,
    overscan: 6,
    scrollPaddingStart: HEADER,
  });
  const active = activeId === undefined ? undefined : positions.get(activeId);
  const rows = virtualizer.getVirtualItems();
  const activeIsDrawn = rows.some((row) => row.index === active);

  useEffect(() => {
    if (openId !== undefined) setActiveId(openId);
  }, [openId]);

  useKeptPlace(keepPlace, scroller, ids, positions);

  const moveTo = (index: number) => {
    const bounded = Math.max(0, Math.min(ids.length - 1, index));
    setActiveId(ids[bounded]);
    virtualizer.scrollToIndex(bounded);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const target = targetOf(event.key, active, ids.length);
    if (target !== undefined && ids.length > 0) moveTo(target);
    else if (event.key === 'Enter' && activeId !== undefined && active !== undefined) onOpen?.(activeId);
    else if (event.key === 'Escape' && openId !== undefined && onClose) onClose();
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      className={classes.grid}
      style={{ '--columns': columns.map((column) => column.width).join(' ') } as CSSProperties}
      role="grid"
      aria-label={label}
      aria-rowcount={ids.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={activeIsDrawn ? `${prefix}${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        if (event.target === event.currentTarget && active === undefined) setActiveId(ids[0]);
      }}
    >
      <GridHeader {...props} />
      <div role="rowgroup" className={classes.rows} style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row) => {
          const id = ids[row.index] ?? '';
          return (
            <div
              key={row.key}
              id={`${prefix}${row.index}`}
              role="row"
              aria-rowindex={row.index + 2}
              aria-selected={id === openId}
              className={classes.row}
              data-active={id === activeId || undefined}
              data-still={!onOpen || undefined}
              style={{ transform: `translateY(${row.start}px)` }}
              onClick={() => {
                setActiveId(id);
                onOpen?.(id);
              }}
            >
              {renderRow(id)}
            </div>
          );
        })}
      </div>
      {footer}
    </div>
  );
}

function useKeptPlace(
  keep: boolean,
  scroller: RefObject<HTMLDivElement | null>,
  ids: readonly string[],
  positions: ReadonlyMap<string, number>,
): void {
  const firstBefore = useRef(ids[0]);
  useLayoutEffect(() => {
    const above = firstBefore.current === undefined ? 0 : (positions.get(firstBefore.current) ?? 0);
    firstBefore.current = ids[0];
    if (keep && above > 0 && scroller.current && scroller.current.scrollTop > 0) scroller.current.scrollTop += above * ROW;
  }, [keep, scroller, ids, positions]);
}

function GridHeader({ columns, sort, onSort }: VirtualGridProps) {
  return (
    <div role="rowgroup" className={classes.header}>
      <div role="row" aria-rowindex={1} className={classes.headerRow}>
        {columns.map(({ id, title, sortable, alignEnd }) => {
          const direction = sort?.column === id ? sort.direction : undefined;
          const Arrow = direction === 'ascending' ? IconArrowUp : IconArrowDown;
          return (
            <div
              key={id}
              role="columnheader"
              className={`${classes.heading} ${alignEnd ? classes.end : ''}`}
              aria-sort={sortable ? (direction ?? 'none') : undefined}
            >
              {sortable ? (
                <button type="button" className={classes.sort} onClick={() => onSort?.(id)}>
                  <span className={classes.clip}>{title}</span>
                  {direction && <Arrow size={13} stroke={2.2} aria-hidden />}
                </button>
              ) : (
                <span className={classes.clip}>{title}</span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function targetOf(key: string, active: number | undefined, count: number): number | undefined {
  const from = active ?? -1;
  if (key === 'ArrowDown') return from + 1;
  if (key === 'ArrowUp') return from - 1;
  if (key === 'PageDown') return from + PAGE;
  if (key === 'PageUp') return from - PAGE;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}

interface GridCellProps {
  readonly children: ReactNode;
  /** The whole text, where it may be cut. */
  readonly title?: string | undefined;
  readonly mono?: boolean;
  readonly quiet?: boolean;
  readonly alignEnd?: boolean;
}

export function GridCell({ children, title, mono, quiet, alignEnd }: GridCellProps) {
  const names = [classes.cell, mono && classes.mono, quiet && classes.quiet, alignEnd && classes.end];
  return (
    <div role="gridcell" className={names.filter(Boolean).join(' ')} title={title}>
      {children}
    </div>
  );
}
