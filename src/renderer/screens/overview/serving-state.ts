import type { ServingStatus } from '../../../shared/contract/serving.ts';
import type { Tone } from '../../components/status-mark.tsx';

interface ServingState {
  readonly tone: Tone;
  readonly word: 'serving.on' | 'serving.off' | 'serving.failed';
}

export function servingState({ listeners, failure }: Pick<ServingStatus, 'listeners' | 'failure'>): ServingState {
  if (listeners.length > 0) return { tone: 'good', word: 'serving.on' };
  return failure ? { tone: 'bad', word: 'serving.failed' } : { tone: 'neutral', word: 'serving.off' };
}
