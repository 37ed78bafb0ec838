import { NativeSelect, TextInput } from '@mantine/core';
import { useWords } from '../../words/words.ts';
import { PolicyLine } from '../upgrades/policy-line.tsx';
import { changeDraft } from './draft-store.ts';
import { Wish } from './options-fields.tsx';
import { type CountField, countFields, type PlanDraft } from './plan-draft.ts';
import classes from './plan-screen.module.css';

interface RolloutFieldsProps {
  readonly draft: PlanDraft;
  readonly wrong: readonly (CountField | 'at')[];
}

/** Who comes first, how many at a time, when it pauses by itself, and when it begins. */
export function RolloutFields({ draft, wrong }: RolloutFieldsProps) {
  const { t } = useWords();
  const { counts, when, at } = draft;
  return (
    <>
      <fieldset className={classes.group}>
        <legend className={classes.legend}>{t('rollout.waves')}</legend>
        <div className={classes.pair}>
          {(Object.keys(countFields) as CountField[]).map((field) => (
            <TextInput
              key={field}
              inputMode="numeric"
              label={t(`rollout.${field}`)}
              value={counts[field]}
              error={wrong.includes(field) && t('rollout.countWrong', { least: countFields[field] })}
              onChange={(event) => changeDraft({ counts: { ...counts, [field]: event.currentTarget.value } })}
            />
          ))}
        </div>
        <PolicyLine />
      </fieldset>
      <fieldset className={classes.group}>
        <legend className={classes.legend}>{t('rollout.when')}</legend>
        <div className={classes.pair}>
          <NativeSelect
            size="xs"
            aria-label={t('rollout.when')}
            value={when}
            onChange={(event) => changeDraft({ when: event.currentTarget.value === 'at' ? 'at' : 'now' })}
            data={[
              { value: 'now', label: t('rollout.now') },
              { value: 'at', label: t('rollout.at') },
            ]}
          />
          {when === 'at' && (
            <TextInput
              type="datetime-local"
              aria-label={t('rollout.atLabel')}
              value={at}
              error={wrong.includes('at') && t('rollout.atWrong')}
              onChange={(event) => changeDraft({ at: event.currentTarget.value })}
            />
          )}
        </div>
        <Wish draft={draft} wish="persistent" label={t('rollout.persistent')} hint={t('rollout.persistentHint')} />
      </fieldset>
    </>
  );
}
