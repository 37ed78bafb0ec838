import type { Failure } from '../../shared/failures.ts';
import { failures as german } from '../../shared/words/de/failures.ts';
import { failures as english } from '../../shared/words/en/failures.ts';
import { failures as spanish } from '../../shared/words/es/failures.ts';
import { failureSentence } from '../../shared/words/failure-sentence.ts';
import { failures as french } from '../../shared/words/fr/failures.ts';

const words = new Map<string, Readonly<Record<Failure['code'], string>>>([
  ['de', german],
  ['es', spanish],
  ['fr', french],
]);

/**
 * The sentence and the code of a failure that kept the window from opening.
 * @param locale of the system, `fr` or `fr-CA`
 */
export function startFailureText(failure: Failure, locale: string): string {
  const known = words.get(locale.split('-')[0] ?? '') ?? english;
  return `${failureSentence(known[failure.code], failure.facts)}\n\n${failure.code}`;
}
