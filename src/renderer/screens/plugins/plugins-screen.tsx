import { IconPuzzle, IconPuzzleOff } from '@tabler/icons-react';
import { EmptyState } from '../../components/empty-state.tsx';
import { usePlugins } from '../../mirror/plugins.ts';
import { useRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { CatalogueList } from './catalogue-list.tsx';
import { PluginDetails } from './plugin-details.tsx';
import classes from './plugins-screen.module.css';
import { ServerBar } from './server-bar.tsx';

export function PluginsScreen() {
  const openId = useRoute((route) => route.subject);
  const isEmpty = usePlugins((mirror) => mirror.catalogue.length === 0);
  return (
    <div className={classes.screen}>
      <ServerBar />
      <div className={classes.halves} data-empty={isEmpty || undefined}>
        <div className={classes.list}>
          <CatalogueList openId={openId} />
        </div>
        {!isEmpty && (
          <div className={classes.details}>
            <OpenPlugin id={openId} />
          </div>
        )}
      </div>
    </div>
  );
}

function OpenPlugin({ id }: { readonly id: string | undefined }) {
  const { t } = useWords();
  const plugin = usePlugins((mirror) => mirror.catalogue.find((one) => one.id === id));
  if (plugin) return <PluginDetails key={plugin.id} plugin={plugin} />;
  if (id === undefined) return <EmptyState icon={IconPuzzle} title={t('plugins.choose')} hint={t('plugins.chooseHint')} />;
  return <EmptyState icon={IconPuzzleOff} title={t('plugins.missing', { id })} hint={t('plugins.missingHint')} />;
}
