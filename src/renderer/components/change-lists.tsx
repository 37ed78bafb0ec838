import type { PluginChange } from '../../shared/contract/plugin-change.ts';
import { useWords } from '../words/words.ts';
import { ChangePart } from './change-part.tsx';

type Version = PluginChange['added'][number];
type Changed = PluginChange['changed'][number];

interface ChangeListsProps<C extends Changed, A extends Version, R extends Version> {
  readonly change: { readonly changed: readonly C[]; readonly added: readonly A[]; readonly removed: readonly R[] };
  /** What is told of a package besides. */
  readonly aside?: { changed(one: C): string; added(one: A): string; removed(one: R): string };
}

/** The packages that another version of a plugin changes, adds and drops. */
export function ChangeLists<C extends Changed, A extends Version, R extends Version>({
  change: { changed, added, removed },
  aside,
}: ChangeListsProps<C, A, R>) {
  const { t } = useWords();
  if (added.length + removed.length + changed.length === 0) return <p className="quiet">{t('upgrade.samePackages')}</p>;
  return (
    <>
      <ChangePart
        title={t('upgrade.changed', { count: changed.length })}
        lines={changed.map((one) => ({
          id: one.id,
          what: one.sameVersion
            ? t('upgrade.sameVersion', { version: one.after })
            : t('upgrade.fromTo', { before: one.before, after: one.after }),
          ...(aside && { aside: aside.changed(one) }),
        }))}
      />
      <ChangePart
        title={t('upgrade.added', { count: added.length })}
        lines={added.map((one) => ({ id: one.id, what: one.version, ...(aside && { aside: aside.added(one) }) }))}
      />
      <ChangePart
        title={t('upgrade.removed', { count: removed.length })}
        lines={removed.map((one) => ({ id: one.id, what: one.version, ...(aside && { aside: aside.removed(one) }) }))}
      />
    </>
  );
}
