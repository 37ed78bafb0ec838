import { MOST_HANDED } from './mirror/handed-files.ts';

interface Dropped {
  readonly files: readonly File[];
  /** Files that were too many, or that the browser could not read. */
  readonly leftOut: number;
}

/** Folders within folders; a loop of links would have no end. */
const DEEPEST = 20;

/**
 * The files of a drop, those in its folders too. Must be called within the event: afterwards the browser tells nothing
 * of it any more.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<Dropped> {
  const entries: FileSystemEntry[] = [];
  const files: File[] = [];
  for (const item of transfer.items) {
    const entry = item.webkitGetAsEntry();
    // What lies in no file system, as an attachment dragged out of a mail, is a file all the same.
    const file = entry ? null : item.getAsFile();
    if (entry) entries.push(entry);
    else if (file) files.push(file);
  }
  let leftOut = 0;
  const visit = async (entry: FileSystemEntry, depth: number): Promise<void> => {
    if (files.length >= MOST_HANDED || depth > DEEPEST) {
      leftOut += 1;
      return;
    }
    try {
      if (entry.isFile) files.push(await fileOf(entry as FileSystemFileEntry));
      else for (const inner of await entriesOf(entry as FileSystemDirectoryEntry)) await visit(inner, depth + 1);
    } catch {
      leftOut += 1; // Told as a count: the browser gives no more than “could not be read”.
    }
  };
  for (const entry of entries) await visit(entry, 0);
  return { files, leftOut };
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A reader gives a hundred at a time, and none when it has no more. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  while (all.length <= MOST_HANDED) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    all.push(...some);
  }
  return all;
}
