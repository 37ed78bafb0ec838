import { Button } from '@mantine/core';
import { IconListCheck, IconUserOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { UpgradePlan } from '../../../shared/contract/upgrades.ts';
import { CopyButton } from '../../components/copyable.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailedState } from '../../components/failed-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { useWords } from '../../words/words.ts';
import { PlannedGrid } from './planned-grid.tsx';
import type { PlanDraft, Readiness } from './plan-draft.ts';
import classes from './plan-view.module.css';
import { SkippedList } from './skipped-list.tsx';
import { StartDialog } from './start-dialog.tsx';
import { usePlan } from './use-plan.ts';

interface PlanViewProps {
  readonly draft: PlanDraft;
  readonly readiness: Readiness;
}

/** Who gets what, who does not and why, and the very command. One button goes on from here. */
export function PlanView({ draft, readiness }: PlanViewProps) {
  const { t } = useWords();
  const choice = readiness.kind === 'ready' ? readiness.choice : undefined;
  const { phase, plan, reload } = usePlan(choice);
  if (readiness.kind === 'nothing-chosen')
    return <EmptyState icon={IconListCheck} title={t('rollout.chooseFirst')} hint={t('rollout.chooseFirstHint')} />;
  if (readiness.kind === 'wrong')
    return <EmptyState icon={IconListCheck} title={t('rollout.plan')} hint={t('rollout.incomplete')} />;
  if (phase.kind === 'failed') {
    return <FailedState failure={phase.failure} onRetry={reload} />;
  }
  if (!plan) return <LoadingState />;
  return <Plan plan={plan} draft={draft} fresh={phase.kind === 'ready'} reload={reload} />;
}

interface PlanProps {
  readonly plan: UpgradePlan;
  readonly draft: PlanDraft;
  /** The choice was not changed since. */
  readonly fresh: boolean;
  readonly reload: () => void;
}

function Plan({ plan, draft, fresh, reload }: PlanProps) {
  const { t, format } = useWords();
  const [asking, setAsking] = useState(false);
  const { planned, skipped, command } = plan;
  const waves = new Set(planned.map(({ wave }) => wave)).size;
  const count = planned.length;
  return (
    <section className={classes.plan} aria-label={t('rollout.plan')} aria-busy={!fresh}>
      <header className={classes.heading}>
        <h2 className={classes.title}>{t('rollout.plan')}</h2>
        <dl className={classes.figures}>
          {(
            [
              ['gets', count],
              ['getsNot', skipped.length],
              ['wavesFigure', waves],
            ] as const
          ).map(([name, figure]) => (
            <div key={name} className={classes.figure}>
              <dt>{t(`rollout.${name}`)}</dt>
              <dd>{format.count(figure)}</dd>
            </div>
          ))}
        </dl>
      </header>
      <div className={classes.lists}>
        {count > 0 ? (
          <PlannedGrid planned={planned} />
        ) : (
          <div className={classes.nobody}>
            <EmptyState
              icon={IconUserOff}
              title={t('rollout.nobody')}
              hint={t(skipped.length > 0 ? 'rollout.nobodyHint' : 'rollout.noneMeant')}
            />
          </div>
        )}
        {skipped.length > 0 && <SkippedList skipped={skipped} />}
      </div>
      <footer className={classes.foot}>
        <div className={classes.command}>
          <p className={classes.commandTitle}>{t('rollout.command')}</p>
          <code className={classes.code}>{command}</code>
          <CopyButton text={command} what={t('rollout.command')} />
        </div>
        <Button size="sm" disabled={count === 0 || !fresh} onClick={() => setAsking(true)}>
          {t(draft.when === 'at' ? 'rollout.beginLater' : 'rollout.begin', { count })}
        </Button>
      </footer>
      {asking && <StartDialog plan={plan} draft={draft} onReload={reload} onClose={() => setAsking(false)} />}
    </section>
  );
}
