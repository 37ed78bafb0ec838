import { Button } from '@mantine/core';
import { IconFileSearch, IconPlus, IconRouter } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';
import type { UpgradeBatch } from '../../../shared/contract/upgrades.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailedState } from '../../components/failed-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { Halves, SideEntry, SideList } from '../../components/side-list.tsx';
import { StatusMark, waitingIcon } from '../../components/status-mark.tsx';
import { endedOf, followUpgrades, loadBatches, useUpgrades } from '../../mirror/upgrades.ts';
import { formatRoute, goTo, useRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { NEW_PLAN } from '../upgrade-plan/draft-store.ts';
import { PlanScreen } from '../upgrade-plan/plan-screen.tsx';
import { BatchDetails } from './batch-details.tsx';
import { batchTitle, batchTones } from './batch-words.ts';
import { PolicyLine } from './policy-line.tsx';
import classes from './upgrades-screen.module.css';

// From the moment that this file is here, the rail counts what runs.
followUpgrades();

/** Every upgrade over SSH: one is planned, the others are followed. The newest one is open. */
export function UpgradesScreen() {
  const subject = useRoute((route) => route.subject);
  if (subject === NEW_PLAN) return <PlanScreen />;
  const [batch, operation] = (subject ?? '').split('/');
  return <Followed batchId={batch === '' ? undefined : batch} operationId={operation} />;
}

interface FollowedProps {
  readonly batchId: string | undefined;
  readonly operationId: string | undefined;
}

function Followed({ batchId, operationId }: FollowedProps) {
  const { t } = useWords();
  const { phase, batches: byId } = useUpgrades();
  const batches = useMemo(() => [...byId.values()].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)), [byId]);
  useEffect(followUpgrades, []);
  if (batches.length === 0 && phase.kind === 'loading') return <LoadingState />;
  if (batches.length === 0 && phase.kind === 'failed') {
    return <FailedState failure={phase.failure} onRetry={() => void loadBatches()} />;
  }
  if (batches.length === 0) return <NoUpgrades />;
  const open = batchId === undefined ? batches[0] : byId.get(batchId);
  return (
    <div className={classes.screen}>
      <Halves
        slim
        list={
          <>
            <div className={classes.new}>
              <Button fullWidth leftSection={<IconPlus size={15} aria-hidden />} onClick={() => goTo('upgrades', NEW_PLAN)}>
                {t('flash.new')}
              </Button>
            </div>
            <SideList label={t('flash.batches')}>
              {batches.map((batch) => (
                <Entry key={batch.id} batch={batch} open={batch === open} />
              ))}
            </SideList>
            <div className={classes.foot}>
              <PolicyLine />
            </div>
          </>
        }
      >
        {open ? (
          <BatchDetails key={open.id} batch={open} operationId={operationId} />
        ) : (
          <EmptyState icon={IconFileSearch} title={t('flash.gone')} hint={t('flash.goneHint')} />
        )}
      </Halves>
    </div>
  );
}

function NoUpgrades() {
  const { t } = useWords();
  return (
    <EmptyState icon={IconRouter} title={t('flash.empty')} hint={`${t('flash.emptyHint')} ${t('flash.emptyNoDevices')}`}>
      <Button onClick={() => goTo('upgrades', NEW_PLAN)}>{t('flash.new')}</Button>
      <Button variant="default" onClick={() => goTo('images')}>
        {t('rollout.noBuildsDo')}
      </Button>
      <Button variant="default" onClick={() => goTo('devices')}>
        {t('ssh.add')}
      </Button>
    </EmptyState>
  );
}

function Entry({ batch, open }: { readonly batch: UpgradeBatch; readonly open: boolean }) {
  const words = useWords();
  const { t, format } = words;
  const { id, state, total, createdAt } = batch;
  const title = batchTitle(batch, words);
  const ended = endedOf(batch);
  return (
    <SideEntry
      href={formatRoute({ screen: 'upgrades', subject: id })}
      open={open}
      title={title}
      sentence
      aside={format.moment(createdAt)}
      about={t('flash.devices', { count: total })}
      mark={
        <StatusMark
          tone={batchTones[state]}
          word={t(`flash.${state}`)}
          plain
          {...(state === 'scheduled' ? { icon: waitingIcon } : {})}
        />
      }
    >
      {(state === 'running' || state === 'paused') && <ProgressBar label={title} done={ended} total={total} />}
    </SideEntry>
  );
}
