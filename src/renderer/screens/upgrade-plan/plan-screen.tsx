import { useEffect, useState } from 'react';
import { followImages } from '../../mirror/images.ts';
import { useWords } from '../../words/words.ts';
import { useDraft } from './draft-store.ts';
import { OptionsFields } from './options-fields.tsx';
import { readinessOf } from './plan-draft.ts';
import classes from './plan-screen.module.css';
import { PlanView } from './plan-view.tsx';
import { RolloutFields } from './rollout-fields.tsx';
import { WhatFields } from './what-fields.tsx';
import { WhoFields } from './who-fields.tsx';

/** The choice at the left, and at the right what would come of it, before anything is begun. */
export function PlanScreen() {
  const { t } = useWords();
  const draft = useDraft();
  useEffect(followImages, []);
  const readiness = readinessOf(draft, useNow());
  const wrong = readiness.kind === 'wrong' ? readiness.fields : [];
  return (
    <div className={classes.screen}>
      <form className={classes.choice} aria-label={t('rollout.title')} onSubmit={(event) => event.preventDefault()}>
        <h1 className={classes.title}>{t('rollout.title')}</h1>
        <WhatFields draft={draft} />
        <WhoFields draft={draft} />
        <OptionsFields draft={draft} />
        <RolloutFields draft={draft} wrong={wrong} />
      </form>
      <PlanView draft={draft} readiness={readiness} />
    </div>
  );
}

/** Milliseconds; a time that was set passes while somebody reads. */
const LOOK_AGAIN = 10_000;

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOK_AGAIN);
    return () => clearInterval(timer);
  }, []);
  return now;
}
