import { Button } from '@mantine/core';
import { IconFolderOpen, IconHammer, IconRefresh, IconSearchOff } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { FindField } from '../../components/find-field.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { useAction } from '../../components/use-action.ts';
import { channels, type ChannelName } from '../../mirror/channel-names.ts';
import { loadDesk, useDesk } from '../../mirror/desk.ts';
import { useWords } from '../../words/words.ts';
import { BuildNote } from './build-note.tsx';
import { type Built, buildInto, indexAnew } from './publish.ts';
import classes from './desk-panel.module.css';
import { deskRows, outdatedIndexes } from './desk-rows.ts';
import { DeskTable } from './desk-table.tsx';
import { PromoteDialog, type Promotion } from './promote-dialog.tsx';

/** Every plugin of the sources and channels, how far it has come, and what comes next for it. */
export function DeskPanel() {
  const { t } = useWords();
  const { folders, source, channels: read } = useDesk();
  const [query, setQuery] = useState('');
  const [built, setBuilt] = useState<Built>();
  const [promotion, setPromotion] = useState<Promotion>();
  const { run, busy, failure } = useAction();
  const rows = useMemo(
    () =>
      deskRows(source.value, { testing: read.testing.value, stable: read.stable.value, archive: read.archive.value }, folders),
    [source, read, folders],
  );
  const shown = rows.filter(({ id }) => id.toLowerCase().includes(query.trim().toLowerCase()));
  const isReading = [source, ...channels.map((name) => read[name])].some(({ phase }) => phase.kind === 'loading');
  const nothingChosen = Object.values(folders).every((folder) => folder === null);
  const { source: sourceDir, testing } = folders;
  const build = (plugin?: string) => {
    if (sourceDir === null || testing === null) return;
    run(async () => {
      setBuilt(undefined);
      setBuilt(await buildInto(sourceDir, plugin, testing));
    });
  };
  const index = (name: ChannelName) => {
    const dir = folders[name];
    if (dir !== null) run(() => indexAnew(name, dir));
  };

  return (
    <Panel
      title={t('maintainer.plugins')}
      actions={
        <>
          {rows.length > 0 && <FindField label={t('maintainer.find')} value={query} onChange={setQuery} />}
          <Button
            variant="default"
            loading={isReading}
            leftSection={<IconRefresh size={15} aria-hidden />}
            onClick={() => void loadDesk()}
          >
            {t('maintainer.readAgain')}
          </Button>
          <Button
            variant="default"
            loading={busy}
            disabled={source.value.length === 0 || testing === null}
            leftSection={<IconHammer size={15} aria-hidden />}
            onClick={() => build()}
          >
            {t('maintainer.buildAll')}
          </Button>
        </>
      }
      flush
    >
      <div className={classes.notes} aria-live="polite">
        {failure && <FailureNote failure={failure} />}
        {source.phase.kind === 'failed' && <FailureNote failure={source.phase.failure} />}
        {channels.map((name) => {
          const { phase } = read[name];
          return phase.kind === 'failed' && <FailureNote key={name} failure={phase.failure} />;
        })}
        {built && <BuildNote built={built} onClose={() => setBuilt(undefined)} />}
        {outdatedIndexes(rows).map((name) => (
          <p key={name} className={classes.outdated}>
            {t('maintainer.notOffered', { channel: t(`maintainer.${name}`) })}
            <Button variant="default" size="compact-xs" loading={busy} onClick={() => index(name)}>
              {t('maintainer.indexAnew', { channel: t(`maintainer.${name}`) })}
            </Button>
          </p>
        ))}
        {channels.flatMap((name) =>
          read[name].value.broken.map((broken) => <FailureNote key={`${name} ${broken.filename}`} failure={broken.failure} />),
        )}
      </div>
      {rows.length > 0 && shown.length > 0 ? (
        <DeskTable rows={shown} folders={folders} busy={busy} onBuild={build} onPromote={setPromotion} />
      ) : rows.length > 0 ? (
        <EmptyState icon={IconSearchOff} title={t('plugins.noMatch', { query })} hint={t('maintainer.noMatchHint')} />
      ) : isReading ? (
        <div className={classes.loading}>
          <LoadingState />
        </div>
      ) : (
        <EmptyState
          icon={IconFolderOpen}
          title={t(nothingChosen ? 'maintainer.noFolders' : 'maintainer.empty')}
          hint={t(nothingChosen ? 'maintainer.noFoldersHint' : 'maintainer.emptyHint')}
        />
      )}
      {promotion && <PromoteDialog promotion={promotion} onClose={() => setPromotion(undefined)} />}
    </Panel>
  );
}
