import { Button } from '@mantine/core';
import { IconPackages, IconSearchOff, IconServer } from '@tabler/icons-react';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { FindField } from '../../components/find-field.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { loadPlugins, usePlugins } from '../../mirror/plugins.ts';
import { formatRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { type Match, pluginState, searchCatalogue } from './catalogue.ts';
import classes from './catalogue-list.module.css';
import { PluginStateMark } from './plugin-state-mark.tsx';

/** Enough to recognise; the details have them all. */
const MOST_MODELS = 6;

export function CatalogueList({ openId }: { readonly openId: string | undefined }) {
  const { t } = useWords();
  const { phase, server, catalogue } = usePlugins();
  const [query, setQuery] = useState('');
  const matches = useMemo(() => searchCatalogue(catalogue, query), [catalogue, query]);
  const list = useRef<HTMLUListElement>(null);
  const focusFirst = () => list.current?.querySelector('a')?.focus();

  if (phase.kind === 'loading') return <LoadingState />;
  if (phase.kind === 'failed') {
    return (
      <div className={classes.failed}>
        <FailureNote failure={phase.failure}>
          <Button variant="default" onClick={() => void loadPlugins()}>
            {t('common.retry')}
          </Button>
        </FailureNote>
      </div>
    );
  }
  if (catalogue.length === 0 && server.url === null)
    return <EmptyState icon={IconServer} title={t('plugins.noServer')} hint={t('plugins.noServerHint')} />;
  if (catalogue.length === 0) return <EmptyState icon={IconPackages} title={t('plugins.empty')} hint={t('plugins.emptyHint')} />;
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
      </div>
      {matches.length === 0 ? (
        <EmptyState icon={IconSearchOff} title={t('plugins.noMatch', { query })} hint={t('plugins.noMatchHint')} />
      ) : (
        <ul ref={list} className={classes.list} aria-label={t('plugins.catalogue')} onKeyDown={moveAlong}>
          {matches.map((match) => (
            <Entry key={match.plugin.id} match={match} open={match.plugin.id === openId} />
          ))}
        </ul>
      )}
    </>
  );
}

function Entry({ match, open }: { readonly match: Match; readonly open: boolean }) {
  const { t, format } = useWords();
  const { plugin, models } = match;
  const shown = models.slice(0, MOST_MODELS).concat(models.length > MOST_MODELS ? ['…'] : []);
  return (
    <li>
      <a className={classes.entry} href={formatRoute({ screen: 'plugins', subject: plugin.id })} aria-current={open || undefined}>
        <span className={classes.line}>
          <span className={classes.id}>{plugin.id}</span>
          <span className={classes.version}>{plugin.installedVersion ?? plugin.version}</span>
        </span>
        <span className={classes.line}>
          <span className={classes.about}>
            {models.length > 0 ? t('plugins.matching', { models: shown.join(', ') }) : format.list(plugin.vendors)}
          </span>
          <PluginStateMark state={pluginState(plugin)} plain />
        </span>
      </a>
    </li>
  );
}

/** Arrow keys go from entry to entry, beside Tab. */
function moveAlong(event: KeyboardEvent<HTMLUListElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const links = [...event.currentTarget.querySelectorAll('a')];
  const index = links.findIndex((link) => link === document.activeElement);
  links[Math.max(0, Math.min(links.length - 1, index + step))]?.focus();
}
