import { useMemo } from 'react';
import type { InstallPlan } from '../../../shared/contract/packages.ts';
import { type Fact, FactList } from '../../components/fact-list.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { type GridColumn, GridCell, VirtualGrid } from '../../components/virtual-grid.tsx';
import { formatRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import dialog from '../../components/dialog-parts.module.css';
import classes from './install-plan-dialog.module.css';
import type { planFacts } from './plan-facts.ts';

interface PlanViewProps {
  readonly plan: InstallPlan;
  readonly facts: ReturnType<typeof planFacts>;
}

/** How much, whether it fits, what is missing by name, what cannot work and why, and then every package. */
export function PlanView({ plan, facts }: PlanViewProps) {
  const words = useWords();
  const { t, format } = words;
  const { missing, broken, plugins } = facts;
  const sizes: Fact[] = [
    [t('plan.packages'), t('plan.packagesOf', { count: plan.packages.length, plugins: t('plan.plugins', { count: plugins }) })],
    [t('plan.toFetch'), format.bytes(plan.toFetch)],
    [t('plan.here'), format.bytes(plan.here)],
    [t('plan.diskFree'), format.bytes(plan.diskFree)],
  ];
  return (
    <>
      <FactList facts={sizes} way="figures" />
      {plan.overLimit > 0 ? (
        <StatusMark
          tone="bad"
          word={t('plan.overBy', { over: format.bytes(plan.overLimit), limit: format.bytes(plan.limit ?? 0) })}
          plain
        />
      ) : (
        <StatusMark tone={plan.fits ? 'good' : 'warn'} word={t(plan.fits ? 'plan.fits' : 'plan.tight')} plain />
      )}
      {missing.length > 0 && (
        <section className={classes.part}>
          <h3 className={dialog.heading}>{t('plan.missing', { count: missing.length })}</h3>
          <ul className={classes.list} tabIndex={0} aria-label={t('plan.missing', { count: missing.length })}>
            {missing.map((one) => (
              <li key={`${one.plugin} ${one.id}`} className={classes.line}>
                <span className={classes.mono}>{one.missing.join(', ')}</span>
                <span className="quiet">
                  {one.id} · {one.plugin}
                </span>
              </li>
            ))}
          </ul>
          <a href={formatRoute({ screen: 'files', subject: undefined })}>{t('queue.bringFiles')}</a>
        </section>
      )}
      {(broken.length > 0 || plan.unreadable.length > 0) && (
        <section className={classes.part}>
          <h3 className={dialog.heading}>{t('plan.broken', { count: broken.length + plan.unreadable.length })}</h3>
          <ul
            className={classes.list}
            tabIndex={0}
            aria-label={t('plan.broken', { count: broken.length + plan.unreadable.length })}
          >
            {plan.unreadable.map(({ plugin, problem }) => (
              <li key={plugin} className={classes.line}>
                {words.failure(problem)}
              </li>
            ))}
            {broken.map(({ plugin, id, problem }) => (
              <li key={`${plugin} ${id}`} className={classes.line}>
                {problem && words.failure(problem)}
              </li>
            ))}
          </ul>
        </section>
      )}
      <PlannedPackages plan={plan} />
    </>
  );
}

function PlannedPackages({ plan }: { readonly plan: InstallPlan }) {
  const { t, format } = useWords();
  const byKey = useMemo(() => new Map(plan.packages.map((one) => [`${one.plugin}/${one.id}`, one])), [plan]);
  const ids = useMemo(() => [...byKey.keys()], [byKey]);
  const columns = useMemo(
    (): GridColumn[] => [
      { id: 'id', title: t('packages.name'), width: 'minmax(120px, 1.4fr)' },
      { id: 'plugin', title: t('queue.plugin'), width: 'minmax(100px, 1fr)' },
      { id: 'version', title: t('packages.version'), width: '110px' },
      { id: 'toFetch', title: t('plan.toFetch'), width: '110px', alignEnd: true },
    ],
    [t],
  );
  if (ids.length === 0) return null;
  return (
    <div className={classes.grid} style={{ height: 34 + 36 * Math.min(6, ids.length) + 2 }}>
      <VirtualGrid
        label={t('packages.title')}
        columns={columns}
        ids={ids}
        renderRow={(key) => {
          const one = byKey.get(key);
          return (
            one && (
              <>
                <GridCell title={one.id}>{one.id}</GridCell>
                <GridCell title={one.plugin} quiet>
                  {one.plugin}
                </GridCell>
                <GridCell title={one.version}>{one.version}</GridCell>
                <GridCell alignEnd quiet>
                  {one.toFetch === 0 ? '—' : format.bytes(one.toFetch)}
                </GridCell>
              </>
            )
          );
        }}
      />
    </div>
  );
}
