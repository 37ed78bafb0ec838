import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { engine } from '../../client.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useImages } from '../../mirror/images.ts';
import { goTo } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { CategoryField } from './category-field.tsx';

interface NewBuildDialogProps {
  /** The one that is looked at. */
  readonly category: string;
  readonly onClose: () => void;
}

/** A build without its images yet: for who knows its identifier, or wants to write down what changed. */
export function NewBuildDialog({ category: given, onClose }: NewBuildDialogProps) {
  const { t } = useWords();
  const { categories } = useImages();
  const [category, setCategory] = useState(given);
  const [version, setVersion] = useState('');
  const [os, setOs] = useState('');
  const [changelog, setChangelog] = useState('');
  const create = async () => {
    const name = category.trim();
    const known = categories.find((each) => each.name.toLowerCase() === name.toLowerCase());
    const { id } = known ?? (await engine.images.addCategory({ name }));
    const wish = { category: id, version, changelog, ...(os.trim() === '' ? {} : { os }) };
    const build = await engine.images.addBuild(wish);
    onClose();
    goTo('images', build.id);
  };
  return (
    <FormDialog
      title={t('images.buildTitle')}
      width={520}
      word={t('images.create')}
      disabled={category.trim() === '' || version.trim() === ''}
      onSubmit={create}
      onClose={onClose}
    >
      <CategoryField value={category} onChange={setCategory} />
      <TextInput
        label={t('images.build')}
        placeholder="23.05.5"
        maxLength={32}
        spellCheck={false}
        data-autofocus={given !== '' || undefined}
        value={version}
        onChange={(event) => setVersion(event.currentTarget.value)}
      />
      <TextInput
        label={t('images.osLabel')}
        description={t('images.osHint')}
        maxLength={64}
        spellCheck={false}
        value={os}
        onChange={(event) => setOs(event.currentTarget.value)}
      />
      <Textarea
        size="xs"
        rows={4}
        label={t('images.changelog')}
        value={changelog}
        onChange={(event) => setChangelog(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
