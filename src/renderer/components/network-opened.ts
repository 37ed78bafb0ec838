import { create } from 'zustand';

interface NetworkOpened {
  readonly opened: boolean;
  /** Whose sign-in is wanted, where the person comes from a download that lacked it. */
  readonly host: string | undefined;
}

/** Whether proxies and sign-ins are on the screen: many places lead there. */
export const useNetworkOpened = create<NetworkOpened>(() => ({ opened: false, host: undefined }));

export function openNetwork(host?: string): void {
  useNetworkOpened.setState({ opened: true, host });
}

export function closeNetwork(): void {
  useNetworkOpened.setState({ opened: false, host: undefined });
}
