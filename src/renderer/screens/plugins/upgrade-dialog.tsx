import { Button, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { PluginUpgrade } from '../../../shared/contract/plugin-change.ts';
import { engine } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { focusNow } from '../../components/focus-now.ts';
import { useAction } from '../../components/use-action.ts';
import { failed, loading, type Phase, ready } from '../../mirror/phase.ts';
import { useWords } from '../../words/words.ts';
import classes from '../../components/plugin-change.module.css';
import { ChangePart } from '../../components/change-part.tsx';
import dialog from '../../components/dialog-parts.module.css';

interface UpgradeDialogProps {
  readonly id: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** What the server's version of a plugin changes, before it is taken. */
export function UpgradeDialog({ id, opened, onClose }: UpgradeDialogProps) {
  const { t } = useWords();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('upgrade.title', { id })}
      size={640}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Preview id={id} onClose={onClose} />
    </Modal>
  );
}

function Preview({ id, onClose }: Omit<UpgradeDialogProps, 'opened'>) {
  const { t } = useWords();
  const [state, setState] = useState<{ phase: Phase; change?: PluginUpgrade }>({ phase: loading });
  const [asked, setAsked] = useState(0);
  const { run, busy, failure } = useAction();
  useEffect(() => {
    let wanted = true;
    engine.plugins.previewUpgrade({ id }).then(
      (change) => wanted && setState({ phase: ready, change }),
      (error: unknown) => wanted && setState({ phase: failed(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [id, asked]);
  const { phase, change } = state;
  const askAgain = () => {
    setState({ phase: loading });
    setAsked(asked + 1);
  };
  const upgrade = async () => {
    await engine.plugins.upgrade({ ids: [id] });
    onClose();
  };
  return (
    <div className={dialog.body}>
      {phase.kind === 'failed' ? (
        <FailureNote failure={phase.failure}>
          <Button variant="default" onClick={askAgain}>
            {t('common.retry')}
          </Button>
        </FailureNote>
      ) : change ? (
        <Change change={change} />
      ) : (
        <div className={classes.loading}>
          <LoadingState />
        </div>
      )}
      {failure && <FailureNote failure={failure} />}
      <div className={dialog.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        {change && (
          <Button ref={focusNow} data-autofocus loading={busy} disabled={change.current} onClick={() => run(upgrade)}>
            {t('plugins.upgrade', { version: change.after.version })}
          </Button>
        )}
      </div>
    </div>
  );
}

function Change({ change }: { readonly change: PluginUpgrade }) {
  const { t, format } = useWords();
  const { before, after, added, removed, changed, toFetch, current } = change;
  const bytes = (toFetchOne: number) => (toFetchOne === 0 ? t('upgrade.here') : format.bytes(toFetchOne));
  if (current) return <p>{t('upgrade.current')}</p>;
  return (
    <>
      <dl className={dialog.sizes}>
        <div>
          <dt>{t('packages.version')}</dt>
          <dd>{t('upgrade.fromTo', { before: before.version, after: after.version })}</dd>
        </div>
        <div>
          <dt>{t('upgrade.firmware')}</dt>
          <dd>{t('upgrade.fromTo', { before: format.bytes(before.firmwareBytes), after: format.bytes(after.firmwareBytes) })}</dd>
        </div>
        <div>
          <dt>{t('upgrade.toFetch')}</dt>
          <dd>{format.bytes(toFetch)}</dd>
        </div>
      </dl>
      {added.length + removed.length + changed.length === 0 && <p className="quiet">{t('upgrade.samePackages')}</p>}
      <ChangePart
        title={t('upgrade.changed', { count: changed.length })}
        lines={changed.map((one) => ({
          id: one.id,
          what: one.sameVersion ? t('upgrade.sameVersion', { version: one.after }) : t('upgrade.fromTo', one),
          aside: one.installed ? bytes(one.toFetch) : t('upgrade.notInstalled'),
        }))}
      />
      <ChangePart
        title={t('upgrade.added', { count: added.length })}
        lines={added.map((one) => ({ id: one.id, what: one.version, aside: bytes(one.toFetch) }))}
      />
      <ChangePart
        title={t('upgrade.removed', { count: removed.length })}
        lines={removed.map((one) => ({
          id: one.id,
          what: one.version,
          aside: t(one.installed ? 'upgrade.staysServed' : 'upgrade.notInstalled'),
        }))}
      />
      <p className="quiet">{t('upgrade.hint')}</p>
    </>
  );
}
