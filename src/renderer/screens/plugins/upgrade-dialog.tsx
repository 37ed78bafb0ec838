import { Button, Modal } from '@mantine/core';
import { useCallback } from 'react';
import type { PluginUpgrade } from '../../../shared/contract/plugin-change.ts';
import { engine } from '../../client.ts';
import { ChangeLists } from '../../components/change-lists.tsx';
import { type Fact, FactList } from '../../components/fact-list.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { focusNow } from '../../components/focus-now.ts';
import { useAction } from '../../components/use-action.ts';
import { usePreview } from '../../components/use-preview.ts';
import { useWords } from '../../words/words.ts';
import classes from '../../components/plugin-change.module.css';
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
  const { run, busy, failure } = useAction();
  const ask = useCallback(() => engine.plugins.previewUpgrade({ id }), [id]);
  const { phase, value: change, askAgain } = usePreview(ask);
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
  const { before, after, toFetch, current } = change;
  const bytes = (toFetchOne: number) => (toFetchOne === 0 ? t('upgrade.here') : format.bytes(toFetchOne));
  if (current) return <p>{t('upgrade.current')}</p>;
  const figures: Fact[] = [
    [t('packages.version'), t('upgrade.fromTo', { before: before.version, after: after.version })],
    [
      t('upgrade.firmware'),
      t('upgrade.fromTo', { before: format.bytes(before.firmwareBytes), after: format.bytes(after.firmwareBytes) }),
    ],
    [t('upgrade.toFetch'), format.bytes(toFetch)],
  ];
  return (
    <>
      <FactList facts={figures} way="figures" />
      <ChangeLists
        change={change}
        aside={{
          changed: (one) => (one.installed ? bytes(one.toFetch) : t('upgrade.notInstalled')),
          added: (one) => bytes(one.toFetch),
          removed: (one) => t(one.installed ? 'upgrade.staysServed' : 'upgrade.notInstalled'),
        }}
      />
      <p className="quiet">{t('upgrade.hint')}</p>
    </>
  );
}
