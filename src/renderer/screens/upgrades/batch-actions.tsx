import { Button } from '@mantine/core';
import { IconCalendarClock, IconFileDownload, IconPlayerPause, IconPlayerPlay, IconReload } from '@tabler/icons-react';
import { useState } from 'react';
import type { UpgradeBatch } from '../../../shared/contract/upgrades.ts';
import { engine } from '../../client.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { type Action, useAction } from '../../components/use-action.ts';
import { endedOf, takeUpgrades } from '../../mirror/upgrades.ts';
import { goTo } from '../../route.ts';
import { saveText } from '../../save-text.ts';
import { useWords } from '../../words/words.ts';
import classes from './batch-details.module.css';
import { RescheduleDialog } from './reschedule-dialog.tsx';

interface BatchActionsProps {
  readonly batch: UpgradeBatch;
  readonly action: Action;
}

/** What can be done with an upgrade now. */
export function BatchActions({ batch, action: { run, busy } }: BatchActionsProps) {
  const { t, language } = useWords();
  const [asking, setAsking] = useState<'cancel' | 'time'>();
  const close = () => setAsking(undefined);
  const { id, state, failed, aborted, buildVersion, pausedFor, startAt } = batch;
  const missed = pausedFor !== null && 'missed' in pausedFor ? pausedFor.missed : null;
  const time = missed ?? (state === 'scheduled' ? startAt : null);
  const isOpen = state === 'scheduled' || state === 'running' || state === 'paused';
  const take = (call: (input: { id: string }) => Promise<UpgradeBatch>) =>
    run(async () => takeUpgrades([], [await call({ id })]));
  const retry = async () => {
    const started = await engine.upgrades.retryFailed({ id });
    takeUpgrades(started.operations, [started.batch]);
    goTo('upgrades', started.batch.id);
  };
  const save = async (kind: 'html' | 'csv') => {
    const report = await engine.upgrades.report({ id, language });
    saveText(
      `upgrade-${buildVersion.replace(/[^\w.-]+/g, '-')}.${kind}`,
      kind === 'html' ? 'text/html' : 'text/csv',
      report[kind],
    );
  };
  return (
    <div className={classes.actions}>
      {state === 'running' && (
        <Button
          variant="default"
          loading={busy}
          title={t('flash.pauseHint')}
          leftSection={<IconPlayerPause size={15} aria-hidden />}
          onClick={() => take((input) => engine.upgrades.pauseBatch(input))}
        >
          {t('flash.pause')}
        </Button>
      )}
      {(state === 'paused' || state === 'scheduled') && (
        <Button
          loading={busy}
          leftSection={<IconPlayerPlay size={15} aria-hidden />}
          onClick={() => take((input) => engine.upgrades.resumeBatch(input))}
        >
          {t(state === 'paused' && missed === null ? 'flash.resume' : 'flash.beginNow')}
        </Button>
      )}
      {time !== null && (
        <Button variant="default" leftSection={<IconCalendarClock size={15} aria-hidden />} onClick={() => setAsking('time')}>
          {t('flash.reschedule')}
        </Button>
      )}
      {isOpen && (
        <Button variant="default" onClick={() => setAsking('cancel')}>
          {t('flash.cancelAll')}
        </Button>
      )}
      {!isOpen && failed + aborted > 0 && (
        <Button loading={busy} leftSection={<IconReload size={15} aria-hidden />} onClick={() => run(retry)}>
          {t('flash.retryFailed')}
        </Button>
      )}
      {endedOf(batch) > 0 && (
        <>
          <Button
            variant="default"
            title={t('flash.reportHtmlHint')}
            leftSection={<IconFileDownload size={15} aria-hidden />}
            onClick={() => run(() => save('html'))}
          >
            {t('flash.reportHtml')}
          </Button>
          <Button variant="default" onClick={() => run(() => save('csv'))}>
            {t('flash.reportCsv')}
          </Button>
        </>
      )}
      {asking === 'cancel' && <CancelDialog batch={batch} onClose={close} />}
      {asking === 'time' && time !== null && <RescheduleDialog id={id} former={time} onClose={close} />}
    </div>
  );
}

function CancelDialog({ batch: { id }, onClose }: { readonly batch: UpgradeBatch; readonly onClose: () => void }) {
  const { t } = useWords();
  const { run, busy, failure } = useAction();
  const cancel = async () => {
    takeUpgrades([], [await engine.upgrades.cancelBatch({ id })]);
    onClose();
  };
  return (
    <ConfirmDialog
      opened
      title={t('flash.cancelTitle')}
      text={t('flash.cancelText')}
      action={t('flash.cancelDo')}
      busy={busy}
      onConfirm={() => run(cancel)}
      onClose={onClose}
    >
      {failure && <FailureNote failure={failure} />}
    </ConfirmDialog>
  );
}
