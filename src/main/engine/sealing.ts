/** How a text is made unreadable to others. Both throw coded failures. */
export interface Sealing {
  /** Names who can open it again; stands in the file. */
  readonly name: string;
  seal(text: string): Promise<Sealed>;
  open(sealed: Sealed, filePath: string): Promise<string>;
  /** After what this one sealed is safely on the disk. */
  settled?(): Promise<void>;
}

/** What stands in the file beside its version: nothing that says anything without the key. */
export type Sealed = Readonly<Record<string, string | number>>;
