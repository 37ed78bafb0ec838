import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Failure } from '../../../shared/failures.ts';
import { FailureWords } from '../../components/failure-words.tsx';
import { FilePicker } from '../../components/file-picker.tsx';
import { StatusMark, waitingIcon } from '../../components/status-mark.tsx';
import { useWords } from '../../words/words.ts';
import type { Content, FileRow } from './draft.ts';
import classes from './new-version.module.css';

interface FileSettlingProps {
  readonly row: FileRow;
  readonly url: string;
  readonly content: Content | undefined;
  readonly failure: Failure | undefined;
  readonly busy: boolean;
  readonly onUrl: (url: string) => void;
  readonly onBring: (file: File) => void;
}

/** One file of the new version. It may be dropped anywhere on its row. */
export function FileSettling({ row, url, content, failure, busy, onUrl, onBring }: FileSettlingProps) {
  const { t, format } = useWords();
  const [over, setOver] = useState(false);
  return (
    <li
      className={classes.file}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault(); // For this line, and not for the store as elsewhere in the window.
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        const [file] = event.dataTransfer.files;
        if (!file) return;
        event.preventDefault();
        setOver(false);
        if (!busy) onBring(file);
      }}
    >
      <span className={classes.fileName}>
        <span className={classes.fileId}>{row.id}</span>
        <span className="mono">{content?.filename ?? row.filename}</span>
      </span>
      <TextInput
        className={classes.url}
        aria-label={t('maintainer.addressOf', { file: row.id })}
        placeholder={t('maintainer.noAddress')}
        spellCheck={false}
        disabled={busy}
        value={url}
        onChange={(event) => onUrl(event.currentTarget.value)}
      />
      <FilePicker
        variant="default"
        disabled={busy}
        aria-label={t('maintainer.bringOne', { file: row.id })}
        onPick={([file]) => file && onBring(file)}
      >
        {t('maintainer.bring')}
      </FilePicker>
      <span className={classes.measure}>
        {content ? (
          <>
            <StatusMark tone="good" word={t('files.exactly', { bytes: format.count(content.size) })} plain />{' '}
            <span className={classes.digest}>SHA-1 {content.sha1sum}</span>
          </>
        ) : (
          <StatusMark tone="neutral" icon={waitingIcon} word={t('maintainer.notMeasured')} plain />
        )}
      </span>
      {failure && (
        <p className={classes.why} role="alert">
          <FailureWords failure={failure} />
        </p>
      )}
    </li>
  );
}
