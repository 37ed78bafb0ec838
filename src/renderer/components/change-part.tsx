import dialog from './dialog-parts.module.css';
import classes from './plugin-change.module.css';

interface ChangePartProps {
  readonly title: string;
  readonly lines: readonly { readonly id: string; readonly what: string; readonly aside?: string }[];
}

/** Packages that another version of a plugin adds, changes or drops; nothing where there are none. */
export function ChangePart({ title, lines }: ChangePartProps) {
  if (lines.length === 0) return null;
  return (
    <section className={classes.part}>
      <h3 className={dialog.heading}>{title}</h3>
      <ul className={classes.list} tabIndex={lines.length > 5 ? 0 : undefined} aria-label={title}>
        {lines.map(({ id, what, aside }) => (
          <li key={id} className={classes.line}>
            <span className={classes.id} title={id}>
              {id}
            </span>
            <span className={classes.what}>{what}</span>
            {aside !== undefined && <span className={classes.aside}>{aside}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
