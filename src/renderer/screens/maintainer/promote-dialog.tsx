import { Button, Modal } from '@mantine/core';
import { useMemo } from 'react';
import type { PluginChange } from '../../../shared/contract/plugin-change.ts';
import { engine } from '../../client.ts';
import { ChangeLists } from '../../components/change-lists.tsx';
import { type Fact, FactList } from '../../components/fact-list.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { focusNow } from '../../components/focus-now.ts';
import { LoadingState } from '../../components/loading-state.tsx';
import dialog from '../../components/dialog-parts.module.css';
import classes from '../../components/plugin-change.module.css';
import { useAction } from '../../components/use-action.ts';
import { usePreview } from '../../components/use-preview.ts';
import type { ChannelName } from '../../mirror/channel-names.ts';
import { loadChannel, useDesk } from '../../mirror/desk.ts';
import { useWords } from '../../words/words.ts';

export interface Promotion {
  readonly id: string;
  readonly from: ChannelName;
  readonly to: ChannelName;
}

interface PromoteDialogProps {
  readonly promotion: Promotion;
  readonly onClose: () => void;
}

/** What a promotion changes for those who use the channel, before it is done. */
export function PromoteDialog({ promotion, onClose }: PromoteDialogProps) {
  const { t } = useWords();
  const { id, to } = promotion;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('maintainer.promoteTitle', { id, channel: t(`maintainer.${to}`) })}
      size={640}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Preview promotion={promotion} onClose={onClose} />
    </Modal>
  );
}

function Preview({ promotion: { id, from, to }, onClose }: PromoteDialogProps) {
  const { t } = useWords();
  const { [from]: fromDir, [to]: toDir } = useDesk(({ folders }) => folders);
  const { run, busy, failure } = useAction();
  const ask = useMemo(
    () => (fromDir === null || toDir === null ? undefined : () => engine.repo.previewPromotion({ id, from: fromDir, to: toDir })),
    [id, fromDir, toDir],
  );
  const { phase, value: change } = usePreview(ask);
  const promote = async () => {
    if (fromDir === null || toDir === null) return;
    try {
      await engine.repo.promote({ id, from: fromDir, to: toDir });
    } finally {
      await loadChannel(to);
    }
    onClose();
  };
  return (
    <div className={dialog.body}>
      {phase.kind === 'failed' ? (
        <FailureNote failure={phase.failure} />
      ) : change ? (
        <Change change={change} />
      ) : (
        <div className={classes.loading}>
          <LoadingState />
        </div>
      )}
      {failure && <FailureNote failure={failure} />}
      <p className="quiet">
        {t('maintainer.promoteHint')} <span className="mono">{toDir}</span>
      </p>
      <div className={dialog.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        {change && (
          <Button ref={focusNow} loading={busy} onClick={() => run(promote)}>
            {t('maintainer.promoteDo', { version: change.after.version, channel: t(`maintainer.${to}`) })}
          </Button>
        )}
      </div>
    </div>
  );
}

function Change({ change }: { readonly change: PluginChange }) {
  const { t, format } = useWords();
  const { before, after } = change;
  const fromTo = (one: string | undefined, two: string) =>
    one === undefined ? two : t('upgrade.fromTo', { before: one, after: two });
  const bytesOf = (which: 'firmwareBytes' | 'archiveBytes') =>
    fromTo(before === null ? undefined : format.bytes(before[which]), format.bytes(after[which]));
  const figures: Fact[] = [
    [t('packages.version'), fromTo(before?.version, after.version)],
    [t('upgrade.firmware'), bytesOf('firmwareBytes')],
    [t('maintainer.archiveSize'), bytesOf('archiveBytes')],
  ];
  return (
    <>
      <FactList facts={figures} way="figures" />
      {before === null && <p className="quiet">{t('maintainer.firstThere')}</p>}
      <ChangeLists change={change} />
    </>
  );
}
