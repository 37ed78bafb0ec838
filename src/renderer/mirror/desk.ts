import { create } from 'zustand';
import type { Channel, PluginProblem, RepoFolders } from '../../shared/contract/repo.ts';
import { engine } from '../client.ts';
import { type ChannelName, channels } from './channel-names.ts';
import { failed, loading, type Phase, ready } from './phase.ts';

export type FolderName = 'source' | ChannelName;

export interface SourcePlugin {
  readonly plugin: string;
  readonly version: string | null;
  readonly problems: readonly PluginProblem[];
}

interface Read<T> {
  readonly phase: Phase;
  readonly value: T;
}

interface DeskMirror {
  readonly phase: Phase;
  readonly folders: RepoFolders;
  readonly source: Read<readonly SourcePlugin[]>;
  readonly channels: Readonly<Record<ChannelName, Read<Channel>>>;
}

const nothing: Read<Channel> = { phase: ready, value: { exists: false, plugins: [], broken: [] } };

/** The maintainer's folders. Nobody announces what happens in them, so they are read whenever their screen asks. */
export const useDesk = create<DeskMirror>(() => ({
  phase: loading,
  folders: { source: null, testing: null, stable: null, archive: null },
  source: { phase: ready, value: [] },
  channels: { testing: nothing, stable: nothing, archive: nothing },
}));

export async function loadDesk(): Promise<void> {
  try {
    useDesk.setState({ phase: ready, folders: await engine.repo.folders() });
    await Promise.all([loadSource(), ...channels.map(loadChannel)]);
  } catch (error) {
    useDesk.setState({ phase: failed(error) });
  }
}

/** @throws ProvdeskError `contract.invalid-input` for a path that is not whole */
export async function setFolder(name: FolderName, path: string | null): Promise<void> {
  useDesk.setState({ folders: await engine.repo.setFolders({ [name]: path }) });
  await (name === 'source' ? loadSource() : loadChannel(name));
}

/** Reads the plugin sources again; what was there before stays to be seen meanwhile. */
export async function loadSource(): Promise<void> {
  const { source } = useDesk.getState().folders;
  const set = (phase: Phase, value: readonly SourcePlugin[]) => {
    if (useDesk.getState().folders.source === source) useDesk.setState({ source: { phase, value } });
  };
  if (source === null) return set(ready, []);
  set(loading, useDesk.getState().source.value);
  try {
    set(ready, (await engine.repo.check({ source })).plugins);
  } catch (error) {
    set(failed(error), []);
  }
}

export async function loadChannel(name: ChannelName): Promise<void> {
  const dir = useDesk.getState().folders[name];
  const set = (channel: Read<Channel>) => {
    if (useDesk.getState().folders[name] !== dir) return; // Another folder was chosen meanwhile.
    useDesk.setState(({ channels: all }) => ({ channels: { ...all, [name]: channel } }));
  };
  if (dir === null) return set(nothing);
  set({ phase: loading, value: useDesk.getState().channels[name].value });
  try {
    set({ phase: ready, value: await engine.repo.channel({ dir }) });
  } catch (error) {
    set({ phase: failed(error), value: nothing.value });
  }
}
