import { Button } from '@mantine/core';
import { IconBroadcastOff, IconStethoscope, IconTransfer } from '@tabler/icons-react';
import type { ServingStatus } from '../../../shared/contract/serving.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailedState } from '../../components/failed-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { openSelfTest } from '../../mirror/self-test.ts';
import { loadServing, useServing } from '../../mirror/serving.ts';
import { goTo } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { ProtocolCounters } from './protocol-counters.tsx';
import { TransfersGrid } from './transfers-grid.tsx';
import classes from './transfers-screen.module.css';

/** What goes out now, to whom, how fast; and what went since the start. */
export function TransfersScreen() {
  const { phase, status } = useServing();
  if (phase.kind === 'failed' && !status) {
    return <FailedState failure={phase.failure} onRetry={() => void loadServing()} />;
  }
  if (!status) return <LoadingState />;
  return (
    <div className={classes.screen}>
      <ProtocolCounters status={status} />
      <div className={classes.grid}>
        {status.transfers.length > 0 ? <TransfersGrid status={status} /> : <NoTransfers status={status} />}
      </div>
    </div>
  );
}

function NoTransfers({ status }: { readonly status: ServingStatus }) {
  const { t } = useWords();
  if (status.listeners.length === 0) {
    return (
      <EmptyState icon={IconBroadcastOff} title={t('live.notServing')} hint={t('live.notServingHint')}>
        <Button onClick={() => goTo('overview')}>{t('live.toOverview')}</Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={IconTransfer} title={t('transfers.empty')} hint={t('transfers.emptyHint')}>
      <Button variant="default" leftSection={<IconStethoscope size={16} aria-hidden />} onClick={openSelfTest}>
        {t('serving.test')}
      </Button>
    </EmptyState>
  );
}
