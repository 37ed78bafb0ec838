import { IconFileDownload } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { droppedFiles } from '../dropped-files.ts';
import { takeFiles } from '../mirror/handed-files.ts';
import { goTo } from '../route.ts';
import { useWords } from '../words/words.ts';
import classes from './drop-target.module.css';

/** The whole window takes files: wherever they are dropped, they are handed over and their screen opens. */
export function DropTarget() {
  const { t } = useWords();
  const over = useFileDrop();
  if (!over) return null;
  return (
    <div className={classes.target} aria-hidden>
      <p className={classes.sign}>
        <IconFileDownload size={28} stroke={1.6} aria-hidden />
        {t('app.dropHere')}
      </p>
    </div>
  );
}

function useFileDrop(): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      // A part of the screen wants it for itself.
      if (event.defaultPrevented) return setOver(false);
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      // Going from one element to the next is no leaving.
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      if (event.defaultPrevented) return setOver(false);
      if (!event.dataTransfer || !holdsFiles(event)) return;
      event.preventDefault();
      setOver(false);
      void droppedFiles(event.dataTransfer).then(({ files, leftOut }) => takeFiles(files, leftOut));
      goTo('files');
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  return over;
}
