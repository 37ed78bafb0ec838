import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconKeyboard, IconLoader2 } from '@tabler/icons-react';
import { StatusMark } from '../components/status-mark.tsx';
import { newestFirst, useOperations } from '../mirror/operations.ts';
import { useServing } from '../mirror/serving.ts';
import { formatRoute } from '../route.ts';
import { servingState } from '../screens/overview/serving-state.ts';
import { useWords } from '../words/words.ts';
import { SettingsMenu } from './settings-menu.tsx';
import classes from './top-bar.module.css';

/** Always there: whether phones can fetch now, and what runs. */
export function TopBar({ onHelp }: { readonly onHelp: () => void }) {
  const { t } = useWords();
  return (
    <header className={classes.bar}>
      <span className={classes.name}>{t('app.name')}</span>
      <ServingMark />
      <RunningOperation />
      <span className={classes.space} />
      <ActionIcon variant="subtle" aria-label={t('shortcuts.open')} title={t('shortcuts.open')} onClick={onHelp}>
        <IconKeyboard size={18} aria-hidden />
      </ActionIcon>
      <SettingsMenu />
    </header>
  );
}

function ServingMark() {
  const { t, format } = useWords();
  const status = useServing((mirror) => mirror.status);
  if (!status) return null;
  const { tone, word } = servingState(status);
  const addresses = [...new Set(status.listeners.map((listener) => listener.address))];
  return (
    <a className={classes.serving} href={formatRoute({ screen: 'overview', subject: undefined })}>
      <StatusMark tone={tone} word={t(word)} />
      {addresses.length > 0 && <span className={classes.addresses}>{addresses.join(', ')}</span>}
      {status.bytesPerSecond > 0 && (
        <span className={classes.rate}>
          <IconArrowDown size={13} stroke={2} aria-hidden />
          {t('common.rate', { bytes: format.bytes(status.bytesPerSecond) })}
        </span>
      )}
    </a>
  );
}

function RunningOperation() {
  const { t, format } = useWords();
  const byId = useOperations((mirror) => mirror.byId);
  const running = newestFirst(byId.values()).find((operation) => operation.state === 'running');
  if (!running) return null;
  const done = running.items.filter((item) => item.state === 'success' || item.state === 'failed').length;
  const subject = running.plugin ?? running.items[0]?.id;
  return (
    <a className={classes.operation} href={formatRoute({ screen: 'plugins', subject })}>
      <IconLoader2 size={15} stroke={2} aria-hidden className={classes.turning} />
      <span className={classes.what}>{t('operation.installing', { what: subject ?? '' })}</span>
      <span className={classes.rate}>{format.share(running.items.length > 0 ? done / running.items.length : 0)}</span>
    </a>
  );
}
