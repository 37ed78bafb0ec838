import { Button, NativeSelect } from '@mantine/core';
import { IconFileSpreadsheet, IconLink, IconSearchOff } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import { linkCsv } from '../../../shared/link-csv.ts';
import { engine } from '../../client.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailedState } from '../../components/failed-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { FindField } from '../../components/find-field.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { useAction } from '../../components/use-action.ts';
import { useOperations } from '../../mirror/operations.ts';
import { usePlugins } from '../../mirror/plugins.ts';
import { goTo, useRoute } from '../../route.ts';
import { saveText } from '../../save-text.ts';
import { useWords } from '../../words/words.ts';
import { CheckProgress } from './check-progress.tsx';
import { LinkDetails } from './link-details.tsx';
import { countStates, filterLinks, type LinkFilter, linkKey, linkStates, oldestCheck } from './link-table.ts';
import { LinksGrid } from './links-grid.tsx';
import classes from './links-screen.module.css';
import { type LinkScope, useLinks } from './use-links.ts';

/** The whole catalogue, in an address: no plugin may have this name. */
const CATALOGUE = '*';

/** Which download addresses still have their file. */
export function LinksScreen() {
  const subject = useRoute((route) => route.subject);
  return <Links key={subject ?? ''} subject={subject} />;
}

function Links({ subject }: { readonly subject: string | undefined }) {
  const { t, format } = useWords();
  const scope: LinkScope = subject === CATALOGUE ? { catalogue: true } : subject === undefined ? {} : { plugin: subject };
  const { phase, links, reload } = useLinks(scope);
  const [filter, setFilter] = useState<LinkFilter>('all');
  const [query, setQuery] = useState('');
  const [openKey, setOpenKey] = useState<string>();
  const grid = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => filterLinks(links, filter, query), [links, filter, query]);
  const counts = useMemo(() => countStates(links), [links]);
  const open = shown.find((link) => linkKey(link) === openKey);
  const checkedAt = oldestCheck(links);

  return (
    <div className={classes.screen}>
      <Tools subject={subject} />
      {phase.kind === 'loading' ? (
        <LoadingState />
      ) : phase.kind === 'failed' ? (
        <FailedState failure={phase.failure} onRetry={reload} />
      ) : links.length === 0 ? (
        <EmptyState
          icon={IconLink}
          title={t('links.empty')}
          hint={t(scope.catalogue ? 'links.emptyCatalogue' : 'links.emptyHint')}
        />
      ) : (
        <>
          <div className={classes.filters}>
            <div className={classes.find}>
              <FindField label={t('links.filter')} value={query} onChange={setQuery} onLeave={() => grid.current?.focus()} />
            </div>
            <NativeSelect
              size="xs"
              aria-label={t('links.state')}
              value={filter}
              onChange={(event) => setFilter(linkStates.find((state) => state === event.currentTarget.value) ?? 'all')}
              data={[
                { value: 'all', label: `${t('common.all')} (${format.count(links.length)})` },
                ...linkStates.map((state) => ({
                  value: state,
                  label: `${t(`links.${state}`)} (${format.count(counts[state])})`,
                })),
              ]}
            />
            <p className={classes.count} aria-live="polite">
              {t('links.summary', { dead: format.count(counts.dead), total: format.count(links.length) })}
              {' · '}
              {checkedAt === undefined ? t('links.never') : t('links.since', { when: format.moment(checkedAt) })}
            </p>
            <span className={classes.space} />
            <Button
              variant="default"
              disabled={shown.length === 0}
              leftSection={<IconFileSpreadsheet size={15} aria-hidden />}
              onClick={() => saveText('links.csv', 'text/csv', linkCsv(shown))}
            >
              {t('links.export')}
            </Button>
          </div>
          <div className={classes.grid}>
            {shown.length === 0 ? (
              <EmptyState icon={IconSearchOff} title={t('links.noMatch')} hint="">
                <Button
                  variant="default"
                  onClick={() => {
                    setQuery('');
                    setFilter('all');
                  }}
                >
                  {t('common.clear')}
                </Button>
              </EmptyState>
            ) : (
              <LinksGrid links={shown} openKey={openKey} onOpen={setOpenKey} gridRef={grid} />
            )}
          </div>
          {open && <LinkDetails link={open} onClose={() => setOpenKey(undefined)} />}
        </>
      )}
    </div>
  );
}

/** What to look at, and to check it now. */
function Tools({ subject }: { readonly subject: string | undefined }) {
  const { t } = useWords();
  const catalogue = usePlugins((mirror) => mirror.catalogue);
  const running = useOperations((mirror) =>
    [...mirror.byId.values()].find(({ kind, state }) => kind === 'links.check' && state === 'running'),
  );
  const { run, busy, failure } = useAction();
  const installed = catalogue.filter((plugin) => plugin.installedVersion !== undefined).map(({ id }) => id);
  const known =
    subject === undefined || subject === CATALOGUE || installed.includes(subject) ? installed : [...installed, subject];
  const check = () =>
    engine.links.check(subject === CATALOGUE ? { catalogue: true } : subject === undefined ? {} : { plugin: subject });
  return (
    <div className={classes.tools}>
      <div className={classes.row}>
        <NativeSelect
          size="xs"
          className={classes.scope}
          aria-label={t('links.scope')}
          value={subject ?? ''}
          onChange={(event) => goTo('links', event.currentTarget.value || undefined)}
          data={[
            { value: '', label: t('links.ofInstalled') },
            { value: CATALOGUE, label: t('links.ofCatalogue') },
            ...known.map((id) => ({ value: id, label: id })),
          ]}
        />
        <Button loading={busy} disabled={running !== undefined} onClick={() => run(check)}>
          {t('links.check')}
        </Button>
        <span className={classes.space} />
        {running && <CheckProgress operation={running} />}
      </div>
      {failure && <FailureNote failure={failure} />}
    </div>
  );
}
