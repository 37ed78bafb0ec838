import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Device } from '../../../shared/contract/devices.ts';
import { deviceName } from '../../components/device-name.ts';
import { useDevices } from '../../mirror/devices.ts';
import { useWords } from '../../words/words.ts';
import { changeDraft } from './draft-store.ts';
import type { PlanDraft } from './plan-draft.ts';
import classes from './plan-screen.module.css';

/** Shown at most; a search finds the others. */
const MOST_SHOWN = 200;

/** Which devices are meant. Those without an SSH address are not: they are phones. */
export function WhoFields({ draft }: { readonly draft: PlanDraft }) {
  const { t } = useWords();
  const byId = useDevices((mirror) => mirror.byId);
  const devices = useMemo(() => [...byId.values()].filter(({ ssh }) => ssh !== null), [byId]);
  const groups = distinct(devices.map(({ group }) => group));
  const locations = distinct(devices.map(({ location }) => location));
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{t('rollout.who')}</legend>
      <NativeSelect
        size="xs"
        aria-label={t('rollout.who')}
        value={draft.who}
        onChange={(event) => changeDraft({ who: event.currentTarget.value === 'chosen' ? 'chosen' : 'all' })}
        data={[
          { value: 'all', label: t('rollout.all') },
          { value: 'chosen', label: t('rollout.chosen') },
        ]}
      />
      {draft.who === 'chosen' && <DeviceChoice devices={devices} chosen={draft.devices} />}
      {(groups.length > 0 || locations.length > 0) && (
        <div className={classes.pair}>
          <Filter label={t('rollout.group')} values={groups} value={draft.group} onChange={(group) => changeDraft({ group })} />
          <Filter
            label={t('rollout.location')}
            values={locations}
            value={draft.location}
            onChange={(location) => changeDraft({ location })}
          />
        </div>
      )}
      {draft.who === 'all' && (
        <Checkbox
          size="xs"
          label={t('rollout.firmwareless')}
          checked={draft.firmwareless}
          onChange={(event) => changeDraft({ firmwareless: event.currentTarget.checked })}
        />
      )}
    </fieldset>
  );
}

interface FilterProps {
  readonly label: string;
  readonly values: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Filter({ label, values, value, onChange }: FilterProps) {
  const { t } = useWords();
  return (
    <NativeSelect
      size="xs"
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[{ value: '', label: t('rollout.any') }, ...values]}
    />
  );
}

function DeviceChoice({ devices, chosen }: { readonly devices: readonly Device[]; readonly chosen: readonly string[] }) {
  const { t } = useWords();
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLowerCase();
  const shown = devices
    .filter(({ name, ssh, board, model }) => [name, ssh?.host, board, model].join(' ').toLowerCase().includes(wanted))
    .sort((a, b) => deviceName(a).localeCompare(deviceName(b)))
    .slice(0, MOST_SHOWN);
  const toggle = (id: string, on: boolean) =>
    changeDraft({ devices: on ? [...chosen, id] : chosen.filter((known) => known !== id) });
  return (
    <>
      <TextInput
        type="search"
        aria-label={t('rollout.findDevice')}
        placeholder={t('rollout.findDevice')}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <ul className={classes.devices} aria-label={t('rollout.chosen')}>
        {shown.map((device) => (
          <li key={device.id} className={classes.device}>
            <Checkbox
              size="xs"
              label={[deviceName(device), device.model ?? device.board].filter(Boolean).join(' · ')}
              checked={chosen.includes(device.id)}
              onChange={(event) => toggle(device.id, event.currentTarget.checked)}
            />
          </li>
        ))}
      </ul>
      <p className={classes.hint} aria-live="polite">
        {t('rollout.chosenCount', { count: chosen.length })}
      </p>
    </>
  );
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))].sort((a, b) => a.localeCompare(b));
}
