import type { ImageFacts } from '../../../shared/contract/images.ts';
import type { Evidence, UpgradeWishes, Verdict } from '../../../shared/contract/upgrades.ts';
import type { Expected, SinceFlash } from '../../domain/upgrade/judge.ts';
import type { UploadWay } from '../ssh/upload.ts';
import type { SshSession } from '../ssh/session.ts';

/** What is to be done to one device. */
export interface DriverJob {
  /** Names the files that are left on the device meanwhile: letters, digits and dashes. */
  readonly id: string;
  /** For sentences. */
  readonly device: string;
  readonly image: {
    readonly name: string;
    readonly path: string;
    /** Bytes. */
    readonly size: number;
    readonly sha256: string;
    readonly facts: ImageFacts;
  };
  readonly wishes: UpgradeWishes;
}

/** What a device said of itself, as far as every kind of device can. */
export interface Probed {
  readonly evidence: Evidence;
  /** OpenWISP's id of this device, where it keeps one. */
  readonly uuid: string | null;
  /** Of its configuration's layout. */
  readonly compatVersion: string;
  /** An upgrade runs on it at this moment, whoever began it: nothing there may be touched. */
  readonly flashing: boolean;
}

export interface DriverHooks {
  /** One line of the operation's story. */
  log(text: string): void;
  /** About to be stopped on the device: written down before it is. */
  stopping(what: string): void;
  readonly signal: AbortSignal;
}

/** `under-way`: it was accepted, or the connection went: only the device itself can tell now. */
export type FlashStart = { readonly kind: 'under-way' } | { readonly kind: 'rejected'; readonly reason: string };

/**
 * How one kind of device is upgraded over SSH. Every driver passes the same contract suite (`test/contract`). All throw
 * coded failures; none leaves anything behind on the device that `cleanUp` does not remove.
 */
export interface UpgradeDriver {
  readonly name: string;
  /** @throws ProvdeskError `upgrade.not-supported` where this is another kind of device */
  probe(session: SshSession, now: () => number, signal?: AbortSignal): Promise<Probed>;
  /** Makes room. @throws ProvdeskError `upgrade.low-memory`, `upgrade.no-room`: then all that was stopped is to be started again */
  preflight(session: SshSession, job: DriverJob, hooks: DriverHooks): Promise<void>;
  /** The device's configuration, as the device packs it, and read to its end. @throws ProvdeskError `upgrade.backup-failed` */
  backup(session: SshSession, job: DriverJob, hooks: DriverHooks): Promise<Buffer>;
  upload(session: SshSession, job: DriverJob, hooks: DriverHooks, onSent: (bytes: number) => void): Promise<UploadWay>;
  /** Size and digest, taken by the device. @throws ProvdeskError `upgrade.upload-mismatch` */
  verify(session: SshSession, job: DriverJob, hooks: DriverHooks): Promise<void>;
  /** The device's own test. @throws ProvdeskError `upgrade.image-refused`; `upgrade.test-ended` where it came to no answer */
  test(session: SshSession, job: DriverJob, hooks: DriverHooks): Promise<void>;
  /** The command that would be sent, for the person who confirms it. */
  command(job: Pick<DriverJob, 'id' | 'wishes'>): string;
  /** The point of no return: it takes no signal, as there is no way back from the first byte on. */
  flash(session: SshSession, job: DriverJob, log: (text: string) => void): Promise<FlashStart>;
  /** Undefined: nothing is proved yet. */
  postcheck(before: Evidence, now: Evidence, expected: Expected, since: SinceFlash): Verdict | undefined;
  /** Removes what was left there and starts again what was stopped. What is gone already is no failure. */
  cleanUp(
    session: SshSession,
    job: Pick<DriverJob, 'id'>,
    stopped: readonly string[],
    log: (text: string) => void,
  ): Promise<void>;
}
