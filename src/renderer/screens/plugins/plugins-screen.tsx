import { IconPuzzle, IconPuzzleOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { PackageScope } from '../../../shared/contract/operations.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Halves } from '../../components/side-list.tsx';
import { usePlugins } from '../../mirror/plugins.ts';
import { useRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { CatalogueList } from './catalogue-list.tsx';
import { InstallPlanDialog } from './install-plan-dialog.tsx';
import { PluginDetails } from './plugin-details.tsx';
import classes from './plugins-screen.module.css';
import { ServerBar } from './server-bar.tsx';

export function PluginsScreen() {
  const openId = useRoute((route) => route.subject);
  const isEmpty = usePlugins((mirror) => mirror.catalogue.length === 0);
  const [scope, setScope] = useState<PackageScope>();
  return (
    <div className={classes.screen}>
      <ServerBar />
      <Halves list={<CatalogueList openId={openId} onInstall={setScope} />}>
        {!isEmpty && <OpenPlugin id={openId} onInstall={setScope} />}
      </Halves>
      <InstallPlanDialog scope={scope} onClose={() => setScope(undefined)} />
    </div>
  );
}

interface OpenPluginProps {
  readonly id: string | undefined;
  readonly onInstall: (scope: PackageScope) => void;
}

function OpenPlugin({ id, onInstall }: OpenPluginProps) {
  const { t } = useWords();
  const plugin = usePlugins((mirror) => mirror.catalogue.find((one) => one.id === id));
  if (plugin) return <PluginDetails key={plugin.id} plugin={plugin} onInstall={onInstall} />;
  if (id === undefined) return <EmptyState icon={IconPuzzle} title={t('plugins.choose')} hint={t('plugins.chooseHint')} />;
  return <EmptyState icon={IconPuzzleOff} title={t('plugins.missing', { id })} hint={t('plugins.missingHint')} />;
}
