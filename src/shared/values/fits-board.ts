import type { ImageFacts } from '../contract/images.ts';

/** Whether an image names this device. The image's own word counts by board; a table's by board or model. */
export function fitsBoard(
  { boards, boardsFrom }: Pick<ImageFacts, 'boards' | 'boardsFrom'>,
  { board, model }: { readonly board: string | null; readonly model: string | null },
): boolean {
  if (board !== null && boards.includes(board)) return true;
  return boardsFrom === 'table' && model !== null && boards.includes(model);
}
