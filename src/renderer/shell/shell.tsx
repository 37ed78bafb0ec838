import { type ComponentType, lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { LoadingState } from '../components/loading-state.tsx';
import { useNetworkOpened } from '../components/network-opened.ts';
import { openSelfTest, useSelfTest } from '../mirror/self-test.ts';
import { type Screen, screens, useRoute } from '../route.ts';
import { OverviewScreen } from '../screens/overview/overview-screen.tsx';
import { allWords, useWords } from '../words/words.ts';
import { DropTarget } from './drop-target.tsx';
import { LinkBanner } from './link-banner.tsx';
import { Rail } from './rail.tsx';
import { useShortcuts } from './shortcuts.ts';
import { TopBar } from './top-bar.tsx';
import classes from './shell.module.css';

type LaterScreen = Exclude<Screen, 'overview'>;

/** The first screen comes at once, the others right after it, before anybody can ask for them. */
const chunks: Record<LaterScreen, () => Promise<ComponentType>> = {
  plugins: () => import('../screens/plugins/plugins-screen.tsx').then((chunk) => chunk.PluginsScreen),
  devices: () => import('../screens/devices/devices-screen.tsx').then((chunk) => chunk.DevicesScreen),
  journal: () => import('../screens/journal/journal-screen.tsx').then((chunk) => chunk.JournalScreen),
  transfers: () => import('../screens/transfers/transfers-screen.tsx').then((chunk) => chunk.TransfersScreen),
  queue: () => import('../screens/queue/queue-screen.tsx').then((chunk) => chunk.QueueScreen),
  files: () => import('../screens/files/files-screen.tsx').then((chunk) => chunk.FilesScreen),
  links: () => import('../screens/links/links-screen.tsx').then((chunk) => chunk.LinksScreen),
  upgrades: () => import('../screens/upgrades/upgrades-screen.tsx').then((chunk) => chunk.UpgradesScreen),
  images: () => import('../screens/images/images-screen.tsx').then((chunk) => chunk.ImagesScreen),
  console: () => import('../screens/console/console-screen.tsx').then((chunk) => chunk.ConsoleScreen),
  maintainer: () => import('../screens/maintainer/maintainer-screen.tsx').then((chunk) => chunk.MaintainerScreen),
};

/** Screens that can be drawn without waiting: React would keep the sign of a lazy one for 0.3 s, however soon it comes. */
const here: Partial<Record<Screen, ComponentType>> = { overview: OverviewScreen };

async function fetchScreen(name: LaterScreen): Promise<{ default: ComponentType }> {
  const chunk = await spoken(chunks[name]().then((screen) => ({ default: screen })));
  here[name] = chunk.default;
  return chunk;
}

/** What is fetched later, together with its words. */
async function spoken<T>(chunk: Promise<T>): Promise<T> {
  const [part] = await Promise.all([chunk, allWords()]);
  return part;
}

const fetchShortcuts = () => spoken(import('./shortcuts-dialog.tsx').then((chunk) => ({ default: chunk.ShortcutsDialog })));
const ShortcutsDialog = lazy(fetchShortcuts);
const NetworkDialog = lazy(() =>
  spoken(import('../screens/network/network-dialog.tsx').then((chunk) => ({ default: chunk.NetworkDialog }))),
);
const SelfTestDialog = lazy(() =>
  spoken(import('../screens/self-test/self-test-dialog.tsx').then((chunk) => ({ default: chunk.SelfTestDialog }))),
);

const lazyScreens: Record<Screen, ComponentType> = {
  overview: OverviewScreen,
  plugins: lazy(() => fetchScreen('plugins')),
  devices: lazy(() => fetchScreen('devices')),
  journal: lazy(() => fetchScreen('journal')),
  transfers: lazy(() => fetchScreen('transfers')),
  queue: lazy(() => fetchScreen('queue')),
  files: lazy(() => fetchScreen('files')),
  links: lazy(() => fetchScreen('links')),
  upgrades: lazy(() => fetchScreen('upgrades')),
  images: lazy(() => fetchScreen('images')),
  console: lazy(() => fetchScreen('console')),
  maintainer: lazy(() => fetchScreen('maintainer')),
};

export function fetchScreens(): void {
  const fetches = screens.filter((name) => name !== 'overview').map(fetchScreen);
  for (const fetch of [...fetches, fetchShortcuts()]) {
    // Asked for again, and its failure shown, when the screen is opened.
    fetch.catch((error: unknown) => console.warn('screen not fetched yet', error));
  }
}

/** What is around every screen: the rail, the bar with the serving state, the shortcuts. */
export function Shell() {
  const { t } = useWords();
  const screen = useRoute((route) => route.screen);
  const networkOpened = useNetworkOpened((state) => state.opened);
  const testOpened = useSelfTest((state) => state.opened);
  const [helpOpened, setHelpOpened] = useState(false);
  const main = useRef<HTMLElement>(null);
  const shownBefore = useRef(false);
  // Chosen once a visit: another component in its place would begin the screen anew.
  const CurrentScreen = useMemo(() => here[screen] ?? lazyScreens[screen], [screen]);
  const showHelp = useCallback(() => setHelpOpened(true), []);
  useShortcuts(showHelp, openSelfTest);

  // Who works by keyboard or by ear goes on reading where the new screen begins.
  useEffect(() => {
    document.title = `${t(`app.${screen}`)} · Provdesk`;
    if (shownBefore.current) main.current?.focus({ preventScroll: true });
    shownBefore.current = true;
  }, [screen, t]);

  return (
    <div className={classes.shell}>
      <button type="button" className={classes.skip} onClick={() => main.current?.focus()}>
        {t('app.skip')}
      </button>
      <TopBar onHelp={showHelp} />
      <Rail screen={screen} />
      <main ref={main} className={classes.main} tabIndex={-1} aria-label={t(`app.${screen}`)}>
        <LinkBanner />
        <div className={classes.screen}>
          <Suspense fallback={<LoadingState />}>
            <CurrentScreen />
          </Suspense>
        </div>
      </main>
      {networkOpened && (
        <Suspense fallback={null}>
          <NetworkDialog />
        </Suspense>
      )}
      <Suspense>{testOpened && <SelfTestDialog />}</Suspense>
      <DropTarget />
      <Suspense>{helpOpened && <ShortcutsDialog opened onClose={() => setHelpOpened(false)} />}</Suspense>
    </div>
  );
}
