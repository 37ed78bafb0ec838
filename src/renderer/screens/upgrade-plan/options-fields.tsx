import { Checkbox } from '@mantine/core';
import { conflictOf } from '../../../shared/values/flash-options.ts';
import { useWords } from '../../words/words.ts';
import { changeDraft } from './draft-store.ts';
import { type Flag, flags, type PlanDraft } from './plan-draft.ts';
import classes from './plan-screen.module.css';

const explained = { c: 'rollout.optionHint_c', n: 'rollout.optionHint_n', F: 'rollout.optionHint_F' } as const;

/** sysupgrade's own options in words, and how carefully the device is treated. */
export function OptionsFields({ draft }: { readonly draft: PlanDraft }) {
  const { t } = useWords();
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{t('rollout.options')}</legend>
      <p className={classes.hint}>{t('rollout.none')}</p>
      {flags.map((flag) => (
        <FlagField key={flag} flag={flag} draft={draft} />
      ))}
      <Wish draft={draft} wish="backup" label={t('rollout.backup')} />
      <Wish draft={draft} wish="mayStopServices" label={t('rollout.stopServices')} hint={t('rollout.stopServicesHint')} />
      <Wish draft={draft} wish="mayStopWifi" label={t('rollout.stopWifi')} hint={t('rollout.stopWifiHint')} />
      <Wish draft={draft} wish="reinstall" label={t('rollout.reinstall')} />
    </fieldset>
  );
}

function FlagField({ flag, draft: { options } }: { readonly flag: Flag; readonly draft: PlanDraft }) {
  const { t } = useWords();
  const on = options[flag] === true;
  const others = flags.filter((other) => options[other] && conflictOf({ [flag]: true, [other]: true }));
  const excluded = !on && others.length > 0;
  const hint = excluded
    ? t('rollout.excludes', { flags: others.map((other) => `-${other}`).join(', ') })
    : flag in explained
      ? t(explained[flag as keyof typeof explained])
      : undefined;
  return (
    <div className={classes.flag}>
      <Checkbox
        size="xs"
        label={t(`rollout.option_${flag}`)}
        description={hint}
        checked={on}
        disabled={excluded}
        onChange={(event) => changeDraft({ options: { ...options, [flag]: event.currentTarget.checked } })}
      />
      <span className={classes.code}>-{flag}</span>
    </div>
  );
}

interface WishProps {
  readonly draft: PlanDraft;
  readonly wish: 'backup' | 'mayStopServices' | 'mayStopWifi' | 'reinstall' | 'persistent';
  readonly label: string;
  readonly hint?: string;
}

export function Wish({ draft, wish, label, hint }: WishProps) {
  return (
    <Checkbox
      size="xs"
      label={label}
      description={hint}
      checked={draft[wish]}
      onChange={(event) => changeDraft({ [wish]: event.currentTarget.checked })}
    />
  );
}
