import { Button, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { FirmwareImage } from '../../../shared/contract/images.ts';
import { type Failure, failureOf, ProvdeskError } from '../../../shared/failures.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import form from '../../components/form.module.css';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { type InspectedImage, inspectImage } from '../../hand-over.ts';
import { useImages } from '../../mirror/images.ts';
import { useWords } from '../../words/words.ts';
import { KeepImageForm } from './keep-image-form.tsx';

interface AddImageDialogProps {
  /** One after the other is shown. */
  readonly files: readonly File[];
  /** Of the build that is looked at. */
  readonly category: string | undefined;
  readonly onKept: (image: FirmwareImage) => void;
  readonly onClose: () => void;
}

/** What a file says of itself, or why it is no image; then where it belongs, and one button. */
export function AddImageDialog({ files, category, onKept, onClose }: AddImageDialogProps) {
  const { t } = useWords();
  const [index, setIndex] = useState(0);
  const file = files[index];
  const total = files.length;
  const goOn = () => (index + 1 < total ? setIndex(index + 1) : onClose());
  if (!file) return null;
  return (
    <Modal
      opened
      onClose={onClose}
      title={total === 1 ? t('images.adding') : t('images.addingOf', { number: index + 1, total })}
      size={620}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <OneFile
        key={index}
        file={file}
        category={category}
        onKept={(image) => {
          onKept(image);
          goOn();
        }}
        onSkip={goOn}
      />
    </Modal>
  );
}

type Reading =
  | { readonly kind: 'reading'; readonly sent: number }
  | { readonly kind: 'seen'; readonly image: InspectedImage }
  | { readonly kind: 'refused'; readonly failure: Failure };

interface OneFileProps {
  readonly file: File;
  readonly category: string | undefined;
  readonly onKept: (image: FirmwareImage) => void;
  readonly onSkip: () => void;
}

function OneFile({ file, category, onKept, onSkip }: OneFileProps) {
  const { t, format } = useWords();
  const reading = useReading(file);
  return (
    <div className={form.form}>
      <p className={form.fileLine}>
        <span className={form.fileName}>{file.name}</span>
        <span className={form.hint}>{format.bytes(file.size)}</span>
      </p>
      {reading.kind === 'reading' && (
        <div role="status">
          <p className={form.hint}>
            {reading.sent > 0
              ? t('images.sending', { done: format.bytes(reading.sent), total: format.bytes(file.size) })
              : t('images.reading')}
          </p>
          <ProgressBar label={file.name} done={reading.sent} total={file.size} />
        </div>
      )}
      {reading.kind === 'refused' && (
        <>
          <FailureNote failure={reading.failure} />
          <div className={form.buttons}>
            <Button data-autofocus onClick={onSkip}>
              {t('images.skip')}
            </Button>
          </div>
        </>
      )}
      {reading.kind === 'seen' && (
        <KeepImageForm file={file} image={reading.image} category={category} onKept={onKept} onSkip={onSkip} />
      )}
    </div>
  );
}

/** Has the engine read it; what is too large is not even sent there. */
function useReading(file: File): Reading {
  const limit = useImages((mirror) => mirror.limit);
  const [reading, setReading] = useState<Reading>({ kind: 'reading', sent: 0 });
  useEffect(() => {
    let left = false;
    const set = (next: Reading) => {
      if (!left) setReading(next);
    };
    if (limit !== null && file.size > limit) {
      const facts = { name: file.name, size: file.size, limit };
      set({ kind: 'refused', failure: new ProvdeskError('images.too-large', facts).failure });
      return undefined;
    }
    inspectImage(file, (sent) => set({ kind: 'reading', sent })).then(
      (image) => set({ kind: 'seen', image }),
      (error: unknown) => set({ kind: 'refused', failure: failureOf(error) }),
    );
    return () => {
      left = true;
    };
  }, [file, limit]);
  return reading;
}
