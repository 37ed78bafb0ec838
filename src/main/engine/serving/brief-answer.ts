import type { Answer, RefusedAnswer, RenderedAnswer } from '../../domain/provisioning/request.ts';

/** What was rendered, by its digest alone. */
export type RenderedBrief = Omit<RenderedAnswer, 'bytes'> & { readonly bytes?: never };

/** An answer as it is kept and reported: the bytes of what was rendered lie in one place, and cross threads once. */
export type BriefAnswer = Exclude<Answer, RenderedAnswer> | RenderedBrief;
export type BriefContent = Exclude<BriefAnswer, RefusedAnswer>;

export function briefOf<A extends Answer>(answer: A): Exclude<A, RenderedAnswer> | RenderedBrief;
export function briefOf(answer: Answer): BriefAnswer {
  if (answer.kind !== 'rendered') return answer;
  const { bytes: _, ...brief } = answer;
  return brief;
}
