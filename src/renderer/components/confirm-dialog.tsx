import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../words/words.ts';
import classes from './confirm-dialog.module.css';

interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly title: string;
  readonly text: string;
  /** The verb and its object, never a bare OK. */
  readonly action: string;
  readonly busy?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

export function ConfirmDialog({ opened, title, text, action, busy, onConfirm, onClose, children }: ConfirmDialogProps) {
  const { t } = useWords();
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <p>{text}</p>
      {children && <div className={classes.extra}>{children}</div>}
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button color="red.8" loading={busy ?? false} onClick={onConfirm}>
          {action}
        </Button>
      </div>
    </Modal>
  );
}
