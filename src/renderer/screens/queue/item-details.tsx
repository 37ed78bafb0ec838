import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { FileProgress, OperationItem } from '../../../shared/contract/operations.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { formatRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { ItemMark } from './items-grid.tsx';
import classes from './item-details.module.css';

interface ItemDetailsProps {
  readonly item: OperationItem;
  /** Where it is not its own to say. */
  readonly plugin: string | undefined;
  readonly onClose: () => void;
}

/** One package: its files, and why it failed with what to do next. */
export function ItemDetails({ item, plugin, onClose }: ItemDetailsProps) {
  const { t } = useWords();
  const owner = item.plugin ?? plugin;
  return (
    <section className={classes.details} aria-label={item.id}>
      <header className={classes.header}>
        <h3 className={classes.name}>{item.id}</h3>
        <ItemMark item={item} word={t(`queue.${item.state}`)} />
        <span className={classes.space} />
        {owner !== undefined && (
          <a href={formatRoute({ screen: 'plugins', subject: owner })}>{t('queue.openPlugin', { plugin: owner })}</a>
        )}
        <ActionIcon variant="subtle" size={26} aria-label={t('common.close')} onClick={onClose}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </header>
      {item.failure && (
        <FailureNote failure={item.failure}>
          {item.failure.code === 'packages.file-missing' && (
            <a href={formatRoute({ screen: 'files', subject: undefined })}>{t('queue.bringFiles')}</a>
          )}
        </FailureNote>
      )}
      {item.files.length > 0 && (
        <ul className={classes.files}>
          {item.files.map((file) => (
            <FileRow key={file.name} file={file} />
          ))}
        </ul>
      )}
    </section>
  );
}

function FileRow({ file }: { readonly file: FileProgress }) {
  const { t, format } = useWords();
  const { name, done, total, state } = file;
  return (
    <li className={classes.file}>
      <span className={classes.fileName} title={name}>
        {name}
      </span>
      <ProgressBar
        label={name}
        done={state === 'here' ? 1 : done}
        total={state === 'here' ? 1 : total}
        tone={state === 'failed' ? 'bad' : state === 'here' ? 'good' : 'busy'}
      />
      <span className={classes.bytes}>
        {state === 'here' || done === 0
          ? format.bytes(total)
          : t('common.ofBytes', { done: format.bytes(done), total: format.bytes(total) })}
      </span>
    </li>
  );
}
