import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { StoreUsage } from '../../../shared/contract/files.ts';
import { engine } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { useAction } from '../../components/use-action.ts';
import { loadUsage } from '../../mirror/usage.ts';
import { useWords } from '../../words/words.ts';
import { parseSize } from '../../components/parse-size.ts';
import classes from './storage-panel.module.css';

/** How much firmware and begun downloads may take on this disk. Empty is no limit. */
export function LimitForm({ usage: { limit } }: { readonly usage: StoreUsage }) {
  const { t, format } = useWords();
  const [typed, setTyped] = useState<string>();
  const { run, busy, failure } = useAction();
  const text = typed ?? (limit === null ? '' : format.bytes(limit));
  const bytes = typed === undefined ? limit : parseSize(typed);
  const save = async () => {
    if (bytes === undefined) return;
    await engine.files.setLimit({ bytes });
    await loadUsage();
    setTyped(undefined);
  };
  return (
    <form
      className={classes.limit}
      onSubmit={(event) => {
        event.preventDefault();
        run(save);
      }}
    >
      <TextInput
        label={t('storage.limit')}
        description={t('storage.limitHint')}
        placeholder={t('storage.noLimit')}
        value={text}
        error={bytes === undefined && t('storage.limitWrong')}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {typed !== undefined && (
        <div className={classes.buttons}>
          <Button type="submit" loading={busy} disabled={bytes === undefined || bytes === limit}>
            {t('storage.setLimit')}
          </Button>
          <Button variant="subtle" onClick={() => setTyped(undefined)}>
            {t('common.cancel')}
          </Button>
        </div>
      )}
      {failure && <FailureNote failure={failure} />}
    </form>
  );
}
