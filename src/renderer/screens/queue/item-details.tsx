import type { OperationItem } from '../../../shared/contract/operations.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { FileRow, FileRows } from '../../components/file-rows.tsx';
import { OpenedBelow } from '../../components/opened-below.tsx';
import { formatRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { ItemMark } from './items-grid.tsx';

interface ItemDetailsProps {
  readonly item: OperationItem;
  /** Where it is not its own to say. */
  readonly plugin: string | undefined;
  readonly onClose: () => void;
}

/** One package: its files, and why it failed with what to do next. */
export function ItemDetails({ item, plugin, onClose }: ItemDetailsProps) {
  const { t } = useWords();
  return (
    <OpenedBelow
      name={item.id}
      state={<ItemMark item={item} word={t(`queue.${item.state}`)} />}
      plugin={item.plugin ?? plugin}
      onClose={onClose}
    >
      {item.failure && (
        <FailureNote failure={item.failure}>
          {item.failure.code === 'packages.file-missing' && (
            <a href={formatRoute({ screen: 'files', subject: undefined })}>{t('queue.bringFiles')}</a>
          )}
        </FailureNote>
      )}
      {item.files.length > 0 && (
        <FileRows>
          {item.files.map((file) => (
            <FileRow key={file.name} file={file} />
          ))}
        </FileRows>
      )}
    </OpenedBelow>
  );
}
