import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Build, Category } from '../../../shared/contract/images.ts';
import { engine } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { SideEntry, SideList } from '../../components/side-list.tsx';
import { absentIcon, StatusMark } from '../../components/status-mark.tsx';
import { useAction } from '../../components/use-action.ts';
import { useImages } from '../../mirror/images.ts';
import { formatRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import classes from './builds-list.module.css';
import { ImageTypes } from './image-types.tsx';
import { NewBuildDialog } from './new-build-dialog.tsx';
import { SizeLimit } from './size-limit.tsx';

/** Categories with their builds, the newest first. */
export function BuildsList({ open }: { readonly open: Build | undefined }) {
  const { t } = useWords();
  const { categories } = useImages();
  const [creating, setCreating] = useState(false);
  return (
    <>
      <div className={classes.scroll}>
        {categories.map((category) => (
          <CategoryPart key={category.id} category={category} open={open} />
        ))}
      </div>
      <div className={classes.foot}>
        <Button variant="default" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setCreating(true)}>
          {t('images.newBuild')}
        </Button>
        <div>
          <SizeLimit />
          <ImageTypes />
        </div>
      </div>
      {creating && <NewBuildDialog category={open?.categoryName ?? ''} onClose={() => setCreating(false)} />}
    </>
  );
}

function CategoryPart({ category, open }: { readonly category: Category; readonly open: Build | undefined }) {
  const { t, format } = useWords();
  const builds = useImages((mirror) => mirror.builds).filter((build) => build.category === category.id);
  const { run, busy, failure } = useAction();
  return (
    <section className={classes.category} aria-label={category.name}>
      <h2 className={classes.heading}>{category.name}</h2>
      {builds.length === 0 ? (
        <div className={classes.none}>
          <Button
            variant="subtle"
            size="compact-xs"
            loading={busy}
            onClick={() => run(() => engine.images.removeCategory({ id: category.id }))}
          >
            {t('images.removeCategory')}
          </Button>
          {failure && <FailureNote failure={failure} />}
        </div>
      ) : (
        <SideList label={category.name}>
          {builds.map((build) => (
            <SideEntry
              key={build.id}
              href={formatRoute({ screen: 'images', subject: build.id })}
              open={build.id === open?.id}
              title={build.version}
              aside={format.moment(build.addedAt)}
              about={build.os ?? ''}
              mark={
                build.images === 0 ? (
                  <StatusMark tone="neutral" word={t('images.images', { count: 0 })} icon={absentIcon} plain />
                ) : (
                  <span className={classes.count}>{t('images.images', { count: build.images })}</span>
                )
              }
            />
          ))}
        </SideList>
      )}
    </section>
  );
}
