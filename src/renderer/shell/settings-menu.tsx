import { Button, NativeSelect } from '@mantine/core';
import { IconSettings } from '@tabler/icons-react';
import { useState } from 'react';
import { FailureNote } from '../components/failure-note.tsx';
import { openNetwork } from '../components/network-opened.ts';
import { PopoverButton } from '../components/popover-button.tsx';
import { useAction } from '../components/use-action.ts';
import { changeSettings, useSettings } from '../mirror/settings.ts';
import { languages, useWords } from '../words/words.ts';

/** Languages are named in themselves, so that one finds back from a language one cannot read. */
const languageNames = Object.entries(languages).map(([value, label]) => ({ value, label }));
const languageChoices = ['system', 'en', 'fr', 'de', 'es'] as const;
const appearances = ['system', 'light', 'dark'] as const;

export function SettingsMenu() {
  const { t } = useWords();
  const settings = useSettings();
  const { run, failure } = useAction();
  const [opened, setOpened] = useState(false);
  const goToNetwork = () => {
    setOpened(false);
    openNetwork();
  };
  return (
    <PopoverButton
      label={t('settings.settings')}
      icon={<IconSettings size={18} aria-hidden />}
      variant="subtle"
      opened={opened}
      onChange={setOpened}
    >
      <NativeSelect
        size="xs"
        label={t('settings.language')}
        value={settings.language}
        data={[{ value: 'system', label: t('settings.system') }, ...languageNames]}
        onChange={(event) => {
          const language = languageChoices.find((choice) => choice === event.currentTarget.value);
          if (language) run(() => changeSettings({ language }));
        }}
      />
      <NativeSelect
        size="xs"
        label={t('settings.appearance')}
        value={settings.appearance}
        data={appearances.map((value) => ({ value, label: t(`settings.${value}`) }))}
        onChange={(event) => {
          const appearance = appearances.find((choice) => choice === event.currentTarget.value);
          if (appearance) run(() => changeSettings({ appearance }));
        }}
      />
      <Button variant="default" onClick={goToNetwork}>
        {t('network.open')}
      </Button>
      {failure && <FailureNote failure={failure} />}
    </PopoverButton>
  );
}
