import type { Release } from './device-state.ts';

/** A device that a test flashes, whatever it is made of: simulated in this process, or real servers in a chroot. */
export interface Router {
  readonly host: string;
  readonly port: number;
  readonly bootId: string;
  readonly release: Release;
  /** How often it was told to flash, and began. */
  readonly flashes: number;
  /** As they came, a line each. */
  commands(): string[];
  /** What lies below its /tmp of what Provdesk brought. */
  brought(): string[];
  stoppedServices(): string[];
  configuration(): string;
  stop(): Promise<void>;
}
