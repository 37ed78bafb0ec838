import { IconDeviceSdCard, IconFileSearch } from '@tabler/icons-react';
import { type DragEvent, useEffect, useState } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailedState } from '../../components/failed-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Halves } from '../../components/side-list.tsx';
import { droppedFiles } from '../../dropped-files.ts';
import { followImages, loadImages, useImages } from '../../mirror/images.ts';
import { goTo, useRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { AddImageDialog } from './add-image-dialog.tsx';
import { BuildDetails } from './build-details.tsx';
import { BuildsList } from './builds-list.tsx';
import { DropZone } from './drop-zone.tsx';
import classes from './images-screen.module.css';

/** Firmware for devices that are flashed over SSH: what is here, and what a new file says of itself before it is kept. */
export function ImagesScreen() {
  const { t } = useWords();
  const { phase, builds } = useImages();
  const openId = useRoute((route) => route.subject);
  const [files, setFiles] = useState<readonly File[]>([]);
  const drop = useScreenDrop(setFiles);
  useEffect(followImages, []);
  if (builds.length === 0 && phase.kind === 'loading') return <LoadingState />;
  if (builds.length === 0 && phase.kind === 'failed') {
    return <FailedState failure={phase.failure} onRetry={() => void loadImages()} />;
  }
  const open = openId === undefined ? builds[0] : builds.find(({ id }) => id === openId);
  return (
    <div className={classes.screen} {...drop.handlers}>
      <Halves
        list={
          <>
            <DropZone over={drop.over} onFiles={setFiles} />
            <BuildsList open={open} />
          </>
        }
      >
        {open ? (
          <BuildDetails key={open.id} build={open} />
        ) : builds.length === 0 ? (
          <EmptyState icon={IconDeviceSdCard} title={t('images.empty')} hint={t('images.emptyHint')} />
        ) : (
          <EmptyState icon={IconFileSearch} title={t('images.gone')} hint={t('images.goneHint')} />
        )}
      </Halves>
      {files.length > 0 && (
        <AddImageDialog
          files={files}
          category={open?.categoryName}
          onKept={(image) => goTo('images', image.build)}
          onClose={() => setFiles([])}
        />
      )}
    </div>
  );
}

/** What is dropped anywhere on this screen is meant as an image, and not as a file of a phone's package. */
function useScreenDrop(onFiles: (files: readonly File[]) => void) {
  const [over, setOver] = useState(false);
  const handlers = {
    onDragOver(event: DragEvent) {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave(event: DragEvent) {
      if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setOver(false);
    },
    onDrop(event: DragEvent) {
      event.preventDefault();
      setOver(false);
      void droppedFiles(event.dataTransfer).then(({ files }) => onFiles(files));
    },
  };
  return { over, handlers };
}
