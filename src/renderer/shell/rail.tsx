import {
  IconDevices,
  IconDeviceSdCard,
  IconFileDownload,
  IconLayoutDashboard,
  IconLink,
  IconListDetails,
  IconTransfer,
  IconProgressDown,
  IconPuzzle,
  IconRouter,
  IconTerminal2,
  IconWriting,
  type TablerIcon,
} from '@tabler/icons-react';
import { useDevices } from '../mirror/devices.ts';
import { useLink } from '../mirror/link.ts';
import { useOperations } from '../mirror/operations.ts';
import { useUpgradesRunning } from '../mirror/upgrades-running.ts';
import { formatRoute, type Screen, screens } from '../route.ts';
import { useWords } from '../words/words.ts';
import classes from './rail.module.css';

const icons: Record<Screen, TablerIcon> = {
  overview: IconLayoutDashboard,
  plugins: IconPuzzle,
  devices: IconDevices,
  journal: IconListDetails,
  transfers: IconTransfer,
  queue: IconProgressDown,
  files: IconFileDownload,
  links: IconLink,
  upgrades: IconRouter,
  images: IconDeviceSdCard,
  console: IconTerminal2,
  maintainer: IconWriting,
};

/** The site's daily work above; below it, what looks after the firmware of phones; that of routers; then what few need. */
const startsGroup: ReadonlySet<Screen> = new Set(['queue', 'upgrades', 'console']);

export function Rail({ screen }: { readonly screen: Screen }) {
  const { t, format } = useWords();
  const devices = useDevices((mirror) => mirror.byId.size);
  const running = useOperations((mirror) => [...mirror.byId.values()].filter(({ state }) => state === 'running').length);
  const upgrading = useUpgradesRunning();
  const version = useLink((link) => link.app?.version);
  return (
    <nav className={classes.rail} aria-label={t('app.screens')}>
      <ul className={classes.list}>
        {screens.map((name) => {
          const Icon = icons[name];
          return (
            <li key={name} className={startsGroup.has(name) ? classes.group : undefined}>
              <a
                className={classes.link}
                href={formatRoute({ screen: name, subject: undefined })}
                aria-current={name === screen ? 'page' : undefined}
              >
                <Icon size={18} stroke={1.8} aria-hidden />
                <span className={classes.name}>{t(`app.${name}`)}</span>
                {name === 'devices' && devices > 0 && <span className={classes.count}>{format.count(devices)}</span>}
                {name === 'upgrades' && upgrading > 0 && <span className={classes.count}>{format.count(upgrading)}</span>}
                {name === 'queue' && running > 0 && <span className={classes.count}>{format.count(running)}</span>}
              </a>
            </li>
          );
        })}
      </ul>
      {version && (
        <p className={classes.version}>
          {t('app.name')} {version}
        </p>
      )}
    </nav>
  );
}
