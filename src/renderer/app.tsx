import { MantineProvider } from '@mantine/core';
import { useColorScheme } from '@mantine/hooks';
import { useEffect } from 'react';
import { useSettings } from './mirror/settings.ts';
import { Shell } from './shell/shell.tsx';
import { theme } from './theme.ts';
import { speak } from './words/words.ts';

export function App() {
  const { appearance, language } = useSettings();
  const systemAppearance = useColorScheme('light', { getInitialValueInEffect: false });

  useEffect(() => {
    speak(language).catch((error: unknown) => console.error('language not loaded', error));
  }, [language]);

  return (
    <MantineProvider
      theme={theme}
      forceColorScheme={appearance === 'system' ? systemAppearance : appearance}
      getStyleNonce={styleNonce}
    >
      <Shell />
    </MantineProvider>
  );
}

/** The host writes a new nonce into the page at each response; browsers hide it from selectors, not from scripts. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}
