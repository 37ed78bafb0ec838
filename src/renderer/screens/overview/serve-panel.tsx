import { ActionIcon, Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { FailureNote } from '../../components/failure-note.tsx';
import { Panel } from '../../components/panel.tsx';
import { useAction } from '../../components/use-action.ts';
import { engine } from '../../client.ts';
import { loadInterfaces, takeServingStatus, useServing } from '../../mirror/serving.ts';
import { useWords } from '../../words/words.ts';
import { highPorts, suggestedAddress } from './addresses.ts';
import { InterfacePicker } from './interface-picker.tsx';
import { PortFields } from './port-fields.tsx';
import { formOf, listenersOf, onHighPorts, type ServeForm, sameListeners } from './serve-form.ts';
import classes from './serve-panel.module.css';

/** Milliseconds. A cable that is plugged in shows up by itself. */
const LOOK_AGAIN = 5000;

/** Where to serve: interfaces, protocols, ports, and the button. */
export function ServePanel() {
  const { t } = useWords();
  const { status, interfaces } = useServing();
  const [edited, setEdited] = useState<ServeForm>();
  const { run, busy, failure } = useAction();
  useInterfacePolling();
  if (!status || !interfaces) return null;

  // What was opened for this run alone was not chosen here, but it is what is served.
  const present = status.chosen.length > 0 ? status.chosen : status.listeners;
  const form = edited ?? formOf(present, suggestedAddress(interfaces));
  const listeners = listenersOf(form);
  const serving = status.listeners.length > 0;
  const incomplete = listeners?.length === 0;
  const changed = listeners !== undefined && !sameListeners(listeners, present);
  const shown = failure ?? (serving ? undefined : status.failure);
  const start = (wanted: ServeForm) =>
    run(async () => {
      takeServingStatus(await engine.serving.start({ listeners: listenersOf(wanted) ?? [] }));
      setEdited(undefined);
    });
  const startOnHighPorts = () => {
    const wanted = onHighPorts(form);
    setEdited(wanted);
    start(wanted);
  };

  return (
    <Panel title={t('serving.where')} actions={<LookAgain />}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          start(form);
        }}
      >
        {shown && (
          <FailureNote failure={shown}>
            {(shown.code === 'serving.port-forbidden' || shown.code === 'serving.port-in-use') && (
              <Button variant="default" onClick={startOnHighPorts}>
                {t('serving.highPorts', highPorts)}
              </Button>
            )}
          </FailureNote>
        )}
        <InterfacePicker
          interfaces={interfaces}
          chosen={form.addresses}
          onChange={(addresses) => setEdited({ ...form, addresses })}
        />
        <PortFields form={form} onChange={setEdited} />
        {incomplete && <p className={classes.hint}>{t('serving.chooseOne')}</p>}
        <div className={classes.buttons}>
          {(!serving || changed) && (
            <Button type="submit" size="sm" flex={1} loading={busy} disabled={!listeners || incomplete}>
              {t(serving ? 'serving.apply' : 'serving.start')}
            </Button>
          )}
          {serving && (
            <Button
              variant="default"
              size="sm"
              flex={1}
              loading={busy}
              onClick={() => run(async () => takeServingStatus(await engine.serving.stop()))}
            >
              {t('serving.stop')}
            </Button>
          )}
        </div>
      </form>
    </Panel>
  );
}

function LookAgain() {
  const { t } = useWords();
  const { run, busy } = useAction();
  return (
    <ActionIcon
      variant="subtle"
      aria-label={t('serving.rescan')}
      title={t('serving.rescan')}
      loading={busy}
      onClick={() => run(loadInterfaces)}
    >
      <IconRefresh size={16} aria-hidden />
    </ActionIcon>
  );
}

function useInterfacePolling(): void {
  useEffect(() => {
    const look = () => {
      // The link says by itself when the engine is away; the next look finds it back.
      loadInterfaces().catch((error: unknown) => console.debug('interfaces not read', error));
    };
    look();
    const timer = setInterval(look, LOOK_AGAIN);
    return () => clearInterval(timer);
  }, []);
}
