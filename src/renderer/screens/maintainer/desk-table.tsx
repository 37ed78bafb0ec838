import { Button } from '@mantine/core';
import type { RepoFolders } from '../../../shared/contract/repo.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import tables from '../../components/table.module.css';
import { type ChannelName, channels } from '../../mirror/channel-names.ts';
import type { SourcePlugin } from '../../mirror/desk.ts';
import { goTo } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { type DeskRow, errorsIn, type Place } from './desk-rows.ts';
import classes from './desk-table.module.css';
import type { Promotion } from './promote-dialog.tsx';

interface DeskTableProps {
  readonly rows: readonly DeskRow[];
  readonly folders: RepoFolders;
  readonly busy: boolean;
  readonly onBuild: (plugin: string) => void;
  readonly onPromote: (promotion: Promotion) => void;
}

export function DeskTable({ rows, ...actions }: DeskTableProps) {
  const { t } = useWords();
  return (
    <table className={`${tables.table} ${classes.table}`}>
      <thead>
        <tr>
          <th scope="col">{t('queue.plugin')}</th>
          <th scope="col">{t('maintainer.inSource')}</th>
          {channels.map((name) => (
            <th key={name} scope="col">
              {t(`maintainer.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <PluginRow key={row.id} row={row} {...actions} />
        ))}
      </tbody>
    </table>
  );
}

function PluginRow({ row, folders, busy, onBuild, onPromote }: Omit<DeskTableProps, 'rows'> & { readonly row: DeskRow }) {
  const { t } = useWords();
  const { id, source, places, promotions, isNewer } = row;
  return (
    <tr>
      <th scope="row">
        <span className={classes.id}>{id}</span>
        {source && <Problems source={source} />}
      </th>
      <td>
        {source ? (
          <div className={classes.cell}>
            <span>
              {source.version ?? t('common.unknown')}
              {isNewer && <span className="quiet"> · {t('maintainer.newer')}</span>}
            </span>
            <span className={classes.actions}>
              <Button
                variant="default"
                size="compact-xs"
                disabled={busy || errorsIn(source) > 0 || folders.testing === null}
                aria-label={t('maintainer.buildOne', { id })}
                onClick={() => onBuild(id)}
              >
                {t('maintainer.build')}
              </Button>
              <Button
                variant="default"
                size="compact-xs"
                disabled={errorsIn(source) > 0}
                aria-label={t('maintainer.newVersionOf', { id })}
                onClick={() => goTo('maintainer', id)}
              >
                {t('maintainer.newVersion')}
              </Button>
            </span>
          </div>
        ) : (
          <Absent />
        )}
      </td>
      {channels.map((name) => (
        <td key={name}>
          <ChannelCell
            place={places[name]}
            to={promotions[name]}
            onPromote={(to) => onPromote({ id, from: name, to })}
            label={(to) => t('maintainer.promoteOne', { id, channel: t(`maintainer.${to}`) })}
          />
        </td>
      ))}
    </tr>
  );
}

interface ChannelCellProps {
  readonly place: Place | undefined;
  readonly to: ChannelName | undefined;
  readonly onPromote: (to: ChannelName) => void;
  readonly label: (to: ChannelName) => string;
}

function ChannelCell({ place, to, onPromote, label }: ChannelCellProps) {
  const { t, format } = useWords();
  if (!place) return <Absent />;
  return (
    <div className={classes.cell}>
      <span title={place.others.length > 0 ? t('maintainer.alsoThere', { versions: format.list(place.others) }) : undefined}>
        {place.version}
        {place.others.length > 0 && <span className="quiet"> +{place.others.length}</span>}
      </span>
      {to && (
        <span className={classes.actions}>
          <Button variant="default" size="compact-xs" aria-label={label(to)} onClick={() => onPromote(to)}>
            {t('maintainer.promoteTo', { channel: t(`maintainer.${to}`) })}
          </Button>
        </span>
      )}
    </div>
  );
}

function Problems({ source }: { readonly source: SourcePlugin }) {
  const { t } = useWords();
  const { plugin, problems } = source;
  const errors = errorsIn(source);
  if (problems.length === 0) return null;
  const word = errors > 0 ? t('maintainer.errors', { count: errors }) : t('maintainer.warnings', { count: problems.length });
  return (
    <>
      <StatusMark tone={errors > 0 ? 'bad' : 'warn'} word={word} plain />
      <ul className={classes.problems} tabIndex={problems.length > 3 ? 0 : undefined} aria-label={`${plugin}: ${word}`}>
        {problems.map(({ file, line, severity, reason }) => (
          <li key={`${file} ${line} ${reason}`} data-severity={severity}>
            <span className={classes.where}>
              {file}:{line}
            </span>{' '}
            {reason}
          </li>
        ))}
      </ul>
    </>
  );
}

function Absent() {
  const { t } = useWords();
  return (
    <span className="quiet">
      <span aria-hidden>–</span>
      <span className="visually-hidden">{t('maintainer.absent')}</span>
    </span>
  );
}
