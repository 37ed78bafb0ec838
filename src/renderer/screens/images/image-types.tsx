import { useEffect, useState } from 'react';
import { SettingLine } from '../../components/setting-line.tsx';
import { loadImageTypes, useImageTypes } from '../../mirror/image-types.ts';
import { useWords } from '../../words/words.ts';
import { ImageTypesDialog } from './image-types-dialog.tsx';

/** How many types this site has of its own, and the way to them. */
export function ImageTypes() {
  const { t } = useWords();
  const { custom } = useImageTypes();
  const [opened, setOpened] = useState(false);
  useEffect(() => void loadImageTypes(), []);
  return (
    <>
      <SettingLine
        label={t('images.types')}
        value={custom.length === 0 ? t('images.typesNone') : String(custom.length)}
        change={t('images.limitChange')}
        onChange={() => setOpened(true)}
      />
      {opened && <ImageTypesDialog onClose={() => setOpened(false)} />}
    </>
  );
}
