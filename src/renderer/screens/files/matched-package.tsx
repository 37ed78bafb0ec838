import { Button } from '@mantine/core';
import type { MatchedFile } from '../../../shared/contract/files.ts';
import { engine } from '../../client.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { useAction } from '../../components/use-action.ts';
import { latestItem, useOperations } from '../../mirror/operations.ts';
import { usePlugins } from '../../mirror/plugins.ts';
import { formatRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { ItemMark } from '../queue/items-grid.tsx';
import classes from './matched-package.module.css';

/** A package that the brought file belongs to, and the way on: install it. */
export function MatchedPackage({ match }: { readonly match: MatchedFile }) {
  const words = useWords();
  const { t, format } = words;
  const { plugin, package: id } = match;
  const { run, busy, failure } = useAction();
  const summary = usePlugins((mirror) => mirror.packages.get(plugin)?.packages.find((one) => one.id === id));
  const item = useOperations((mirror) => latestItem(mirror.byId, plugin, id));
  const installed = summary !== undefined && summary.installedVersion === summary.version;
  const missing = summary?.files.filter(({ state }) => state === 'bring').map(({ name }) => name) ?? [];
  const moving = item && ['waiting', 'downloading', 'installing'].includes(item.state) ? item : undefined;
  // That its file was missing is what has just been mended.
  const last = item?.failure?.code === 'packages.file-missing' ? undefined : item?.failure;
  const shown = failure ?? (installed || moving ? undefined : last);
  return (
    <li className={classes.match}>
      <span className={classes.package}>
        {id} · <a href={formatRoute({ screen: 'plugins', subject: plugin })}>{plugin}</a>
      </span>
      {installed ? (
        <StatusMark tone="good" word={t('packages.installed')} plain />
      ) : moving ? (
        <ItemMark item={moving} word={t(`queue.${moving.state}`)} />
      ) : (
        <Button
          size="compact-xs"
          variant="default"
          loading={busy}
          aria-label={t('packages.installOne', { id })}
          onClick={() => run(() => engine.packages.install({ plugin, packages: [id] }))}
        >
          {t('packages.install')}
        </Button>
      )}
      {missing.length > 0 && <span className={classes.note}>{t('files.stillMissing', { files: format.list(missing) })}</span>}
      {shown && <span className={classes.note}>{words.failure(shown)}</span>}
    </li>
  );
}
