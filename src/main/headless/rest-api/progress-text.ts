import type { FileProgress, Operation, OperationItem } from '../../../shared/contract/operations.ts';

/** What provd calls the work: it is the label of the outermost progress. */
export type WorkLabel = 'install' | 'upgrade' | 'install_pkg' | 'update';

type State = 'waiting' | 'progress' | 'success' | 'fail';

interface Progress {
  /** Word characters only. */
  readonly label?: string;
  readonly state: State;
  /** Bytes. */
  readonly current?: number;
  readonly end?: number;
  readonly children?: readonly Progress[];
}

/**
 * An operation on one plugin or package in the words of provd's clients:
 * `[label "|"] state [";" current ["/" end]] { "(" … ")" }`, for example `install|progress(download|success;13867/13867)`.
 *
 * @see reference wazo-provd.md 2 (progress object)
 */
export function progressText(label: WorkLabel, operation: Pick<Operation, 'state' | 'items'>): string {
  const [item] = operation.items;
  if (!item) return format({ label, state: endState(operation.state) });
  return format(label === 'install_pkg' ? packageProgress(label, item) : pluginProgress(label, item));
}

/** The text of work that has no parts to tell of. */
export function plainProgress(label: WorkLabel, state: State): string {
  return format({ label, state });
}

function pluginProgress(label: string, item: OperationItem): Progress {
  const [archive] = item.files;
  const children = archive ? [{ label: 'download', ...fileProgress(archive, hasFailed(item)) }] : [];
  return { label, state: itemState(item), children };
}

/** A package has its two parts from the start, and each of its files a progress without a name: names may hold anything. */
function packageProgress(label: string, item: OperationItem): Progress {
  const failed = hasFailed(item);
  const files = item.files.map((file) => fileProgress(file, failed));
  const download = { label: 'download', state: downloadState(item), children: files };
  return { label, state: itemState(item), children: [download, { label: 'install', state: installState(item) }] };
}

function fileProgress(file: FileProgress, itemFailed: boolean): Progress {
  const bytes = { current: file.done, end: file.total };
  if (file.state === 'here') return { state: 'success', current: file.total, end: file.total };
  if (file.state === 'failed' || itemFailed) return { state: 'fail', ...bytes };
  return { state: file.state === 'waiting' ? 'waiting' : 'progress', ...bytes };
}

function downloadState(item: OperationItem): State {
  if (item.state === 'installing' || item.state === 'success') return 'success';
  if (hasFailed(item)) return item.files.length > 0 && item.files.every((file) => file.state === 'here') ? 'success' : 'fail';
  return item.state === 'waiting' ? 'waiting' : 'progress';
}

function installState(item: OperationItem): State {
  if (item.state === 'installing') return 'progress';
  return item.state === 'downloading' ? 'waiting' : itemState(item);
}

function itemState(item: OperationItem): State {
  if (hasFailed(item)) return 'fail';
  if (item.state === 'success' || item.state === 'waiting') return item.state;
  return 'progress';
}

/** provd knows no cancelling: to its clients that is a failure. */
function hasFailed({ state }: OperationItem): boolean {
  return state === 'failed' || state === 'cancelled';
}

function endState(state: Operation['state']): State {
  if (state === 'running') return 'progress';
  return state === 'success' ? 'success' : 'fail';
}

function format({ label, state, current, end, children = [] }: Progress): string {
  const name = label === undefined ? '' : `${label}|`;
  const bytes = current === undefined ? '' : `;${current}${end === undefined ? '' : `/${end}`}`;
  return `${name}${state}${bytes}${children.map((child) => `(${format(child)})`).join('')}`;
}
