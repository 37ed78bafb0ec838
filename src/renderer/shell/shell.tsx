import { type ComponentType, lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { LoadingState } from '../components/loading-state.tsx';
import { useNetworkOpened } from '../components/network-opened.ts';
import { openSelfTest, useSelfTest } from '../mirror/self-test.ts';
import { type Screen, useRoute } from '../route.ts';
import { OverviewScreen } from '../screens/overview/overview-screen.tsx';
import { allWords, useWords } from '../words/words.ts';
import { DropTarget } from './drop-target.tsx';
import { LinkBanner } from './link-banner.tsx';
import { Rail } from './rail.tsx';
import { useShortcuts } from './shortcuts.ts';
import { TopBar } from './top-bar.tsx';
import classes from './shell.module.css';

/** The first screen comes at once, the others right after it, before anybody can ask for them. */
const chunks = {
  plugins: () => spoken(import('../screens/plugins/plugins-screen.tsx').then((chunk) => ({ default: chunk.PluginsScreen }))),
  devices: () => spoken(import('../screens/devices/devices-screen.tsx').then((chunk) => ({ default: chunk.DevicesScreen }))),
  journal: () => spoken(import('../screens/journal/journal-screen.tsx').then((chunk) => ({ default: chunk.JournalScreen }))),
  transfers: () =>
    spoken(import('../screens/transfers/transfers-screen.tsx').then((chunk) => ({ default: chunk.TransfersScreen }))),
  queue: () => spoken(import('../screens/queue/queue-screen.tsx').then((chunk) => ({ default: chunk.QueueScreen }))),
  files: () => spoken(import('../screens/files/files-screen.tsx').then((chunk) => ({ default: chunk.FilesScreen }))),
  links: () => spoken(import('../screens/links/links-screen.tsx').then((chunk) => ({ default: chunk.LinksScreen }))),
  upgrades: () => spoken(import('../screens/upgrades/upgrades-screen.tsx').then((chunk) => ({ default: chunk.UpgradesScreen }))),
  images: () => spoken(import('../screens/images/images-screen.tsx').then((chunk) => ({ default: chunk.ImagesScreen }))),
  console: () => spoken(import('../screens/console/console-screen.tsx').then((chunk) => ({ default: chunk.ConsoleScreen }))),
  maintainer: () =>
    spoken(import('../screens/maintainer/maintainer-screen.tsx').then((chunk) => ({ default: chunk.MaintainerScreen }))),
};

/** A screen together with its words. */
async function spoken<T>(chunk: Promise<T>): Promise<T> {
  const [screen] = await Promise.all([chunk, allWords()]);
  return screen;
}

const fetchShortcuts = () => import('./shortcuts-dialog.tsx').then((chunk) => ({ default: chunk.ShortcutsDialog }));
const ShortcutsDialog = lazy(fetchShortcuts);
const NetworkDialog = lazy(() =>
  import('../screens/network/network-dialog.tsx').then((chunk) => ({ default: chunk.NetworkDialog })),
);

const SelfTestDialog = lazy(() =>
  spoken(import('../screens/self-test/self-test-dialog.tsx').then((chunk) => ({ default: chunk.SelfTestDialog }))),
);

const screenOf: Record<Screen, ComponentType> = {
  overview: OverviewScreen,
  plugins: lazy(chunks.plugins),
  devices: lazy(chunks.devices),
  journal: lazy(chunks.journal),
  transfers: lazy(chunks.transfers),
  queue: lazy(chunks.queue),
  files: lazy(chunks.files),
  links: lazy(chunks.links),
  upgrades: lazy(chunks.upgrades),
  images: lazy(chunks.images),
  console: lazy(chunks.console),
  maintainer: lazy(chunks.maintainer),
};

export function fetchScreens(): void {
  for (const fetch of [...Object.values(chunks), fetchShortcuts]) {
    // Asked for again, and its failure shown, when the screen is opened.
    fetch().catch((error: unknown) => console.warn('screen not fetched yet', error));
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
  const CurrentScreen = screenOf[screen];
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
