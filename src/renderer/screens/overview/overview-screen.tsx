import { FailedState } from '../../components/failed-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { loadServing, useServing } from '../../mirror/serving.ts';
import { CounterStrip } from './counter-strip.tsx';
import { InterruptedNotes } from './interrupted-note.tsx';
import { LatestPanel } from './latest-panel.tsx';
import { NextStepsPanel } from './next-steps-panel.tsx';
import { ServePanel } from './serve-panel.tsx';
import { ServingPanel } from './serving-panel.tsx';
import { TransfersPanel } from './transfers-panel.tsx';
import classes from './overview-screen.module.css';

export function OverviewScreen() {
  const { phase, status, interfaces } = useServing();
  if (phase.kind === 'failed' && !status) {
    return <FailedState failure={phase.failure} onRetry={() => void loadServing()} />;
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
