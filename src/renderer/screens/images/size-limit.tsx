import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { engine } from '../../client.ts';
import { focusNow } from '../../components/focus-now.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { parseSize } from '../../components/parse-size.ts';
import { SettingLine } from '../../components/setting-line.tsx';
import { useAction } from '../../components/use-action.ts';
import { loadImages, useImages } from '../../mirror/images.ts';
import { useWords } from '../../words/words.ts';
import classes from './size-limit.module.css';

/** How large an image may be: one line, and a field once somebody wants to change it. */
export function SizeLimit() {
  const { t, format } = useWords();
  const limit = useImages((mirror) => mirror.limit);
  const [typed, setTyped] = useState<string>();
  const { run, busy, failure } = useAction();
  const shown = limit === null ? t('images.limitNone') : format.bytes(limit);
  const bytes = typed === undefined ? limit : limitOf(typed);
  const save = async () => {
    if (bytes === undefined) return;
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
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        run(save);
      }}
    >
      <TextInput
        ref={focusNow}
        label={t('images.limit')}
        description={t('images.limitHint')}
        placeholder={t('images.limitNone')}
        value={typed}
        error={bytes === undefined && t('images.limitWrong')}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button type="submit" loading={busy} disabled={bytes === undefined}>
          {t('images.limitSave')}
        </Button>
        <Button variant="subtle" onClick={() => setTyped(undefined)}>
          {t('common.cancel')}
        </Button>
      </div>
      {failure && <FailureNote failure={failure} />}
    </form>
  );
}

/** A bare number would be read as gigabytes, which nobody means of a router's image. */
function limitOf(text: string): number | null | undefined {
  return text.trim() === '' || /[a-z]/i.test(text) ? parseSize(text) : undefined;
}
