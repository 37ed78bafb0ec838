import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import classes from './side-list.module.css';

interface HalvesProps {
  readonly list: ReactNode;
  /** A short list beside a wide table. */
  readonly slim?: boolean;
  /** What is open; without it the list has the whole room. */
  readonly children?: ReactNode;
}

/** A list at the left, and what is open of it at the right: each scrolls by itself. */
export function Halves({ list, slim = false, children }: HalvesProps) {
  return (
    <div className={classes.halves} data-alone={!children || undefined} data-slim={slim || undefined}>
      <div className={classes.side}>{list}</div>
      {children && <div className={classes.open}>{children}</div>}
    </div>
  );
}

interface SideListProps {
  readonly label: string;
  readonly listRef?: RefObject<HTMLUListElement | null>;
  readonly children: ReactNode;
}

/** Arrow keys go from entry to entry, beside Tab. */
export function SideList({ label, listRef, children }: SideListProps) {
  return (
    <ul ref={listRef} className={classes.list} aria-label={label} onKeyDown={moveAlong}>
      {children}
    </ul>
  );
}

interface SideEntryProps {
  readonly href: string;
  readonly open: boolean;
  readonly title: string;
  /** At the end of the first line: a version, a time. */
  readonly aside: ReactNode;
  readonly about: ReactNode;
  readonly mark: ReactNode;
  /** A sentence in place of a name: on two lines where it must. */
  readonly sentence?: boolean;
  readonly children?: ReactNode;
}

export function SideEntry({ href, open, title, aside, about, mark, sentence = false, children }: SideEntryProps) {
  return (
    <li>
      <a className={classes.entry} href={href} aria-current={open || undefined}>
        <span className={classes.line}>
          <span className={sentence ? classes.sentence : classes.title} title={title}>
            {title}
          </span>
          <span className={classes.quiet}>{aside}</span>
        </span>
        <span className={classes.line} data-wraps={sentence || undefined}>
          <span className={classes.about}>{about}</span>
          {mark}
        </span>
        {children}
      </a>
    </li>
  );
}

function moveAlong(event: KeyboardEvent<HTMLUListElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const links = [...event.currentTarget.querySelectorAll('a')];
  const index = links.findIndex((link) => link === document.activeElement);
  links[Math.max(0, Math.min(links.length - 1, index + step))]?.focus();
}
