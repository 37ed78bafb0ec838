import { Button } from '@mantine/core';
import { IconDownload, IconPackages, IconCheck } from '@tabler/icons-react';
import { useEffect } from 'react';
import { engine } from '../../client.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailedState } from '../../components/failed-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { useAction } from '../../components/use-action.ts';
import { loadPackages, usePlugins } from '../../mirror/plugins.ts';
import { useWords } from '../../words/words.ts';
import { notInstalled } from './package-state.ts';
import { PackagesTable } from './packages-table.tsx';
import classes from './packages-panel.module.css';

interface PackagesPanelProps {
  readonly plugin: string;
  readonly installed: boolean;
  /** An operation on this plugin runs: nothing else may begin. */
  readonly busy: boolean;
  readonly onInstallAll: () => void;
}

export function PackagesPanel({ plugin, installed, busy, onInstallAll }: PackagesPanelProps) {
  const { t, format } = useWords();
  const list = usePlugins((mirror) => mirror.packages.get(plugin));
  const { run, busy: asking, failure } = useAction();
  useEffect(() => {
    if (installed) void loadPackages(plugin);
  }, [plugin, installed]);

  if (!installed) {
    return (
      <Panel title={t('packages.title')} flush>
        <EmptyState icon={IconPackages} title={t('packages.needPlugin')} hint={t('packages.needPluginHint')} />
      </Panel>
    );
  }
  const packages = list?.packages ?? [];
  const left = notInstalled(packages).length;
  const size = packages.reduce((sum, one) => sum + one.size, 0);
  const installAll = (
    <>
      {packages.length > 0 && (
        <span className={classes.summary}>{t('packages.summary', { count: packages.length, size: format.bytes(size) })}</span>
      )}
      <Button
        disabled={busy || left === 0}
        leftSection={
          left === 0 && packages.length > 0 ? <IconCheck size={15} aria-hidden /> : <IconDownload size={15} aria-hidden />
        }
        onClick={onInstallAll}
      >
        {left === 0 && packages.length > 0
          ? t('packages.allInstalled')
          : left === packages.length
            ? t('packages.installAll')
            : t('packages.installAllOf', { count: left })}
      </Button>
    </>
  );
  return (
    <Panel title={t('packages.title')} actions={installAll} flush>
      {failure && (
        <div className={classes.failed}>
          <FailureNote failure={failure} />
        </div>
      )}
      {!list || list.phase.kind === 'loading' ? (
        <LoadingState />
      ) : list.phase.kind === 'failed' ? (
        <FailedState failure={list.phase.failure} onRetry={() => void loadPackages(plugin)} />
      ) : packages.length === 0 ? (
        <EmptyState icon={IconPackages} title={t('packages.none')} hint={t('packages.noneHint')} />
      ) : (
        <PackagesTable
          packages={packages}
          busy={busy || asking}
          onInstall={(id) => run(() => engine.packages.install({ plugin, packages: [id] }))}
          onUninstall={(id) => run(() => engine.packages.uninstall({ plugin, packages: [id] }))}
        />
      )}
    </Panel>
  );
}
