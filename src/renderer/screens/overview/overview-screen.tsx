import { Button } from '@mantine/core';
import { FailureNote } from '../../components/failure-note.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { loadServing, useServing } from '../../mirror/serving.ts';
import { useWords } from '../../words/words.ts';
import { CounterStrip } from './counter-strip.tsx';
import { InterruptedNotes } from './interrupted-note.tsx';
import { LatestPanel } from './latest-panel.tsx';
import { NextStepsPanel } from './next-steps-panel.tsx';
import { ServePanel } from './serve-panel.tsx';
import { ServingPanel } from './serving-panel.tsx';
import { TransfersPanel } from './transfers-panel.tsx';
import classes from './overview-screen.module.css';

export function OverviewScreen() {
  const { t } = useWords();
  const { phase, status, interfaces } = useServing();
  if (phase.kind === 'failed' && !status) {
    return (
      <div className={classes.failed}>
        <FailureNote failure={phase.failure}>
          <Button variant="default" onClick={() => void loadServing()}>
            {t('common.retry')}
          </Button>
        </FailureNote>
      </div>
    );
  }
  if (!status) return <LoadingState />;
  return (
    <div className={classes.overview}>
      <div className={classes.main}>
        <InterruptedNotes />
        <ServingPanel status={status} interfaces={interfaces ?? []} />
        <CounterStrip status={status} />
        <TransfersPanel status={status} />
        <LatestPanel />
      </div>
      <div className={classes.side}>
        <NextStepsPanel />
        <ServePanel />
      </div>
    </div>
  );
}
