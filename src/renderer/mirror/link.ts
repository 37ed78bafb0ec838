import { create } from 'zustand';
import type { AppStatus } from '../../shared/contract/app.ts';
import { engine } from '../client.ts';
import type { LinkState } from '../engine-link.ts';

interface LinkMirror {
  readonly state: LinkState;
  readonly app: AppStatus | undefined;
}

export const useLink = create<LinkMirror>(() => ({ state: 'connecting', app: undefined }));

export async function loadAppStatus(): Promise<void> {
  useLink.setState({ app: await engine.app.status() });
}
