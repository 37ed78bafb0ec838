import { Button } from '@mantine/core';
import { IconChecklist, IconFileSearch } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Operation } from '../../../shared/contract/operations.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailedState } from '../../components/failed-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { progressOf } from '../../components/operation-progress.ts';
import { operationTitle, operationTones } from '../../components/operation-words.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { Halves, SideEntry, SideList } from '../../components/side-list.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { loadOperations, useOperations } from '../../mirror/operations.ts';
import { formatRoute, goTo, useRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { OperationDetails } from './operation-details.tsx';
import { queueOrder } from './queue-order.ts';
import classes from './queue-screen.module.css';

/** Everything that runs or ran lately. What a crash left comes first, and is what is open. */
export function QueueScreen() {
  const { t } = useWords();
  const { phase, byId } = useOperations();
  const openId = useRoute((route) => route.subject);
  const operations = useMemo(() => queueOrder(byId.values()), [byId]);
  if (operations.length === 0 && phase.kind === 'loading') return <LoadingState />;
  if (operations.length === 0 && phase.kind === 'failed') {
    return <FailedState failure={phase.failure} onRetry={() => void loadOperations()} />;
  }
  if (operations.length === 0) {
    return (
      <EmptyState icon={IconChecklist} title={t('queue.empty')} hint={t('queue.emptyHint')}>
        <Button variant="default" onClick={() => goTo('plugins')}>
          {t('queue.emptyDo')}
        </Button>
      </EmptyState>
    );
  }
  const open = openId === undefined ? operations[0] : byId.get(openId);
  return (
    <div className={classes.screen}>
      <Halves
        list={
          <SideList label={t('queue.operations')}>
            {operations.map((operation) => (
              <Entry key={operation.id} operation={operation} open={operation === open} />
            ))}
          </SideList>
        }
      >
        {open ? (
          <OperationDetails key={open.id} operation={open} />
        ) : (
          <EmptyState icon={IconFileSearch} title={t('queue.gone')} hint={t('queue.goneHint')} />
        )}
      </Halves>
    </div>
  );
}

function Entry({ operation, open }: { readonly operation: Operation; readonly open: boolean }) {
  const words = useWords();
  const { t, format } = words;
  const { id, state, items } = operation;
  const { done, share, failed } = progressOf(operation);
  const title = operationTitle(operation, words);
  return (
    <SideEntry
      href={formatRoute({ screen: 'queue', subject: id })}
      open={open}
      title={title}
      sentence
      aside={format.moment(operation.startedAt)}
      about={
        failed.length > 0 && state !== 'running'
          ? t('operation.failedCount', { count: failed.length })
          : t('operation.itemsDone', { done: format.count(done), total: format.count(items.length) })
      }
      mark={<StatusMark tone={operationTones[state]} word={t(`operation.${state}`)} plain />}
    >
      {state === 'running' && <ProgressBar label={title} done={share} total={1} />}
    </SideEntry>
  );
}
