import { Button } from '@mantine/core';
import { IconPlayerPlay, IconReload } from '@tabler/icons-react';
import { useState } from 'react';
import type { Operation } from '../../../shared/contract/operations.ts';
import { engine } from '../../client.ts';
import type { Action } from '../../components/use-action.ts';
import { useOperations } from '../../mirror/operations.ts';
import { useWords } from '../../words/words.ts';
import { canGoOn } from './queue-order.ts';

interface OperationActionsProps {
  readonly operation: Operation;
  readonly action: Action;
  /** Told of the operation that takes up what was left. */
  readonly onGoneOn?: (id: string) => void;
}

/** What can be done with an operation now: cancel it, or go on with what is left of it. */
export function OperationActions({ operation, action, onGoneOn }: OperationActionsProps) {
  const { t } = useWords();
  const [asked, setAsked] = useState(false);
  const isLeft = useOperations((mirror) => canGoOn(operation, [...mirror.byId.values()]));
  const { run, busy, failure } = action;
  const cancelling = asked && !failure;
  const cancel = async () => {
    setAsked(true);
    await engine.operations.cancel({ id: operation.id });
  };
  const goOn = async () => {
    const { operation: next } = await engine.operations.retryFailed({ id: operation.id });
    onGoneOn?.(next);
  };
  if (operation.state === 'running') {
    return (
      <Button variant="default" disabled={cancelling} loading={busy} onClick={() => run(cancel)}>
        {t(cancelling ? 'operation.cancelling' : 'operation.cancel')}
      </Button>
    );
  }
  if (!isLeft) return null;
  const stopped = operation.state === 'interrupted' || operation.state === 'cancelled';
  const Icon = stopped ? IconPlayerPlay : IconReload;
  return (
    <Button loading={busy} leftSection={<Icon size={15} aria-hidden />} onClick={() => run(goOn)}>
      {t(stopped ? 'operation.goOn' : 'operation.retryFailed')}
    </Button>
  );
}
