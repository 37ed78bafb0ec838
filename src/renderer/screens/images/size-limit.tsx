import { useState } from 'react';
import { engine } from '../../client.ts';
import { parseSize } from '../../components/parse-size.ts';
import { SettingLine } from '../../components/setting-line.tsx';
import { SizeLimitForm } from '../../components/size-limit-form.tsx';
import { loadImages, useImages } from '../../mirror/images.ts';
import { useWords } from '../../words/words.ts';

/** How large an image may be: one line, and a field once somebody wants to change it. */
export function SizeLimit() {
  const { t, format } = useWords();
  const limit = useImages((mirror) => mirror.limit);
  const [typed, setTyped] = useState<string>();
  const shown = limit === null ? t('images.limitNone') : format.bytes(limit);
  const save = async (bytes: number | null) => {
    await engine.images.setLimit({ bytes });
    await loadImages();
    setTyped(undefined);
  };
  if (typed === undefined) {
    return (
      <SettingLine
        label={t('images.limit')}
        value={shown}
        change={t('images.limitChange')}
        onChange={() => setTyped(limit === null ? '' : shown)}
      />
    );
  }
  return (
    <SizeLimitForm
      focused
      changing
      label={t('images.limit')}
      hint={t('images.limitHint')}
      none={t('images.limitNone')}
      wrong={t('images.limitWrong')}
      save={t('images.limitSave')}
      limit={limit}
      text={typed}
      bytes={limitOf(typed)}
      onType={setTyped}
      onSave={save}
      onLeave={() => setTyped(undefined)}
    />
  );
}

/** A bare number would be read as gigabytes, which nobody means of a router's image. */
function limitOf(text: string): number | null | undefined {
  return text.trim() === '' || /[a-z]/i.test(text) ? parseSize(text) : undefined;
}
