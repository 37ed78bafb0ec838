import type { LogLine, UpgradeOperation, UpgradeStep } from '../../../shared/contract/upgrades.ts';
import { type Failure, reasonOf } from '../../../shared/failures.ts';
import type { EngineHost } from '../host.ts';
import { Since } from './since.ts';
import type { UpgradeTable } from './upgrade-table.ts';

/** Longest that log lines wait to be on the disk, in milliseconds; a step takes them along at once. */
const WRITE_AFTER = 500;

export interface RecordParts {
  readonly table: UpgradeTable;
  now(): number;
  /** Milliseconds of a clock that nobody sets. */
  ticks(): number;
  /** It is on the disk, and not begun yet. */
  stepped(operation: UpgradeOperation): void;
  /** Lines of a log that could not be written wait for the next step. */
  notWritten(error: unknown): void;
  announce(operation: UpgradeOperation, lines: readonly LogLine[]): void;
}

/**
 * One operation: in memory, on the disk, and told. Each step is on the disk before it is begun, so that what a killed
 * engine finds is never behind what it had done to the device.
 */
export class UpgradeRecord {
  readonly #parts: RecordParts;
  #operation: UpgradeOperation;
  #seq: number;
  #unwritten: LogLine[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sinceCommand: Since | undefined;

  constructor(operation: UpgradeOperation, parts: RecordParts) {
    this.#operation = operation;
    this.#parts = parts;
    this.#seq = parts.table.lastLine(operation.id);
  }

  get operation(): UpgradeOperation {
    return this.#operation;
  }

  /** How long ago the flash command went out. */
  get sinceCommand(): Since {
    this.#sinceCommand ??= Since.written(this.#operation.commandSentAt ?? this.#parts.now(), this.#parts);
    return this.#sinceCommand;
  }

  /** @throws ProvdeskError `store.*`: then the change is not made */
  save(change: Partial<UpgradeOperation>): void {
    const changed = { ...this.#operation, ...change, revision: this.#operation.revision + 1 };
    const lines = this.#unwritten;
    this.#parts.table.write(changed, lines);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#unwritten = [];
    const moved = changed.step !== this.#operation.step;
    this.#operation = changed;
    if (moved && changed.step === 'flashing') this.#sinceCommand = Since.thisMoment(this.#parts);
    this.#parts.announce(changed, []);
    if (moved) this.#parts.stepped(changed);
  }

  step(step: UpgradeStep, change: Partial<UpgradeOperation> = {}): void {
    this.save({ ...change, step });
  }

  /** Told, and written with the next step: it is of no use to who goes on after a crash. */
  sent(bytes: number): void {
    this.#operation = { ...this.#operation, sent: bytes, revision: this.#operation.revision + 1 };
    this.#parts.announce(this.#operation, []);
  }

  /** Told, and not written: the disk is what has failed. */
  tell(failure: Failure): void {
    this.#operation = { ...this.#operation, failure, revision: this.#operation.revision + 1 };
    this.#parts.announce(this.#operation, []);
  }

  log(text: string): void {
    this.#seq += 1;
    const line = { seq: this.#seq, at: this.#parts.now(), text };
    this.#unwritten.push(line);
    this.#parts.announce(this.#operation, [line]);
    this.#timer ??= setTimeout(() => this.#writeLines(), WRITE_AFTER);
  }

  /** Writes what waits. */
  settle(): void {
    if (this.#timer) this.#writeLines();
  }

  #writeLines(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      this.save({});
    } catch (error) {
      this.#parts.notWritten(error);
    }
  }
}

interface RecordHost {
  readonly table: UpgradeTable;
  readonly host: Pick<EngineHost, 'now' | 'log'>;
  changed(operation: UpgradeOperation): void;
  announceLines(operation: string, lines: readonly LogLine[]): void;
}

/** The record of an operation that tells this host what becomes of it. */
export function upgradeRecord(operation: UpgradeOperation, { table, host, changed, announceLines }: RecordHost): UpgradeRecord {
  return new UpgradeRecord(operation, {
    table,
    now: () => host.now(),
    ticks: () => performance.now(),
    stepped: ({ id, step, deviceName }) => host.log.debug('upgrade', step, { operation: id, device: deviceName }),
    notWritten: (error) => host.log.error('upgrade', 'log-not-written', { operation: operation.id, reason: reasonOf(error) }),
    announce: (now, lines) => {
      if (lines.length > 0) announceLines(now.id, lines);
      changed(now);
    },
  });
}
