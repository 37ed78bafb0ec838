import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconKeyboard, IconLoader2, IconSettings, IconStethoscope } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { progressOf } from '../components/operation-progress.ts';
import { operationTitle } from '../components/operation-words.ts';
import { StatusMark } from '../components/status-mark.tsx';
import { newestFirst, useOperations } from '../mirror/operations.ts';
import { useServing } from '../mirror/serving.ts';
import { openSelfTest } from '../mirror/self-test.ts';
import { speedOfOperation } from '../mirror/speeds.ts';
import { formatRoute } from '../route.ts';
import { servingState } from '../screens/overview/serving-state.ts';
import { needsDecision, queueOrder } from '../screens/queue/queue-order.ts';
import { useWords } from '../words/words.ts';
import classes from './top-bar.module.css';

/** After the first picture: its menu brings what places it. */
const SettingsMenu = lazy(() => import('./settings-menu.tsx').then((chunk) => ({ default: chunk.SettingsMenu })));

/** Always there: whether phones can fetch now, and what runs. */
export function TopBar({ onHelp }: { readonly onHelp: () => void }) {
  const { t } = useWords();
  return (
    <header className={classes.bar}>
      <span className={classes.name}>{t('app.name')}</span>
      <ServingMark />
      <QueueMark />
      <span className={classes.space} />
      <ActionIcon variant="subtle" aria-label={t('serving.test')} title={t('serving.test')} onClick={openSelfTest}>
        <IconStethoscope size={18} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="subtle" aria-label={t('shortcuts.open')} title={t('shortcuts.open')} onClick={onHelp}>
        <IconKeyboard size={18} aria-hidden />
      </ActionIcon>
      <Suspense fallback={<SettingsPlace />}>
        <SettingsMenu />
      </Suspense>
    </header>
  );
}

function SettingsPlace() {
  return (
    <ActionIcon variant="subtle" disabled aria-hidden>
      <IconSettings size={18} aria-hidden />
    </ActionIcon>
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

/** What runs now, and how long it takes still; else what a crash left and nobody has taken up. */
function QueueMark() {
  const words = useWords();
  const { t, format } = words;
  const byId = useOperations((mirror) => mirror.byId);
  const [first] = queueOrder(byId.values());
  const running = newestFirst(byId.values()).filter((operation) => operation.state === 'running');
  const [shown] = running;
  const speed = speedOfOperation(shown);
  if (shown) {
    return (
      <a className={classes.operation} href={formatRoute({ screen: 'queue', subject: shown.id })}>
        <IconLoader2 size={15} stroke={2} aria-hidden className={classes.turning} />
        <span className={classes.what}>{operationTitle(shown, words)}</span>
        <span className={classes.rate}>
          {format.share(progressOf(shown).share)}
          {speed?.remainingMs !== undefined && ` · ${t('operation.remaining', { duration: format.duration(speed.remainingMs) })}`}
          {running.length > 1 && ` · ${t('queue.andRunning', { count: running.length - 1 })}`}
        </span>
      </a>
    );
  }
  if (!first || !needsDecision(first, [...byId.values()])) return null;
  return (
    <a className={classes.operation} href={formatRoute({ screen: 'queue', subject: first.id })}>
      <StatusMark tone="warn" word={t('operation.interrupted')} />
      <span className={classes.what}>{operationTitle(first, words)}</span>
    </a>
  );
}
