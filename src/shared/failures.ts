import { failureSentence } from './words/failure-sentence.ts';
import { failures as english } from './words/en/failures.ts';

/** What the person at the screen can do about it. */
export type Remedy = 'retry' | 'check-input' | 'check-device' | 'check-host' | 'ask-vendor' | 'report-bug';

/** Every way Provdesk says no, with its remedy. Words: `words/<language>/failures.ts`, `device-failures.ts`; for people: docs/failures.md. */
export const failureRemedies = {
  'contract.unknown-call': 'report-bug',
  'contract.invalid-input': 'check-input',
  'contract.connection-lost': 'retry',
  'internal.unexpected': 'report-bug',

  'engine.data-folder-in-use': 'check-host',
  'engine.stopping': 'retry',
  'store.unreadable': 'check-host',
  'store.newer-version': 'check-host',
  'store.disk-full': 'check-host',
  'store.busy': 'retry',
  'store.no-room': 'check-host',
  'store.limit-reached': 'check-host',
  'store.content-damaged': 'retry',
  'secrets.unavailable': 'check-host',
  'secrets.passphrase-needed': 'check-input',
  'secrets.passphrase-wrong': 'check-input',
  'secrets.key-missing': 'check-host',
  'secrets.damaged': 'check-host',
  'path.outside-root': 'check-input',

  'ui.not-available': 'check-host',
  'ui.token-refused': 'retry',

  'rest.address-not-loopback': 'check-input',
  'rest.token-unreadable': 'check-input',
  'rest.too-many-operations': 'retry',
  'console.statement-failed': 'check-input',

  'serving.port-in-use': 'check-host',
  'serving.port-forbidden': 'check-host',
  'serving.address-unavailable': 'check-host',
  'serving.worker-died': 'retry',
  'serving.folder-unreadable': 'check-input',
  'serving.nothing-to-test': 'check-input',
  'serving.too-many-tests': 'retry',

  'test.no-answer': 'check-host',
  'test.port-closed': 'check-host',
  'test.refused': 'check-input',
  'test.other-content': 'check-host',
  'test.other-server': 'check-host',
  'test.broke-off': 'retry',
  'test.too-large': 'check-input',
  'test.url-invalid': 'check-input',

  'source.url-invalid': 'check-input',
  'source.credentials-in-url': 'check-input',
  'source.unreachable': 'retry',
  'source.status': 'ask-vendor',
  'source.stalled': 'retry',
  'source.cut-off': 'retry',
  'source.too-large': 'ask-vendor',
  'source.redirected-too-often': 'ask-vendor',
  'source.sign-in-needed': 'check-input',
  'source.sign-in-refused': 'check-input',
  'source.sign-in-unsupported': 'ask-vendor',
  'source.proxy-unreachable': 'retry',
  'source.proxy-stalled': 'retry',
  'source.proxy-status': 'check-input',
  'source.proxy-sign-in-needed': 'check-input',
  'source.proxy-sign-in-refused': 'check-input',
  'source.proxy-page': 'check-input',
  'network.proxy-invalid': 'check-input',
  'network.no-credential': 'check-input',

  'plugins.no-server': 'check-input',
  'plugins.server-invalid': 'check-input',
  'plugins.no-index': 'retry',
  'plugins.index-invalid': 'ask-vendor',
  'plugins.entry-invalid': 'ask-vendor',
  'plugins.unknown': 'check-input',
  'plugins.already-installed': 'check-input',
  'plugins.not-installed': 'check-input',
  'plugins.none-installed': 'check-input',
  'plugins.none-of-vendor': 'check-input',
  'plugins.file-unreadable': 'check-input',
  'plugins.archive-mismatch': 'ask-vendor',
  'plugins.archive-invalid': 'ask-vendor',
  'plugins.info-invalid': 'ask-vendor',
  'plugins.interface-unsupported': 'ask-vendor',
  'plugins.packages-invalid': 'ask-vendor',
  'plugins.nothing-to-roll-back': 'check-input',
  'plugins.busy': 'retry',

  'packages.unknown': 'check-input',
  'packages.none': 'check-input',
  'packages.none-for-models': 'check-input',
  'packages.not-installed': 'check-input',
  'packages.invalid': 'ask-vendor',
  'packages.file-missing': 'check-input',
  'packages.downloader-unknown': 'check-input',
  'packages.size-mismatch': 'ask-vendor',
  'packages.digest-mismatch': 'ask-vendor',
  'packages.step-failed': 'ask-vendor',

  'files.other-size': 'check-input',
  'files.other-content': 'check-input',
  'files.not-wanted': 'check-input',
  'files.too-large': 'check-input',
  'files.too-many-uploads': 'retry',

  'archive.truncated': 'ask-vendor',
  'archive.unreadable': 'ask-vendor',
  'archive.unsafe-member': 'ask-vendor',
  'archive.too-large': 'ask-vendor',

  'repo.no-plugins': 'check-input',
  'repo.no-archives': 'check-input',
  'repo.plugin-invalid': 'check-input',
  'repo.unsafe-source': 'check-input',
  'repo.already-there': 'check-input',
  'repo.unknown-file': 'check-input',
  'repo.not-found': 'check-input',
  'repo.not-newer': 'check-input',

  'ssh.unreachable': 'check-device',
  'ssh.hung-up': 'retry',
  'ssh.silent': 'check-device',
  'ssh.host-key-changed': 'check-device',
  'ssh.no-common-algorithm': 'check-device',
  'ssh.sign-in-refused': 'check-input',
  'ssh.no-credential-worked': 'check-input',
  'ssh.key-unreadable': 'check-input',
  'ssh.agent-unreachable': 'check-host',
  'ssh.command-timed-out': 'check-device',
  'ssh.cut-off': 'retry',
  'ssh.stalled': 'retry',
  'ssh.no-sftp': 'check-device',
  'ssh.channel-refused': 'check-device',
  'ssh.too-much': 'check-device',

  'credentials.unknown': 'check-input',
  'credentials.name-taken': 'check-input',
  'credentials.in-use': 'check-input',
  'images.file-unreadable': 'check-input',
  'images.too-large': 'check-input',
  'images.not-firmware': 'check-input',
  'images.damaged': 'ask-vendor',
  'images.name-too-long': 'check-input',
  'images.type-unknown': 'check-input',
  'images.type-taken': 'check-input',
  'images.unknown': 'check-input',
  'images.ambiguous': 'check-input',
  'images.in-use': 'retry',
  'builds.unknown': 'check-input',
  'builds.ambiguous': 'check-input',
  'builds.version-taken': 'check-input',
  'builds.os-taken': 'check-input',
  'builds.in-use': 'check-input',
  'categories.unknown': 'check-input',
  'categories.name-taken': 'check-input',
  'categories.in-use': 'check-input',
  'upgrade.no-connection': 'check-input',
  'upgrade.no-credentials': 'check-input',
  'upgrade.deactivated': 'check-input',
  'upgrade.already-running': 'retry',
  'upgrade.options-conflict': 'check-input',
  'upgrade.no-devices': 'check-input',
  'upgrade.no-image': 'check-input',
  'upgrade.other-category': 'check-input',
  'upgrade.other-type': 'check-input',
  'upgrade.several-images': 'check-input',
  'upgrade.board-unknown': 'check-device',
  'upgrade.already-installed': 'check-input',
  'upgrade.choice-missing': 'check-input',
  'upgrade.batch-ended': 'check-input',
  'upgrade.nothing-to-retry': 'check-input',
  'upgrade.start-too-far': 'check-input',
  'upgrade.start-passed': 'check-input',

  'upgrade.plan-unknown': 'check-input',
  'upgrade.plan-changed': 'check-input',

  'upgrade.needs-engine': 'check-input',

  'upgrade.unknown': 'check-input',
  'upgrade.batch-unknown': 'check-input',
  'upgrade.not-running': 'check-input',
  'upgrade.past-no-return': 'check-device',
  'upgrade.cancelled': 'retry',
  'upgrade.identity-unreadable': 'check-device',
  'upgrade.wrong-device': 'check-device',
  'upgrade.not-supported': 'check-device',
  'upgrade.same-device': 'check-input',
  'upgrade.still-flashing': 'retry',
  'upgrade.wrong-board': 'check-input',
  'upgrade.incompatible': 'check-input',
  'upgrade.needs-reset': 'check-input',
  'upgrade.low-memory': 'check-device',
  'upgrade.no-room': 'check-device',
  'upgrade.upload-failed': 'retry',
  'upgrade.upload-mismatch': 'retry',
  'upgrade.backup-failed': 'check-device',
  'upgrade.no-backup': 'check-input',
  'upgrade.image-refused': 'check-input',
  'upgrade.test-ended': 'retry',
  'upgrade.flash-rejected': 'check-device',
  'upgrade.did-not-flash': 'check-device',
  'upgrade.old-version-back': 'check-device',
  'upgrade.other-version': 'check-device',
  'upgrade.not-back': 'check-device',
  'upgrade.overtaken': 'check-device',
  'upgrade.took-too-long': 'retry',
  'upgrade.cut-short': 'retry',
  'upgrade.no-way-to-write': 'check-device',
  'upgrade.batch-not-paused': 'check-input',

  'devices.unknown': 'check-input',
  'devices.ambiguous': 'check-input',
  'devices.address-taken': 'check-input',
  'devices.nameless': 'check-input',
  'devices.too-many': 'check-host',
  'devices.not-serving': 'check-input',
  'devices.parameter-name': 'check-input',
  'devices.parameter-value': 'check-input',
  'devices.parameter-secret': 'check-input',
  'devices.parameter-unknown': 'check-input',
  'devices.too-many-parameters': 'check-input',
  'devices.not-rendered': 'check-input',
  'devices.would-overwrite': 'check-input',

  'operations.unknown': 'check-input',
  'operations.not-running': 'check-input',
  'operations.nothing-to-retry': 'check-input',
  'operations.none-unfinished': 'check-input',
  'operations.cancelled': 'retry',
  'operations.interrupted': 'retry',
} as const satisfies Record<string, Remedy>;

export type FailureCode = keyof typeof failureRemedies;
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** A no as data: it crosses every transport, and every host has words for its code. `message` is the English sentence. */
export interface Failure {
  readonly code: FailureCode;
  readonly remedy: Remedy;
  readonly message: string;
  readonly facts: Facts;
}

/** A no inside the engine. Facts are for people and for tests: names, numbers, what was expected and what was found. */
export class ProvdeskError extends Error {
  readonly code: FailureCode;
  readonly facts: Facts;

  constructor(code: FailureCode, facts: Facts = {}, options?: { cause?: unknown }) {
    super(failureSentence(english[code], facts), options);
    this.name = 'ProvdeskError';
    this.code = code;
    this.facts = facts;
  }

  static of(failure: Failure): ProvdeskError {
    return new ProvdeskError(failure.code, failure.facts);
  }

  get failure(): Failure {
    return { code: this.code, remedy: failureRemedies[this.code], message: this.message, facts: this.facts };
  }
}

/** Any thrown thing as a failure; what is not ours becomes `internal.unexpected`. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ProvdeskError) return error.failure;
  return new ProvdeskError('internal.unexpected', { reason: reasonOf(error) }).failure;
}

/** The short reason of a foreign error, for facts and logs. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  return String(error);
}
