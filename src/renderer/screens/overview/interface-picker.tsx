import { Checkbox } from '@mantine/core';
import { IconBuildingBroadcastTower, IconNetwork, IconRepeat, IconServer2, IconWifi, type TablerIcon } from '@tabler/icons-react';
import type { NetworkInterface } from '../../../shared/contract/serving.ts';
import { useWords } from '../../words/words.ts';
import { isUnlikely, sortedInterfaces } from './addresses.ts';
import fieldset from '../../components/fieldset.module.css';
import classes from './interface-picker.module.css';

interface InterfacePickerProps {
  readonly interfaces: readonly NetworkInterface[];
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (addresses: ReadonlySet<string>) => void;
}

const icons: Record<NetworkInterface['kind'], TablerIcon> = {
  ethernet: IconNetwork,
  wifi: IconWifi,
  virtual: IconServer2,
  loopback: IconRepeat,
  other: IconBuildingBroadcastTower,
};

/** The cable first. What no phone hangs on is grey and says why, but stays a choice. */
export function InterfacePicker({ interfaces, chosen, onChange }: InterfacePickerProps) {
  const { t } = useWords();
  const present = new Set(interfaces.map(({ address }) => address));
  const gone = [...chosen].filter((address) => !present.has(address));
  const toggle = (address: string) => {
    const next = new Set(chosen);
    if (!next.delete(address)) next.add(address);
    onChange(next);
  };
  return (
    <fieldset className={fieldset.fieldset}>
      <legend className={fieldset.legend}>{t('serving.interfaces')}</legend>
      {interfaces.length === 0 && <p className={classes.note}>{t('serving.noInterface')}</p>}
      {gone.map((address) => (
        <Choice
          key={address}
          address={address}
          name={t('serving.unplugged')}
          icon={IconNetwork}
          note={t('serving.gone')}
          unlikely
          checked
          onToggle={() => toggle(address)}
        />
      ))}
      {sortedInterfaces(interfaces).map((one) => (
        <Choice
          key={`${one.name} ${one.address}`}
          address={one.address}
          name={`${one.name} · ${t(`serving.${one.kind}`)}`}
          icon={icons[one.kind]}
          note={one.kind === 'virtual' ? t('serving.virtualWhy') : one.kind === 'loopback' ? t('serving.loopbackWhy') : undefined}
          unlikely={isUnlikely(one)}
          checked={chosen.has(one.address)}
          onToggle={() => toggle(one.address)}
        />
      ))}
    </fieldset>
  );
}

interface ChoiceProps {
  readonly address: string;
  readonly name: string;
  readonly icon: TablerIcon;
  readonly note: string | undefined;
  readonly unlikely: boolean;
  readonly checked: boolean;
  readonly onToggle: () => void;
}

function Choice({ address, name, icon: Icon, note, unlikely, checked, onToggle }: ChoiceProps) {
  return (
    <label className={classes.choice} data-unlikely={unlikely || undefined} data-checked={checked || undefined}>
      <Checkbox size="xs" checked={checked} onChange={onToggle} aria-label={`${address} ${name}`} />
      <span className={classes.texts}>
        <span className={classes.line}>
          <span className={classes.address}>{address}</span>
          <span className={classes.name}>{name}</span>
        </span>
        {note && <span className={classes.note}>{note}</span>}
      </span>
      <Icon size={16} stroke={1.8} aria-hidden className={classes.icon} />
    </label>
  );
}
