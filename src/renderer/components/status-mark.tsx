import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleX,
  IconClock,
  IconLoader2,
  type TablerIcon,
} from '@tabler/icons-react';
import classes from './status-mark.module.css';

export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'neutral';

interface StatusMarkProps {
  readonly tone: Tone;
  readonly word: string;
  /** In place of the tone's own icon. */
  readonly icon?: TablerIcon;
  /** `plain`: in dense tables, without a ground. */
  readonly plain?: boolean;
}

const icons: Record<Tone, TablerIcon> = {
  good: IconCircleCheck,
  busy: IconLoader2,
  warn: IconAlertTriangle,
  bad: IconCircleX,
  neutral: IconCircleMinus,
};

export const waitingIcon = IconClock;
export const absentIcon = IconCircleDashed;

/** Icon, word and colour together: never colour alone. */
export function StatusMark({ tone, word, icon, plain = false }: StatusMarkProps) {
  const Icon = icon ?? icons[tone];
  const turning = tone === 'busy' && !icon;
  return (
    <span className={`${classes.mark} ${plain ? classes.plain : ''}`} data-tone={tone}>
      <Icon size={15} stroke={2} aria-hidden className={turning ? classes.turning : undefined} />
      <span className={classes.word}>{word}</span>
    </span>
  );
}
