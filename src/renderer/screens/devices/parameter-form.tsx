import { Button, Checkbox, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Configuration, ConfigurationOwner } from '../../../shared/contract/configuration.ts';
import { engine } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { useAction } from '../../components/use-action.ts';
import { useWords } from '../../words/words.ts';
import classes from './configuration-part.module.css';

interface ParameterFormProps {
  readonly device: string;
  readonly vendor: string | null;
  /** Undefined: a new one, and another after it. */
  readonly parameter: Configuration['parameters'][number] | undefined;
  readonly onClose: () => void;
}

const LOOK = { size: 'xs', spellCheck: false, autoComplete: 'off', classNames: { input: classes.path ?? '' } } as const;

/**
 * One parameter of a device, or of all of its vendor, by the keyboard alone: Enter keeps it, Escape leaves. A device's own
 * is changed for it alone: what all have would not count for it.
 */
export function ParameterForm({ device, vendor, parameter, onClose }: ParameterFormProps) {
  const { t } = useWords();
  const [name, setName] = useState(parameter?.name ?? '');
  const [value, setValue] = useState(parameter?.value ?? '');
  const [forAll, setForAll] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const { run, busy, failure } = useAction();
  const owner: ConfigurationOwner = forAll && vendor !== null ? { kind: 'vendor', vendor } : { kind: 'device', device };
  const remove = async () => {
    await engine.devices.configure({ of: owner, unset: [name] });
    onClose();
  };
  const save = async () => {
    await engine.devices.configure({ of: owner, set: [{ name, value }] });
    if (parameter) return onClose();
    setName('');
    setValue('');
    first.current?.focus();
  };
  const hintOfOne = parameter?.of === 'vendor' ? t('devices.parameterOwn', { vendor }) : t('devices.parameterHint');
  const hint = forAll ? t('devices.parameterForAllHint') : hintOfOne;
  useEffect(() => {
    first.current?.form?.scrollIntoView({ block: 'nearest' });
    first.current?.focus({ preventScroll: true });
  }, []);
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) run(save);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
    >
      {parameter ? (
        <p className={classes.path}>{name}</p>
      ) : (
        <TextInput
          {...LOOK}
          ref={first}
          label={t('devices.parameterName')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      <TextInput
        {...LOOK}
        ref={parameter && first}
        label={t('devices.parameterValue')}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      {vendor !== null && parameter?.of !== 'device' && (
        <Checkbox
          size="xs"
          label={t('devices.parameterForAll', { vendor })}
          checked={forAll}
          onChange={(event) => setForAll(event.currentTarget.checked)}
        />
      )}
      <p className={classes.hint}>{hint}</p>
      {failure && <FailureNote failure={failure} />}
      <div className={classes.buttons}>
        <Button type="submit" size="compact-sm" loading={busy}>
          {t('devices.parameterSave')}
        </Button>
        {forAll && parameter && (
          <Button variant="default" size="compact-sm" disabled={busy} onClick={() => run(remove)}>
            {t('devices.parameterRemoveAll', { vendor })}
          </Button>
        )}
        <Button variant="default" size="compact-sm" onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </form>
  );
}
