import { ActionIcon, Button, Popover } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useWords } from '../../words/words.ts';
import classes from './more-actions.module.css';

interface MoreActionsProps {
  readonly disabled: boolean;
  readonly onReload: () => void;
  /** Missing where the server does not have the version that is installed. */
  readonly onRefetch?: (() => void) | undefined;
}

/** What is rarely asked of an installed plugin, each with a line that says what it is for. */
export function MoreActions({ disabled, onReload, onRefetch }: MoreActionsProps) {
  const { t } = useWords();
  const [opened, setOpened] = useState(false);
  const closing = (action: () => void) => () => {
    setOpened(false);
    action();
  };
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={288}
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <ActionIcon
          variant="default"
          size={30}
          disabled={disabled}
          aria-label={t('plugins.more')}
          title={t('plugins.more')}
          onClick={() => setOpened((was) => !was)}
        >
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('plugins.more')} className={classes.actions}>
        <ActionLine label={t('plugins.reload')} hint={t('plugins.reloadHint')} onClick={closing(onReload)} />
        {onRefetch && <ActionLine label={t('plugins.refetch')} hint={t('plugins.refetchHint')} onClick={closing(onRefetch)} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function ActionLine({ label, hint, onClick }: { readonly label: string; readonly hint: string; readonly onClick: () => void }) {
  const id = useId();
  return (
    <div className={classes.action}>
      <Button variant="default" aria-describedby={id} onClick={onClick}>
        {label}
      </Button>
      <p id={id} className={classes.hint}>
        {hint}
      </p>
    </div>
  );
}
