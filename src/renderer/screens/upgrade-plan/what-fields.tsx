import { Button, NativeSelect } from '@mantine/core';
import { useImages } from '../../mirror/images.ts';
import { goTo } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { changeDraft } from './draft-store.ts';
import type { PlanDraft } from './plan-draft.ts';
import classes from './plan-screen.module.css';

/** A build, of which each device gets its own image, or one image. */
export function WhatFields({ draft: { by, build, image } }: { readonly draft: PlanDraft }) {
  const { t } = useWords();
  const { phase, builds, images } = useImages();
  const choose = { value: '', label: t('rollout.choose') };
  const none = phase.kind === 'ready' && images.length === 0;
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{t('rollout.what')}</legend>
      <NativeSelect
        size="xs"
        aria-label={t('rollout.what')}
        value={by}
        onChange={(event) => changeDraft({ by: event.currentTarget.value === 'image' ? 'image' : 'build' })}
        data={[
          { value: 'build', label: t('rollout.byBuild') },
          { value: 'image', label: t('rollout.byImage') },
        ]}
      />
      {by === 'build' ? (
        <NativeSelect
          size="xs"
          label={t('rollout.build')}
          value={build}
          onChange={(event) => changeDraft({ build: event.currentTarget.value })}
          data={[
            choose,
            ...builds.map(({ id, categoryName, version, images: count }) => ({
              value: id,
              label: `${categoryName} ${version}`,
              disabled: count === 0,
            })),
          ]}
        />
      ) : (
        <NativeSelect
          size="xs"
          label={t('rollout.image')}
          value={image}
          onChange={(event) => changeDraft({ image: event.currentTarget.value })}
          data={[
            choose,
            ...images.map(({ id, name, categoryName, buildVersion }) => ({
              value: id,
              label: `${categoryName} ${buildVersion} · ${name}`,
            })),
          ]}
        />
      )}
      {none && (
        <p className={classes.hint}>
          {t('rollout.noBuilds')}{' '}
          <Button variant="subtle" size="compact-xs" onClick={() => goTo('images')}>
            {t('rollout.noBuildsDo')}
          </Button>
        </p>
      )}
    </fieldset>
  );
}
