import { onLinkState } from '../client.ts';
import { listenToDevices, loadDevices } from './devices.ts';
import { listenToJournal, loadJournal, useJournal } from './journal.ts';
import { loadAppStatus, useLink } from './link.ts';
import { listenToNetwork } from './network.ts';
import { listenToOperations, loadOperations } from './operations.ts';
import { loading } from './phase.ts';
import { listenToPlugins, loadPlugins, reloadOpenedPackages } from './plugins.ts';
import { listenToSelfTest } from './self-test.ts';
import { listenToServing, loadInterfaces, loadServing } from './serving.ts';
import { listenToSettings, loadSettings } from './settings.ts';
import { watchSpeeds } from './speeds.ts';
import { listenToUsage } from './usage.ts';

/** Listens first, then takes snapshots, and takes them again whenever the engine comes back. */
export function startMirror(): void {
  listenToServing();
  listenToSelfTest();
  listenToPlugins();
  listenToOperations();
  watchSpeeds();
  listenToNetwork();
  listenToDevices();
  listenToJournal();
  listenToSettings();
  listenToUsage();
  onLinkState((state) => {
    useLink.setState({ state });
    if (state === 'away') useJournal.setState({ phase: loading });
    if (state === 'online') takeSnapshots();
  });
}

function takeSnapshots(): void {
  void loadServing();
  void loadPlugins();
  reloadOpenedPackages();
  void loadDevices();
  void loadJournal();
  void loadOperations();
  for (const load of [loadSettings, loadInterfaces, loadAppStatus]) {
    // Without a screen of their own to fail on: the next time the engine comes back they are asked again.
    load().catch((error: unknown) => console.warn('snapshot failed', error));
  }
}
