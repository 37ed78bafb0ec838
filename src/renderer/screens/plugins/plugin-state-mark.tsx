import { IconCircleArrowUp, IconCloudDownload, IconCloudOff, type TablerIcon } from '@tabler/icons-react';
import { StatusMark, type Tone } from '../../components/status-mark.tsx';
import { useWords } from '../../words/words.ts';
import type { PluginState } from './catalogue.ts';

const looks: Record<PluginState, { tone: Tone; icon?: TablerIcon }> = {
  installed: { tone: 'good' },
  upgradable: { tone: 'busy', icon: IconCircleArrowUp },
  available: { tone: 'neutral', icon: IconCloudDownload },
  problem: { tone: 'bad' },
  gone: { tone: 'warn', icon: IconCloudOff },
};

export function PluginStateMark({ state, plain = false }: { readonly state: PluginState; readonly plain?: boolean }) {
  const { t } = useWords();
  return <StatusMark {...looks[state]} word={t(`plugins.${state}`)} plain={plain} />;
}
