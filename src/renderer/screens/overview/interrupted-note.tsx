import { Button } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import { useState } from 'react';
import type { Operation } from '../../../shared/contract/operations.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { progressOf } from '../../components/operation-progress.ts';
import { operationTitle } from '../../components/operation-words.ts';
import { useAction } from '../../components/use-action.ts';
import { useOperations } from '../../mirror/operations.ts';
import { formatRoute, goTo } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { OperationActions } from '../queue/operation-actions.tsx';
import { needsDecision, queueOrder } from '../queue/queue-order.ts';
import classes from './interrupted-note.module.css';

/** After a crash or a closed lid the first thing to see: what was left, and the one button that goes on with it. */
export function InterruptedNotes() {
  const byId = useOperations((mirror) => mirror.byId);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const all = [...byId.values()];
  const left = queueOrder(all).filter((operation) => !hidden.has(operation.id) && needsDecision(operation, all));
  return left.map((operation) => (
    <InterruptedNote
      key={operation.id}
      operation={operation}
      onHide={() => setHidden((before) => new Set(before).add(operation.id))}
    />
  ));
}

function InterruptedNote({ operation, onHide }: { readonly operation: Operation; readonly onHide: () => void }) {
  const words = useWords();
  const { t, format } = words;
  const action = useAction();
  const title = operationTitle(operation, words);
  const { done } = progressOf(operation);
  return (
    <section className={classes.note} aria-label={t('queue.leftOff', { what: title })}>
      <IconPlayerPause size={22} stroke={1.8} aria-hidden className={classes.icon} />
      <div className={classes.text}>
        <p className={classes.title}>{t('queue.leftOff', { what: title })}</p>
        <p>
          {t('operation.itemsDone', { done: format.count(done), total: format.count(operation.items.length) })}
          {' · '}
          {t('operation.interruptedHint')}
        </p>
        {action.failure && <FailureNote failure={action.failure} />}
      </div>
      <div className={classes.actions}>
        <OperationActions operation={operation} action={action} onGoneOn={(id) => goTo('queue', id)} />
        <a href={formatRoute({ screen: 'queue', subject: operation.id })}>{t('queue.look')}</a>
        <Button variant="subtle" onClick={onHide}>
          {t('queue.notNow')}
        </Button>
      </div>
    </section>
  );
}
