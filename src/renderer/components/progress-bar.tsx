import classes from './progress-bar.module.css';

interface ProgressBarProps {
  /** What is on its way, for those who hear it. */
  readonly label: string;
  readonly done: number;
  /** 0 = not known yet. */
  readonly total: number;
  readonly tone?: 'busy' | 'good' | 'warn' | 'bad' | 'neutral';
}

export function ProgressBar({ label, done, total, tone = 'busy' }: ProgressBarProps) {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <div
      className={classes.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={total > 0 ? Math.round(share * 100) : undefined}
    >
      <div className={classes.bar} data-tone={tone} style={{ transform: `scaleX(${share})` }} />
    </div>
  );
}
