import { Button } from '@mantine/core';
import { useState } from 'react';
import type { StoreUsage } from '../../../shared/contract/files.ts';
import { engine } from '../../client.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { useAction } from '../../components/use-action.ts';
import { loadUsage, useUsage } from '../../mirror/usage.ts';
import { useWords } from '../../words/words.ts';
import { LimitForm } from './limit-form.tsx';
import classes from './storage-panel.module.css';

/** What the data folder holds, what of it could go, and how much it may hold. */
export function StoragePanel() {
  const { t } = useWords();
  const { phase, usage } = useUsage();
  return (
    <Panel title={t('storage.title')}>
      {phase.kind === 'failed' ? (
        <FailureNote failure={phase.failure}>
          <Button variant="default" onClick={() => void loadUsage()}>
            {t('common.retry')}
          </Button>
        </FailureNote>
      ) : usage ? (
        <div className={classes.storage}>
          <UsageBar usage={usage} />
          <CleanUp usage={usage} />
          <LimitForm usage={usage} />
        </div>
      ) : (
        <LoadingState />
      )}
    </Panel>
  );
}

function UsageBar({ usage }: { readonly usage: StoreUsage }) {
  const { t, format } = useWords();
  const { content, unused, partial, diskFree, limit } = usage;
  const held = content + partial;
  const room = limit === null ? diskFree : Math.max(0, Math.min(diskFree, limit - held));
  const whole = Math.max(1, held + room);
  const parts = [
    { name: t('storage.used'), bytes: content - unused, tone: 'used' },
    { name: t('storage.unused'), bytes: unused, tone: 'unused', hint: t('storage.unusedHint') },
    { name: t('storage.partial'), bytes: partial, tone: 'partial', hint: t('storage.partialHint') },
    { name: limit === null ? t('storage.diskFree') : t('storage.room'), bytes: room, tone: 'free' },
  ];
  return (
    <>
      <div className={classes.bar} aria-hidden>
        {parts.slice(0, 3).map(({ tone, bytes }) => (
          <span key={tone} className={classes.part} data-tone={tone} style={{ width: `${(100 * bytes) / whole}%` }} />
        ))}
      </div>
      <dl className={classes.parts}>
        {parts.map(({ name, bytes, tone, hint }) => (
          <div key={tone} className={classes.row} title={hint}>
            <dt>
              <span className={classes.dot} data-tone={tone} aria-hidden />
              {name}
            </dt>
            <dd>{format.bytes(bytes)}</dd>
          </div>
        ))}
      </dl>
      {limit !== null && held > limit && (
        <p className={classes.over}>{t('storage.over', { over: format.bytes(held - limit) })}</p>
      )}
    </>
  );
}

function CleanUp({ usage: { unused } }: { readonly usage: StoreUsage }) {
  const { t, format } = useWords();
  const [asking, setAsking] = useState(false);
  const [freed, setFreed] = useState<number>();
  const { run, busy, failure, dismiss } = useAction();
  const clean = async () => {
    setFreed((await engine.files.clean()).freed);
    await loadUsage();
    setAsking(false);
  };
  const close = () => {
    dismiss();
    setAsking(false);
  };
  return (
    <div className={classes.clean}>
      <Button variant="default" disabled={unused === 0} onClick={() => setAsking(true)}>
        {unused === 0 ? t('storage.nothingUnused') : t('storage.clean', { bytes: format.bytes(unused) })}
      </Button>
      <p className={classes.hint} aria-live="polite">
        {freed !== undefined && t('storage.freed', { bytes: format.bytes(freed) })}
      </p>
      <ConfirmDialog
        opened={asking}
        title={t('storage.cleanTitle')}
        text={t('storage.cleanText')}
        action={t('storage.clean', { bytes: format.bytes(unused) })}
        busy={busy}
        onConfirm={() => run(clean)}
        onClose={close}
      >
        {failure && <FailureNote failure={failure} />}
      </ConfirmDialog>
    </div>
  );
}
