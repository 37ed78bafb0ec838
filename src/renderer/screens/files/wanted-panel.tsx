import { Button } from '@mantine/core';
import { IconCircleCheck, IconPuzzle } from '@tabler/icons-react';
import { useMemo } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailedState } from '../../components/failed-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import tables from '../../components/table.module.css';
import { loadAllPackages, usePlugins } from '../../mirror/plugins.ts';
import { formatRoute, goTo } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { type WantedFile, wantedFiles } from './wanted-files.ts';
import classes from './wanted-panel.module.css';

/** Files without an address: their names as the vendor has them, and who waits for them. */
export function WantedPanel() {
  const { t, format } = useWords();
  const { phase, catalogue, packages } = usePlugins();
  const wanted = useMemo(() => wantedFiles([...packages.values()].flatMap((list) => list.packages)), [packages]);
  const installed = catalogue.filter((plugin) => plugin.installedVersion !== undefined);
  const reading = phase.kind === 'loading' || installed.some(({ id }) => (packages.get(id)?.phase ?? phase).kind === 'loading');
  const unread = installed.some(({ id }) => !packages.has(id));
  const failed = phase.kind === 'failed' ? phase : installed.map(({ id }) => packages.get(id)?.phase).find(isFailed);
  const size = wanted.reduce((sum, file) => sum + file.size, 0);
  const count = wanted.length > 0 && t('files.wantedCount', { count: wanted.length, size: format.bytes(size) });
  return (
    <Panel title={t('files.wanted')} actions={count} flush>
      {failed && <FailedState failure={failed.failure} onRetry={() => void loadAllPackages()} />}
      {wanted.length > 0 ? (
        <WantedTable files={wanted} />
      ) : failed ? null : reading || unread ? (
        <LoadingState />
      ) : installed.length === 0 ? (
        <EmptyState icon={IconPuzzle} title={t('files.noPlugin')} hint={t('files.noPluginHint')}>
          <Button variant="default" onClick={() => goTo('plugins')}>
            {t('queue.emptyDo')}
          </Button>
        </EmptyState>
      ) : (
        <EmptyState icon={IconCircleCheck} title={t('files.nothingWanted')} hint={t('files.nothingWantedHint')} />
      )}
    </Panel>
  );
}

function isFailed<T extends { readonly kind: string }>(phase: T | undefined): phase is Extract<T, { kind: 'failed' }> {
  return phase?.kind === 'failed';
}

function WantedTable({ files }: { readonly files: readonly WantedFile[] }) {
  const words = useWords();
  const { t, format } = words;
  return (
    <table className={tables.table}>
      <thead>
        <tr>
          <th scope="col">{t('files.file')}</th>
          <th scope="col" className={tables.end}>
            {t('files.size')}
          </th>
          <th scope="col">{t('files.neededBy')}</th>
        </tr>
      </thead>
      <tbody>
        {files.map((file) => (
          <tr key={`${file.size} ${file.name}`}>
            <th scope="row">
              <span className={classes.name}>{file.name}</span>
            </th>
            <td className={tables.end} title={t('files.exactly', { bytes: format.count(file.size) })}>
              {format.bytes(file.size)}
            </td>
            <td>
              {file.packages.map((pkg) => (
                <span key={`${pkg.plugin} ${pkg.id}`} className={classes.package}>
                  <span>
                    {pkg.id} · <a href={formatRoute({ screen: 'plugins', subject: pkg.plugin })}>{pkg.plugin}</a>
                  </span>
                  <span className={classes.about}>{words.described(pkg.descriptions) || t('files.askVendor')}</span>
                </span>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
