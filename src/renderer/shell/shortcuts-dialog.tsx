import { Modal } from '@mantine/core';
import { type Screen, screens } from '../route.ts';
import { useWords } from '../words/words.ts';
import { goLetters } from './shortcuts.ts';
import classes from './shortcuts-dialog.module.css';

interface ShortcutsDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

const goKeys = {
  overview: 'shortcuts.goOverview',
  plugins: 'shortcuts.goPlugins',
  devices: 'shortcuts.goDevices',
  journal: 'shortcuts.goJournal',
  transfers: 'shortcuts.goTransfers',
  queue: 'shortcuts.goQueue',
  files: 'shortcuts.goFiles',
  links: 'shortcuts.goLinks',
  upgrades: 'shortcuts.goUpgrades',
  images: 'shortcuts.goImages',
  console: 'shortcuts.goConsole',
  maintainer: 'shortcuts.goMaintainer',
} as const satisfies Record<Screen, string>;

/** There are keys for nine numbers. */
const NUMBERED = 9;

export function ShortcutsDialog({ opened, onClose }: ShortcutsDialogProps) {
  const { t } = useWords();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('shortcuts.title')}
      size={520}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <dl className={classes.list}>
        {screens.map((screen, index) => (
          <div key={screen} className={classes.row}>
            <dt>{t(goKeys[screen])}</dt>
            <dd>
              <kbd>g</kbd> {t('shortcuts.then')} <kbd>{goLetters[screen]}</kbd>
              {index < NUMBERED && (
                <>
                  {' '}
                  {t('shortcuts.or')} <kbd>Alt</kbd> <kbd>{index + 1}</kbd>
                </>
              )}
            </dd>
          </div>
        ))}
        <Shortcut keys={['t']} does={t('shortcuts.test')} />
        <Shortcut keys={['/']} does={t('shortcuts.filter')} />
        <Shortcut keys={['↑', '↓']} does={t('shortcuts.rows')} />
        <Shortcut keys={['Enter']} does={t('shortcuts.openRow')} />
        <Shortcut keys={['Esc']} does={t('shortcuts.escape')} />
        <Shortcut keys={['?']} does={t('shortcuts.help')} />
      </dl>
    </Modal>
  );
}

function Shortcut({ keys, does }: { readonly keys: readonly string[]; readonly does: string }) {
  return (
    <div className={classes.row}>
      <dt>{does}</dt>
      <dd>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dd>
    </div>
  );
}
