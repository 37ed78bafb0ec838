import { ActionIcon } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useWords } from '../words/words.ts';
import classes from './copyable.module.css';

/** An address to be typed into something else. */
export function Copyable({ text }: { readonly text: string }) {
  return (
    <span className={classes.copyable}>
      <span className={classes.text}>{text}</span>
      <CopyButton text={text} what={text} />
    </span>
  );
}

/** @param what names the text for those who hear it */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const { t } = useWords();
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <>
      <ActionIcon variant="subtle" size={26} aria-label={t('common.copy', { what })} onClick={() => clipboard.copy(text)}>
        {clipboard.copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
      </ActionIcon>
      <span className="visually-hidden" aria-live="polite">
        {clipboard.copied ? t('common.copied') : ''}
      </span>
    </>
  );
}
