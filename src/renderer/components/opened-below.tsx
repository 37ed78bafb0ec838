import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { formatRoute } from '../route.ts';
import { useWords } from '../words/words.ts';
import classes from './opened-below.module.css';

interface OpenedBelowProps {
  readonly name: string;
  /** Beside the name: how it is. */
  readonly state: ReactNode;
  /** Whose it is; a link leads there. */
  readonly plugin: string | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** One row of a table, opened below it. */
export function OpenedBelow({ name, state, plugin, onClose, children }: OpenedBelowProps) {
  const { t } = useWords();
  return (
    <section className={classes.details} aria-label={name}>
      <header className={classes.header}>
        <h2 className={classes.name}>{name}</h2>
        {state}
        <span className={classes.space} />
        {plugin !== undefined && (
          <a href={formatRoute({ screen: 'plugins', subject: plugin })}>{t('queue.openPlugin', { plugin })}</a>
        )}
        <ActionIcon variant="subtle" size={26} aria-label={t('common.close')} onClick={onClose}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </header>
      {children}
    </section>
  );
}
