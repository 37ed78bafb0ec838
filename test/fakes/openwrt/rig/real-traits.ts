import type { DeviceTraits } from '../device-state.ts';

export interface RealTraits extends Partial<DeviceTraits> {
  readonly server?: 'dropbear' | 'openssh';
  /** dropbear's receive window, in bytes. */
  readonly window?: number;
  readonly maxAuthTries?: number;
  /** Channels at the same time; OpenSSH alone counts them. */
  readonly maxSessions?: number;
  /** Bytes at which the disk is full, whatever `df` said. */
  readonly diskFullAt?: number;
  /** After a flash without the configuration it has another address. */
  readonly movesOnReset?: boolean;
  /** Cuts the connection once in a command that matches, after a flash. */
  readonly cutsOnReturn?: RegExp;
  /** A command that matches waits until it is let go on; what it writes, after its first 32 KiB. */
  readonly holdsAt?: RegExp;
  /** Its shell notes nothing and has no faults, and takes no time for it. */
  readonly plainShell?: boolean;
}
