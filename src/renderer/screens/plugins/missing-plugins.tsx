import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { PluginSummary } from '../../../shared/contract/plugins.ts';
import { engine } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useAction } from '../../components/use-action.ts';
import { operationOf, useOperations } from '../../mirror/operations.ts';
import { useWords } from '../../words/words.ts';
import dialog from '../../components/dialog-parts.module.css';
import classes from './install-plan-dialog.module.css';

/** Plugins that know the model and are not installed: their packages are not in the plan before they are. */
export function MissingPlugins({ plugins }: { readonly plugins: readonly PluginSummary[] }) {
  const { t } = useWords();
  return (
    <section className={classes.part}>
      <h3 className={dialog.heading}>{t('plan.missingPlugins', { count: plugins.length })}</h3>
      <p className="quiet">{t('plan.missingPluginsHint')}</p>
      <ul className={classes.list}>
        {plugins.map((plugin) => (
          <MissingPlugin key={plugin.id} plugin={plugin} />
        ))}
      </ul>
    </section>
  );
}

function MissingPlugin({ plugin: { id, version } }: { readonly plugin: PluginSummary }) {
  const { t } = useWords();
  const { run, busy, failure } = useAction();
  const operation = useOperations((mirror) => operationOf(mirror.byId.values(), id));
  const ended = operation?.state === 'failed' ? operation.items.find((item) => item.id === id)?.failure : undefined;
  const shown = failure ?? ended;
  return (
    <li className={classes.plugin}>
      <span className={classes.id}>
        {id} <span className="quiet">{version}</span>
      </span>
      {operation?.state === 'running' ? (
        <StatusMark tone="busy" word={t('operation.installingItem')} plain />
      ) : (
        <Button
          variant="default"
          size="compact-xs"
          loading={busy}
          leftSection={<IconDownload size={14} aria-hidden />}
          aria-label={t('plan.installPlugin', { id })}
          onClick={() => run(() => engine.plugins.install({ ids: [id] }))}
        >
          {t('plugins.install')}
        </Button>
      )}
      {shown && <FailureNote failure={shown} />}
    </li>
  );
}
