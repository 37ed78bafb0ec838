import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { FirmwareImage } from '../../../shared/contract/images.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { focusNow } from '../../components/focus-now.ts';
import form from '../../components/form.module.css';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { useAction } from '../../components/use-action.ts';
import { addImage, type InspectedImage } from '../../hand-over.ts';
import { loadImageTypes, useImageTypes } from '../../mirror/image-types.ts';
import { useImages } from '../../mirror/images.ts';
import { useWords } from '../../words/words.ts';
import { CategoryField } from './category-field.tsx';
import { ImageFactsView } from './image-facts.tsx';

interface KeepImageFormProps {
  readonly file: File;
  readonly image: InspectedImage;
  readonly category: string | undefined;
  readonly onKept: (image: FirmwareImage) => void;
  readonly onSkip: () => void;
}

/** Where an image belongs. An image that names no boards also needs its type. */
export function KeepImageForm({ file, image, category: given, onKept, onSkip }: KeepImageFormProps) {
  const { t } = useWords();
  const first = useImages((mirror) => mirror.categories[0]?.name);
  const [category, setCategory] = useState(given ?? first ?? '');
  const [version, setVersion] = useState(image.facts.version ?? '');
  const [type, setType] = useState('');
  const [sent, setSent] = useState(0);
  const { custom, builtIn } = useImageTypes();
  const types = [...custom, ...builtIn];
  const { run, busy, failure } = useAction();
  const chosen = types.find((known) => known.type === type);
  const facts = chosen ? { ...image.facts, boards: chosen.boards, boardsFrom: 'table' as const } : image.facts;
  const needsType = image.facts.boards.length === 0;
  // Without the list there is nothing to choose, and that shows.
  useEffect(() => void (needsType && loadImageTypes()), [needsType]);
  const ready = category.trim() !== '' && version.trim() !== '' && (!needsType || chosen !== undefined);
  const keep = async () => onKept(await addImage(file, { category, version, ...(chosen ? { type } : {}) }, setSent));
  return (
    <form
      className={form.form}
      onSubmit={(event) => {
        event.preventDefault();
        run(keep);
      }}
    >
      <h3 className="visually-hidden">{t('images.says')}</h3>
      <ImageFactsView image={{ ...image, facts, type: chosen?.type ?? image.type }} />
      {needsType && (
        <>
          <p className={form.hint}>{t('images.bare')}</p>
          <NativeSelect
            size="xs"
            label={t('images.chooseType')}
            description={t('images.chooseTypeHint')}
            value={type}
            onChange={(event) => setType(event.currentTarget.value)}
            data={[
              { value: '', label: t('images.chooseTypeNone') },
              ...types.map((known) => ({ value: known.type, label: `${known.label} · ${known.type}` })),
            ]}
          />
        </>
      )}
      <div className={form.pair}>
        <CategoryField value={category} onChange={setCategory} />
        <TextInput
          label={t('images.build')}
          description={t('images.buildHint')}
          maxLength={32}
          spellCheck={false}
          value={version}
          onChange={(event) => setVersion(event.currentTarget.value)}
        />
      </div>
      {busy && sent > 0 && <ProgressBar label={file.name} done={sent} total={file.size} />}
      {failure && <FailureNote failure={failure} />}
      <div className={form.buttons}>
        <Button variant="default" onClick={onSkip}>
          {t('images.skip')}
        </Button>
        <Button type="submit" ref={focusNow} loading={busy} disabled={!ready}>
          {t('images.keep')}
        </Button>
      </div>
    </form>
  );
}
