import { ActionIcon, Button } from '@mantine/core';
import { IconPhotoOff, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Build, FirmwareImage } from '../../../shared/contract/images.ts';
import { engine } from '../../client.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import details from '../../components/details.module.css';
import { FailureNote } from '../../components/failure-note.tsx';
import { Panel } from '../../components/panel.tsx';
import { useAction } from '../../components/use-action.ts';
import { useImages } from '../../mirror/images.ts';
import { planFor } from '../upgrade-plan/draft-store.ts';
import { useWords } from '../../words/words.ts';
import classes from './build-details.module.css';
import { ImageFactsView } from './image-facts.tsx';

/** One build: what devices with it say of themselves, what changed, and its images. */
export function BuildDetails({ build }: { readonly build: Build }) {
  const { t, format } = useWords();
  const images = useImages((mirror) => mirror.images).filter((image) => image.build === build.id);
  const { run, busy, failure } = useAction();
  const title = `${build.categoryName} ${build.version}`;
  return (
    <article className={details.details} aria-label={title}>
      <header className={details.heading}>
        <div className={details.top}>
          <h1 className={details.title}>{title}</h1>
          <span className={details.space} />
          <Button
            variant="default"
            loading={busy}
            disabled={images.length > 0}
            title={images.length > 0 ? t('images.removeBuildHint') : undefined}
            onClick={() => run(() => engine.images.removeBuild({ id: build.id }))}
          >
            {t('images.removeBuild')}
          </Button>
          <Button disabled={images.length === 0} onClick={() => planFor({ build: build.id })}>
            {t('images.plan')}
          </Button>
        </div>
        <p className={details.told}>
          {t('common.named', { what: t('images.os'), value: build.os ?? t('images.osUnknown') })} ·{' '}
          {t('images.added', { when: format.moment(build.addedAt) })}
        </p>
        {build.changelog !== '' && <p className={classes.changelog}>{build.changelog}</p>}
        {failure && <FailureNote failure={failure} />}
      </header>
      {images.length === 0 ? (
        <EmptyState icon={IconPhotoOff} title={t('images.noImages')} hint={t('images.noImagesHint')} />
      ) : (
        <ul className={classes.images}>
          {images.map((image) => (
            <ImageCard key={image.id} image={image} />
          ))}
        </ul>
      )}
    </article>
  );
}

function ImageCard({ image }: { readonly image: FirmwareImage }) {
  const { t } = useWords();
  const [asking, setAsking] = useState(false);
  const { run, busy, failure, dismiss } = useAction();
  const { id, name } = image;
  const close = () => {
    dismiss();
    setAsking(false);
  };
  return (
    <li>
      <Panel
        title={name}
        exact
        actions={
          <ActionIcon variant="subtle" size={28} aria-label={t('images.removeOne', { name })} onClick={() => setAsking(true)}>
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        }
      >
        <ImageFactsView image={image} />
      </Panel>
      <ConfirmDialog
        opened={asking}
        title={t('images.removeTitle', { name })}
        text={t('images.removeText')}
        action={t('images.remove')}
        busy={busy}
        onConfirm={() => run(() => engine.images.remove({ id }))}
        onClose={close}
      >
        {failure && <FailureNote failure={failure} />}
      </ConfirmDialog>
    </li>
  );
}
