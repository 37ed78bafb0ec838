import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconCircleArrowUp, IconCloudDownload, IconDeviceUsb, IconPackage, type TablerIcon } from '@tabler/icons-react';
import type { PackageSummary } from '../../../shared/contract/packages.ts';
import { StatusMark, type Tone } from '../../components/status-mark.tsx';
import tables from '../../components/table.module.css';
import { latestItem, useOperations } from '../../mirror/operations.ts';
import { formatRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { type PackageState, packageState } from './package-state.ts';
import classes from './packages-table.module.css';

interface PackagesTableProps {
  readonly packages: readonly PackageSummary[];
  readonly busy: boolean;
  readonly onInstall: (id: string) => void;
  readonly onUninstall: (id: string) => void;
}

const looks: Record<PackageState, { tone: Tone; icon?: TablerIcon }> = {
  installed: { tone: 'good' },
  outdated: { tone: 'busy', icon: IconCircleArrowUp },
  here: { tone: 'neutral', icon: IconPackage },
  remote: { tone: 'neutral', icon: IconCloudDownload },
  bring: { tone: 'warn', icon: IconDeviceUsb },
  failed: { tone: 'bad' },
  problem: { tone: 'bad' },
};

export function PackagesTable({ packages, ...actions }: PackagesTableProps) {
  const { t } = useWords();
  const small = useMediaQuery('(max-width: 1220px)') ?? false;
  return (
    <table className={`${tables.table} ${classes.packages}`}>
      <thead>
        <tr>
          <th scope="col">{t('packages.name')}</th>
          {!small && <th scope="col">{t('packages.version')}</th>}
          <th scope="col" className={`${tables.end} ${classes.size}`}>
            {t('packages.size')}
          </th>
          <th scope="col" className={classes.state}>
            {t('packages.state')}
          </th>
          <th scope="col" className={classes.action} aria-label={t('packages.install')} />
        </tr>
      </thead>
      <tbody>
        {packages.map((one) => (
          <PackageRow key={one.id} one={one} small={small} {...actions} />
        ))}
      </tbody>
    </table>
  );
}

function PackageRow({
  one,
  small,
  busy,
  onInstall,
  onUninstall,
}: Omit<PackagesTableProps, 'packages'> & { readonly one: PackageSummary; readonly small: boolean }) {
  const words = useWords();
  const { t, format } = words;
  const last = useOperations((mirror) => latestItem(mirror.byId, one.plugin, one.id));
  const state = packageState(one, last);
  const bring = one.files.filter((file) => file.state === 'bring');
  const missing = bring.filter((file) => file.downloader === undefined).map((file) => file.name);
  const weak = one.files.filter((file) => file.weakDigest).map((file) => file.name);
  const word = state === 'outdated' ? t('packages.outdated', { version: one.installedVersion ?? '' }) : t(`packages.${state}`);
  return (
    <tr title={one.served.length > 0 ? t('packages.serves', { paths: one.served.join('\n') }) : undefined}>
      <th scope="row">
        <span className={classes.id}>{one.id}</span>
        {small && <span className={classes.about}>{t('plugins.version', { version: one.version })}</span>}
        <span className={classes.about}>{words.described(one.descriptions)}</span>
        {weak.length > 0 && <span className={classes.about}>{t('packages.weakDigest', { files: format.list(weak) })}</span>}
        {missing.length > 0 && state === 'bring' && (
          <span className={classes.note}>
            {t('packages.bringHint', { files: format.list(missing) })}{' '}
            <a href={formatRoute({ screen: 'files', subject: undefined })}>{t('queue.bringFiles')}</a>
          </span>
        )}
        {bring.map(
          ({ name, downloader }) =>
            downloader !== undefined && (
              <span key={name} className={classes.note}>
                {t('packages.downloaderHint', { files: name, downloader })}
              </span>
            ),
        )}
        {one.problem && <span className={classes.note}>{words.failure(one.problem)}</span>}
        {state === 'failed' && last?.failure && (
          <span className={classes.note}>
            {t('packages.failedLast', { why: words.failure(last.failure) })}{' '}
            <span className={classes.code}>{last.failure.code}</span>
          </span>
        )}
      </th>
      {!small && <td>{one.version}</td>}
      <td className={`${tables.end} ${classes.size}`}>{format.bytes(one.size)}</td>
      <td className={classes.state}>
        <StatusMark {...looks[state]} word={word} plain />
      </td>
      <td className={tables.end}>
        {state === 'installed' ? (
          <Button
            variant="subtle"
            size="compact-xs"
            disabled={busy}
            aria-label={t('packages.uninstallOne', { id: one.id })}
            onClick={() => onUninstall(one.id)}
          >
            {t('packages.uninstall')}
          </Button>
        ) : (
          <Button
            variant="default"
            size="compact-xs"
            disabled={busy || state === 'problem'}
            aria-label={t(state === 'outdated' ? 'packages.updateOne' : 'packages.installOne', { id: one.id })}
            onClick={() => onInstall(one.id)}
          >
            {t(state === 'outdated' ? 'packages.update' : 'packages.install')}
          </Button>
        )}
      </td>
    </tr>
  );
}
