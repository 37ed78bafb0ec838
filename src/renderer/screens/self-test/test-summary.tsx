import type { SelfTest } from '../../../shared/contract/serving-test.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useWords } from '../../words/words.ts';
import classes from './self-test.module.css';
import { failuresOf, verdictOf } from './verdict.ts';

/** The one sentence to be read, then each cause once. */
export function TestSummary({ test }: { readonly test: SelfTest }) {
  const { t } = useWords();
  const { kind, ...counts } = verdictOf(test);
  const tone = { running: 'busy', right: 'good', partly: 'warn', none: 'bad' } as const;
  return (
    <>
      <p className={classes.summary} role="status">
        <StatusMark tone={tone[kind]} word={t(`selfTest.${kind}`, counts)} />
      </p>
      {failuresOf(test).map((failure) => (
        <FailureNote key={failure.message} failure={failure} />
      ))}
      {kind === 'right' && <p className={classes.hint}>{t('selfTest.unseen')}</p>}
    </>
  );
}
