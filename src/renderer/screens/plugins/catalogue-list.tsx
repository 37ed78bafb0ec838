import { Button } from '@mantine/core';
import { IconDownload, IconPackages, IconSearchOff, IconServer } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import type { PackageScope } from '../../../shared/contract/operations.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailedState } from '../../components/failed-state.tsx';
import { FindField } from '../../components/find-field.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { scopeText } from '../../components/operation-words.ts';
import { SideEntry, SideList } from '../../components/side-list.tsx';
import { loadPlugins, usePlugins } from '../../mirror/plugins.ts';
import { formatRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { type Match, pluginState, searchCatalogue } from './catalogue.ts';
import classes from './catalogue-list.module.css';
import { InstallFromFile } from './install-from-file.tsx';
import { scopeOfSearch } from './plan-facts.ts';
import { PluginStateMark } from './plugin-state-mark.tsx';

/** Enough to recognise; the details have them all. */
const MOST_MODELS = 6;

interface CatalogueListProps {
  readonly openId: string | undefined;
  /** Something that is more than one plugin is to be installed. */
  readonly onInstall: (scope: PackageScope) => void;
}

export function CatalogueList({ openId, onInstall }: CatalogueListProps) {
  const words = useWords();
  const { t } = words;
  const { phase, server, catalogue } = usePlugins();
  const [query, setQuery] = useState('');
  const matches = useMemo(() => searchCatalogue(catalogue, query), [catalogue, query]);
  const searched = useMemo(() => scopeOfSearch(catalogue, query), [catalogue, query]);
  const list = useRef<HTMLUListElement>(null);
  const focusFirst = () => list.current?.querySelector('a')?.focus();

  if (phase.kind === 'loading') return <LoadingState />;
  if (phase.kind === 'failed') {
    return <FailedState failure={phase.failure} onRetry={() => void loadPlugins()} />;
  }
  if (catalogue.length === 0 && server.url === null)
    return (
      <EmptyState icon={IconServer} title={t('plugins.noServer')} hint={t('plugins.noServerHint')}>
        <InstallFromFile />
      </EmptyState>
    );
  if (catalogue.length === 0)
    return (
      <EmptyState icon={IconPackages} title={t('plugins.empty')} hint={t('plugins.emptyHint')}>
        <InstallFromFile />
      </EmptyState>
    );
  return (
    <>
      <div className={classes.find}>
        <FindField
          label={t('plugins.search')}
          placeholder={t('plugins.searchHint')}
          value={query}
          onChange={setQuery}
          onLeave={focusFirst}
        />
        {searched && (
          <Button
            className={classes.searched}
            leftSection={<IconDownload size={15} aria-hidden />}
            onClick={() => onInstall(searched)}
          >
            {t('plan.searched', { what: scopeText(searched, words) })}
          </Button>
        )}
      </div>
      {matches.length === 0 ? (
        <EmptyState icon={IconSearchOff} title={t('plugins.noMatch', { query })} hint={t('plugins.noMatchHint')} />
      ) : (
        <SideList listRef={list} label={t('plugins.catalogue')}>
          {matches.map((match) => (
            <Entry key={match.plugin.id} match={match} open={match.plugin.id === openId} />
          ))}
        </SideList>
      )}
      <div className={classes.footer}>
        <Button
          variant="default"
          leftSection={<IconDownload size={15} aria-hidden />}
          disabled={!catalogue.some((plugin) => plugin.installedVersion !== undefined)}
          onClick={() => onInstall({})}
        >
          {t('plan.everything')}
        </Button>
        <InstallFromFile />
      </div>
    </>
  );
}

function Entry({ match, open }: { readonly match: Match; readonly open: boolean }) {
  const { t, format } = useWords();
  const { plugin, models } = match;
  const shown = models.slice(0, MOST_MODELS).concat(models.length > MOST_MODELS ? ['…'] : []);
  return (
    <SideEntry
      href={formatRoute({ screen: 'plugins', subject: plugin.id })}
      open={open}
      title={plugin.id}
      aside={plugin.installedVersion ?? plugin.version}
      about={models.length > 0 ? t('plugins.matching', { models: shown.join(', ') }) : format.list(plugin.vendors)}
      mark={<PluginStateMark state={pluginState(plugin)} plain />}
    />
  );
}
