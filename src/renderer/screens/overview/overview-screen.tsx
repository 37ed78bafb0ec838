import { FailedState } from '../../components/failed-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageColumns } from '../../components/page-columns.tsx';
import { loadServing, useServing } from '../../mirror/serving.ts';
import { CounterStrip } from './counter-strip.tsx';
import { InterruptedNotes } from './interrupted-note.tsx';
import { LatestPanel } from './latest-panel.tsx';
import { NextStepsPanel } from './next-steps-panel.tsx';
import { ServePanel } from './serve-panel.tsx';
import { ServingPanel } from './serving-panel.tsx';
import { TransfersPanel } from './transfers-panel.tsx';

export function OverviewScreen() {
  const { phase, status, interfaces } = useServing();
  if (phase.kind === 'failed' && !status) {
    return <FailedState failure={phase.failure} onRetry={() => void loadServing()} />;
  }
  if (!status) return <LoadingState />;
  return (
    <PageColumns
      side={
        <>
          <NextStepsPanel />
          <ServePanel />
        </>
      }
    >
      <InterruptedNotes />
      <ServingPanel status={status} interfaces={interfaces ?? []} />
      <CounterStrip status={status} />
      <TransfersPanel status={status} />
      <LatestPanel />
    </PageColumns>
  );
}
