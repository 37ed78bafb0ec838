import { IconFileDownload } from '@tabler/icons-react';
import { FilePicker } from '../../components/file-picker.tsx';
import { useWords } from '../../words/words.ts';
import classes from './drop-zone.module.css';

interface DropZoneProps {
  /** A file is held above the screen. */
  readonly over: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

export function DropZone({ over, onFiles }: DropZoneProps) {
  const { t } = useWords();
  return (
    <div className={classes.zone} data-over={over || undefined}>
      <IconFileDownload size={20} stroke={1.6} aria-hidden className={classes.icon} />
      <p className={classes.hint}>{t('images.drop')}</p>
      <FilePicker multiple variant="default" onPick={onFiles}>
        {t('images.choose')}
      </FilePicker>
    </div>
  );
}
