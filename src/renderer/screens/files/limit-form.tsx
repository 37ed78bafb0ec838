import { useState } from 'react';
import type { StoreUsage } from '../../../shared/contract/files.ts';
import { engine } from '../../client.ts';
import { parseSize } from '../../components/parse-size.ts';
import { SizeLimitForm } from '../../components/size-limit-form.tsx';
import { loadUsage } from '../../mirror/usage.ts';
import { useWords } from '../../words/words.ts';
import classes from './storage-panel.module.css';

/** How much firmware and begun downloads may take on this disk. Empty is no limit. */
export function LimitForm({ usage: { limit } }: { readonly usage: StoreUsage }) {
  const { t, format } = useWords();
  const [typed, setTyped] = useState<string>();
  const save = async (bytes: number | null) => {
    await engine.files.setLimit({ bytes });
    await loadUsage();
    setTyped(undefined);
  };
  return (
    <div className={classes.limit}>
      <SizeLimitForm
        label={t('storage.limit')}
        hint={t('storage.limitHint')}
        none={t('storage.noLimit')}
        wrong={t('storage.limitWrong')}
        save={t('storage.setLimit')}
        limit={limit}
        text={typed ?? (limit === null ? '' : format.bytes(limit))}
        bytes={typed === undefined ? limit : parseSize(typed)}
        changing={typed !== undefined}
        onType={setTyped}
        onSave={save}
        onLeave={() => setTyped(undefined)}
      />
    </div>
  );
}
