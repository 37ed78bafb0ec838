import { Button, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { PluginChange } from '../../../shared/contract/plugin-change.ts';
import { engine } from '../../client.ts';
import { ChangePart } from '../../components/change-part.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { focusNow } from '../../components/focus-now.ts';
import { LoadingState } from '../../components/loading-state.tsx';
import dialog from '../../components/dialog-parts.module.css';
import classes from '../../components/plugin-change.module.css';
import { useAction } from '../../components/use-action.ts';
import type { ChannelName } from '../../mirror/channel-names.ts';
import { loadChannel, useDesk } from '../../mirror/desk.ts';
import { failed, loading, type Phase, ready } from '../../mirror/phase.ts';
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
  const [state, setState] = useState<{ phase: Phase; change?: PluginChange }>({ phase: loading });
  const { run, busy, failure } = useAction();
  useEffect(() => {
    if (fromDir === null || toDir === null) return;
    let wanted = true;
    engine.repo.previewPromotion({ id, from: fromDir, to: toDir }).then(
      (change) => wanted && setState({ phase: ready, change }),
      (error: unknown) => wanted && setState({ phase: failed(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [id, fromDir, toDir]);
  const { phase, change } = state;
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

function Change({ change: { before, after, added, removed, changed } }: { readonly change: PluginChange }) {
  const { t, format } = useWords();
  const fromTo = (one: string | undefined, two: string) =>
    one === undefined ? two : t('upgrade.fromTo', { before: one, after: two });
  return (
    <>
      <dl className={dialog.sizes}>
        <div>
          <dt>{t('packages.version')}</dt>
          <dd>{fromTo(before?.version, after.version)}</dd>
        </div>
        <div>
          <dt>{t('upgrade.firmware')}</dt>
          <dd>{fromTo(before === null ? undefined : format.bytes(before.firmwareBytes), format.bytes(after.firmwareBytes))}</dd>
        </div>
        <div>
          <dt>{t('maintainer.archiveSize')}</dt>
          <dd>{fromTo(before === null ? undefined : format.bytes(before.archiveBytes), format.bytes(after.archiveBytes))}</dd>
        </div>
      </dl>
      {before === null && <p className="quiet">{t('maintainer.firstThere')}</p>}
      {added.length + removed.length + changed.length === 0 && <p className="quiet">{t('upgrade.samePackages')}</p>}
      <ChangePart
        title={t('upgrade.changed', { count: changed.length })}
        lines={changed.map((one) => ({
          id: one.id,
          what: one.sameVersion ? t('upgrade.sameVersion', { version: one.after }) : t('upgrade.fromTo', one),
        }))}
      />
      <ChangePart
        title={t('upgrade.added', { count: added.length })}
        lines={added.map((one) => ({ id: one.id, what: one.version }))}
      />
      <ChangePart
        title={t('upgrade.removed', { count: removed.length })}
        lines={removed.map((one) => ({ id: one.id, what: one.version }))}
      />
    </>
  );
}
