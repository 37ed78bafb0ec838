import type { FileProgress, Operation, OperationScope } from '../../../shared/contract/operations.ts';

export type OperationKind = Operation['kind'];

/** Something to be done, before it is begun. */
export interface PlannedItem {
  readonly id: string;
  readonly plugin?: string;
  /** What it will fetch, as far as that is known: so that what is left can be told from the start. */
  readonly files?: readonly FileProgress[];
}

/** What is to be done: one `run` per item, several at a time. */
export interface OperationPlan {
  readonly kind: OperationKind;
  readonly plugin: string | null;
  readonly scope?: OperationScope;
  /** The ended operation whose rest this is. */
  readonly continues?: string;
  readonly items: readonly PlannedItem[];
  /** Items that run at the same time. */
  readonly atOnce: number;
  run(item: ItemProgress, signal: AbortSignal): Promise<void>;
  /** Items that only the first ones could tell of: asked for once these have ended, unless all was cancelled. */
  followUp?(): readonly PlannedItem[];
  /** Called once, when the last item has ended, however it did. */
  ended?(): void;
}

/** What a running item tells of itself. */
export interface ItemProgress {
  readonly id: string;
  /** Empty where the item belongs to none. */
  readonly plugin: string;
  /** The plugin that it turned out to be: an archive of this machine says so once it was read. */
  isPlugin(id: string): void;
  stage(state: 'downloading' | 'installing'): void;
  files(files: readonly FileProgress[]): void;
  file(name: string, change: Partial<Pick<FileProgress, 'done' | 'state'>>): void;
  /** Bytes that came over the network. */
  addBytes(count: number): void;
  /** Bytes of a file that was here already. */
  addBytesHere(count: number): void;
}
