import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import type { ImageType } from '../../../shared/contract/images.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import form from '../../components/form.module.css';
import { LoadingState } from '../../components/loading-state.tsx';
import { useAction } from '../../components/use-action.ts';
import { keepImageTypes, loadImageTypes, useImageTypes } from '../../mirror/image-types.ts';
import { useWords } from '../../words/words.ts';
import { ImageTypeForm } from './image-type-form.tsx';
import classes from './image-types-dialog.module.css';

/** The types that this site knows beside the built-in ones, each with its boards. */
export function ImageTypesDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const { phase, custom, builtIn } = useImageTypes();
  const [changed, setChanged] = useState<ImageType>();
  const { run, busy, failure } = useAction();
  const keep = async (type: ImageType) => {
    const others = custom.filter((known) => known !== changed && known.type !== type.type);
    await keepImageTypes([...others, type]);
    setChanged(undefined);
  };
  const remove = async (type: ImageType) => {
    await keepImageTypes(custom.filter((known) => known !== type));
    if (type === changed) setChanged(undefined);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('images.typesTitle')}
      size={680}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={form.form}>
        <p className={form.hint}>{t('images.typesHint', { count: builtIn.length })}</p>
        {phase.kind === 'loading' && <LoadingState />}
        {phase.kind === 'failed' && (
          <FailureNote failure={phase.failure}>
            <Button variant="default" onClick={() => void loadImageTypes()}>
              {t('common.retry')}
            </Button>
          </FailureNote>
        )}
        {phase.kind === 'ready' && (
          <>
            {custom.length > 0 && (
              <ul className={classes.types} aria-label={t('images.types')}>
                {custom.map((known) => (
                  <Row
                    key={known.type}
                    known={known}
                    busy={busy}
                    onChange={() => setChanged(known)}
                    onRemove={() => run(() => remove(known))}
                  />
                ))}
              </ul>
            )}
            {failure && <FailureNote failure={failure} />}
            <ImageTypeForm
              key={changed?.type ?? `new ${custom.length}`}
              changed={changed}
              builtIn={builtIn}
              onKeep={keep}
              onLeave={() => setChanged(undefined)}
            />
          </>
        )}
      </div>
    </Modal>
  );
}

interface RowProps {
  readonly known: ImageType;
  readonly busy: boolean;
  readonly onChange: () => void;
  readonly onRemove: () => void;
}

function Row({ known: { type, label, boards }, busy, onChange, onRemove }: RowProps) {
  const { t } = useWords();
  return (
    <li className={classes.type}>
      <span className={classes.names}>
        <span className={classes.label}>{label}</span>
        <span className={classes.name} title={type}>
          {type}
        </span>
        <span className={classes.boards} title={boards.join('\n')}>
          {boards.join(', ')}
        </span>
      </span>
      <Button variant="subtle" size="compact-xs" aria-label={t('images.typeChangeOne', { label })} onClick={onChange}>
        {t('images.typeChange')}
      </Button>
      <Button
        variant="subtle"
        size="compact-xs"
        disabled={busy}
        aria-label={t('images.removeOne', { name: label })}
        onClick={onRemove}
      >
        {t('images.remove')}
      </Button>
    </li>
  );
}
