import { Button, NativeSelect } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { FindField } from '../../components/find-field.tsx';
import { useWords } from '../../words/words.ts';
import { type OutcomeFilter, outcomes } from './filter-entries.ts';
import classes from './journal-tools.module.css';

interface JournalToolsProps {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly outcome: OutcomeFilter;
  readonly onOutcome: (outcome: OutcomeFilter) => void;
  /** Name of the only device that is shown. */
  readonly device: string | undefined;
  readonly onAllDevices: () => void;
  readonly paused: boolean;
  /** Entries that came since the pause. */
  readonly newer: number;
  readonly onPause: (paused: boolean) => void;
  readonly onLeave: () => void;
}

export function JournalTools(props: JournalToolsProps) {
  const { t } = useWords();
  const { paused, newer, onPause } = props;
  const choices: readonly OutcomeFilter[] = ['all', ...outcomes, 'events'];
  return (
    <div className={classes.tools}>
      <div className={classes.find}>
        <FindField label={t('journal.filter')} value={props.query} onChange={props.onQuery} onLeave={props.onLeave} />
      </div>
      <NativeSelect
        size="xs"
        aria-label={t('journal.outcome')}
        value={props.outcome}
        onChange={(event) => props.onOutcome(choices.find((choice) => choice === event.currentTarget.value) ?? 'all')}
        data={choices.map((choice) => ({ value: choice, label: choice === 'all' ? t('common.all') : t(`journal.${choice}`) }))}
      />
      {props.device !== undefined && (
        <Button
          variant="light"
          className={classes.device}
          rightSection={<IconX size={14} aria-hidden />}
          onClick={props.onAllDevices}
        >
          {t('journal.onlyDevice', { name: props.device })}
          <span className="visually-hidden"> · {t('common.clear')}</span>
        </Button>
      )}
      <span className={classes.space} />
      {paused && newer > 0 && <span className={classes.newer}>{t('journal.newer', { count: newer })}</span>}
      <Button
        variant={paused ? 'filled' : 'default'}
        leftSection={paused ? <IconPlayerPlay size={15} aria-hidden /> : <IconPlayerPause size={15} aria-hidden />}
        onClick={() => onPause(!paused)}
      >
        {t(paused ? 'journal.resume' : 'journal.pause')}
      </Button>
    </div>
  );
}
