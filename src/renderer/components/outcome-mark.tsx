import { IconEqual } from '@tabler/icons-react';
import type { Outcome } from '../../shared/contract/journal.ts';
import { useWords } from '../words/words.ts';
import { absentIcon, StatusMark, type Tone } from './status-mark.tsx';

const tones: Record<Outcome, Tone> = {
  sent: 'good',
  'not-modified': 'good',
  // Normal: most vendors ask for layers that a site does not have.
  missing: 'neutral',
  refused: 'warn',
  aborted: 'warn',
  'timed-out': 'warn',
  failed: 'bad',
};

export function OutcomeMark({ outcome }: { readonly outcome: Outcome }) {
  const { t } = useWords();
  const icon = outcome === 'missing' ? absentIcon : outcome === 'not-modified' ? IconEqual : undefined;
  return <StatusMark tone={tones[outcome]} word={t(`journal.${outcome}`)} plain {...(icon ? { icon } : {})} />;
}
