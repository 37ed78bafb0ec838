import { TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { focusNow } from '../../components/focus-now.ts';
import { useImages } from '../../mirror/images.ts';
import { useWords } from '../../words/words.ts';

interface CategoryFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A name that is typed, or one of those that there are. */
export function CategoryField({ value, onChange }: CategoryFieldProps) {
  const { t } = useWords();
  const categories = useImages((mirror) => mirror.categories);
  const known = useId();
  const [empty] = useState(value === ''); // It takes the focus where it is what is missing, and only at first.
  return (
    <>
      <TextInput
        label={t('images.category')}
        description={t('images.categoryHint')}
        list={known}
        maxLength={64}
        ref={empty ? focusNow : undefined}
        data-autofocus={empty || undefined}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <datalist id={known}>
        {categories.map(({ id, name }) => (
          <option key={id} value={name}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  );
}
