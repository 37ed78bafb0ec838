import { Button } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { PopoverButton } from '../../components/popover-button.tsx';
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
    <PopoverButton
      label={t('plugins.more')}
      icon={<IconDots size={16} aria-hidden />}
      variant="default"
      size={30}
      disabled={disabled}
      opened={opened}
      onChange={setOpened}
    >
      <ActionLine label={t('plugins.reload')} hint={t('plugins.reloadHint')} onClick={closing(onReload)} />
      {onRefetch && <ActionLine label={t('plugins.refetch')} hint={t('plugins.refetchHint')} onClick={closing(onRefetch)} />}
    </PopoverButton>
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
