import { create } from 'zustand';
import type { Device } from '../../shared/contract/devices.ts';
import { engine, onNews } from '../client.ts';
import { awaitSnapshot, emptyKeyed, type Keyed, takeChange, takeSnapshot } from './keyed.ts';
import { failed, loading, type Phase, ready } from './phase.ts';

interface DevicesMirror extends Keyed<Device> {
  readonly phase: Phase;
}

export const useDevices = create<DevicesMirror>(() => ({ ...emptyKeyed<Device>(), phase: loading }));

/** One device: its row renders when it changes, and only then. */
export function useDevice(id: string | undefined): Device | undefined {
  return useDevices((mirror) => (id === undefined ? undefined : mirror.byId.get(id)));
}

/** The answer to what was said of a device, which is as good as news. */
export function takeDevice(device: Device): void {
  useDevices.setState((mirror) => takeChange(mirror, { revision: device.revision, changed: [device], removed: [] }));
}

export function listenToDevices(): void {
  onNews('devices.changed', (change) => useDevices.setState((mirror) => takeChange(mirror, change)));
}

export async function loadDevices(): Promise<void> {
  useDevices.setState((mirror) => awaitSnapshot(mirror));
  try {
    const { revision, devices } = await engine.devices.list();
    useDevices.setState((mirror) => ({ ...takeSnapshot(mirror, revision, devices), phase: ready }));
  } catch (error) {
    useDevices.setState({ phase: failed(error) });
  }
}
