import { Button, Checkbox } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { PackageScope } from '../../../shared/contract/operations.ts';
import type { PluginSummary } from '../../../shared/contract/plugins.ts';
import { engine } from '../../client.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { useAction } from '../../components/use-action.ts';
import { operationOf, useOperations } from '../../mirror/operations.ts';
import { formatRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { pluginState } from './catalogue.ts';
import { ModelsPanel } from './models-panel.tsx';
import { MoreActions } from './more-actions.tsx';
import { OperationPanel } from './operation-panel.tsx';
import { PackagesPanel } from './packages-panel.tsx';
import { PluginStateMark } from './plugin-state-mark.tsx';
import classes from './plugin-details.module.css';
import { UpgradeDialog } from './upgrade-dialog.tsx';

interface PluginDetailsProps {
  readonly plugin: PluginSummary;
  readonly onInstall: (scope: PackageScope) => void;
}

export function PluginDetails({ plugin, onInstall }: PluginDetailsProps) {
  const operation = operationOf(useOperations((mirror) => mirror.byId).values(), plugin.id);
  const [hidden, setHidden] = useState<string>();
  const busy = operation?.state === 'running';
  const installed = plugin.installedVersion !== undefined;
  return (
    <article className={classes.details} aria-labelledby="plugin-name">
      <Heading plugin={plugin} busy={busy} />
      {plugin.problem && <FailureNote failure={plugin.problem} />}
      {operation && operation.id !== hidden && (
        <OperationPanel key={operation.id} operation={operation} onHide={() => setHidden(operation.id)} />
      )}
      <PackagesPanel plugin={plugin.id} installed={installed} busy={busy} onInstallAll={() => onInstall({ plugin: plugin.id })} />
      <ModelsPanel
        capabilities={plugin.capabilities}
        onInstall={installed && !busy ? (models) => onInstall({ plugin: plugin.id, models: [...models] }) : undefined}
      />
    </article>
  );
}

function Heading({ plugin, busy }: { readonly plugin: PluginSummary; readonly busy: boolean }) {
  const words = useWords();
  const { t } = words;
  const { run, busy: asking, failure } = useAction();
  const [uninstalling, setUninstalling] = useState(false);
  const [upgrading, setUpgrading] = useState(false);
  /** The version that was found when the folder was last read anew. */
  const [reread, setReread] = useState<string>();
  const { id, version, installedVersion, previousVersion } = plugin;
  const state = pluginState(plugin);
  const act = (work: () => Promise<unknown>) => {
    setReread(undefined);
    run(work);
  };
  const reload = async () => setReread((await engine.plugins.reload({ id })).version);
  return (
    <header className={classes.heading}>
      <div className={classes.top}>
        <h1 id="plugin-name" className={classes.name}>
          {id}
        </h1>
        <PluginStateMark state={state} />
        <span className={classes.space} />
        {state === 'available' && (
          <Button
            size="sm"
            loading={asking}
            disabled={busy}
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => act(() => engine.plugins.install({ ids: [id] }))}
          >
            {t('plugins.install')}
          </Button>
        )}
        {state === 'upgradable' && (
          <Button size="sm" disabled={busy} onClick={() => setUpgrading(true)}>
            {t('plugins.upgradeTo', { version: version ?? '' })}
          </Button>
        )}
        {previousVersion !== undefined && (
          <Button variant="default" loading={asking} disabled={busy} onClick={() => act(() => engine.plugins.rollback({ id }))}>
            {t('plugins.rollback', { version: previousVersion })}
          </Button>
        )}
        {installedVersion !== undefined && (
          <Button variant="default" disabled={busy} onClick={() => setUninstalling(true)}>
            {t('plugins.uninstall')}
          </Button>
        )}
        {installedVersion !== undefined && (
          <MoreActions
            disabled={busy || asking}
            onReload={() => act(reload)}
            onRefetch={state === 'installed' ? () => act(() => engine.plugins.install({ ids: [id], refetch: true })) : undefined}
          />
        )}
      </div>
      <p className={classes.version}>
        {state === 'upgradable'
          ? t('plugins.versionOf', { installed: installedVersion ?? '', version: version ?? '' })
          : t('plugins.version', { version: installedVersion ?? version ?? '' })}
        {plugin.packages && installedVersion !== undefined && ` · ${t('plugins.packagesCount', plugin.packages)}`}
        {installedVersion !== undefined && (
          <>
            {' · '}
            <a href={formatRoute({ screen: 'links', subject: id })}>{t('plugins.links')}</a>
          </>
        )}
      </p>
      <p>{words.described(plugin.descriptions)}</p>
      <p className={classes.done} aria-live="polite">
        {reread !== undefined && t('plugins.reloaded', { version: reread })}
      </p>
      {failure && <FailureNote failure={failure} />}
      <UpgradeDialog id={id} opened={upgrading} onClose={() => setUpgrading(false)} />
      <Uninstall id={id} opened={uninstalling} onClose={() => setUninstalling(false)} />
    </header>
  );
}

function Uninstall({ id, opened, onClose }: { readonly id: string; readonly opened: boolean; readonly onClose: () => void }) {
  const { t } = useWords();
  const [clean, setClean] = useState(false);
  const { run, busy, failure } = useAction();
  const uninstall = async () => {
    await engine.plugins.uninstall({ id, clean });
    onClose();
  };
  return (
    <ConfirmDialog
      opened={opened}
      title={t('plugins.uninstallTitle', { id })}
      text={t('plugins.uninstallText')}
      action={t('plugins.uninstallDo', { id })}
      busy={busy}
      onConfirm={() => run(uninstall)}
      onClose={onClose}
    >
      <Checkbox
        size="xs"
        label={t('plugins.uninstallClean')}
        checked={clean}
        onChange={(event) => setClean(event.currentTarget.checked)}
      />
      {failure && <FailureNote failure={failure} />}
    </ConfirmDialog>
  );
}
