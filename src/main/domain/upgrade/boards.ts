/** A type of image (its file name without the builder's part), and the devices it is for, by board or model name. */
export interface BoardRow {
  readonly type: string;
  readonly label: string;
  readonly boards: string[];
}

/** Custom rows first: they may say otherwise than the built-in ones. */
export type BoardTable = readonly BoardRow[];

/** Empty where the table does not know the type. */
export function boardsOfType(type: string, table: BoardTable): string[] {
  return [...(table.find((row) => row.type === type)?.boards ?? [])];
}
