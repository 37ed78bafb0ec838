import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useMemo } from 'react';
import type { Operation, OperationItem } from '../../../shared/contract/operations.ts';
import { itemBytes, itemShare } from '../../components/operation-progress.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { StatusMark, type Tone, waitingIcon } from '../../components/status-mark.tsx';
import { type GridColumn, GridCell, VirtualGrid } from '../../components/virtual-grid.tsx';
import { type Speech, useWords } from '../../words/words.ts';
import { itemKey } from './item-key.ts';

interface ItemsGridProps {
  readonly operation: Operation;
  readonly openKey: string | undefined;
  readonly onOpen: (key: string | undefined) => void;
}

const tones: Record<OperationItem['state'], Tone> = {
  waiting: 'neutral',
  downloading: 'busy',
  installing: 'busy',
  success: 'good',
  failed: 'bad',
  cancelled: 'neutral',
};

/** Two hundred packages of which only the visible ones exist. What failed comes first, once nothing moves any more. */
export function ItemsGrid({ operation, openKey, onOpen }: ItemsGridProps) {
  const words = useWords();
  const { t } = words;
  const small = useMediaQuery('(max-width: 1180px)') ?? false;
  const byKey = useMemo(() => new Map(operation.items.map((item, index) => [itemKey(item, index), item])), [operation.items]);
  const ids = useMemo(() => (operation.state === 'running' ? [...byKey.keys()] : worstFirst(byKey)), [byKey, operation.state]);
  const several = operation.plugin === undefined && operation.items.some((item) => item.plugin !== undefined);
  const columns = useMemo(() => columnsOf(operation.kind, several, small, t), [operation.kind, several, small, t]);
  const renderRow = useCallback(
    (key: string) => {
      const item = byKey.get(key);
      return item && columns.map(({ id }) => cells[id as Column](item, words));
    },
    [byKey, columns, words],
  );
  return (
    <VirtualGrid
      label={t('queue.items')}
      columns={columns}
      ids={ids}
      renderRow={renderRow}
      openId={openKey}
      onOpen={(key) => onOpen(key === openKey ? undefined : key)}
      onClose={() => onOpen(undefined)}
    />
  );
}

type Column = 'name' | 'plugin' | 'state' | 'progress' | 'bytes';

const cells: Record<Column, (item: OperationItem, words: Speech) => React.ReactNode> = {
  name: (item) => (
    <GridCell key="name" title={item.id}>
      {item.id}
    </GridCell>
  ),
  plugin: (item) => (
    <GridCell key="plugin" title={item.plugin} quiet>
      {item.plugin ?? ''}
    </GridCell>
  ),
  state: (item, { t }) => (
    <GridCell key="state">
      <ItemMark item={item} word={t(`queue.${item.state}`)} />
    </GridCell>
  ),
  progress: (item) => (
    <GridCell key="progress">
      {item.files.length > 0 && item.state !== 'waiting' && (
        <ProgressBar
          label={item.id}
          done={itemShare(item)}
          total={1}
          tone={item.state === 'failed' ? 'bad' : tones[item.state]}
        />
      )}
    </GridCell>
  ),
  bytes: (item, { t, format }) => {
    const { done, total } = itemBytes(item);
    const moving = item.state === 'downloading' || (item.state !== 'success' && done > 0 && done < total);
    return (
      <GridCell key="bytes" alignEnd quiet>
        {total === 0
          ? ''
          : moving
            ? t('common.ofBytes', { done: format.bytes(done), total: format.bytes(total) })
            : format.bytes(total)}
      </GridCell>
    );
  },
};

export function ItemMark({ item, word }: { readonly item: OperationItem; readonly word: string }) {
  return <StatusMark tone={tones[item.state]} word={word} plain {...(item.state === 'waiting' ? { icon: waitingIcon } : {})} />;
}

function columnsOf(kind: Operation['kind'], several: boolean, small: boolean, t: Speech['t']): GridColumn[] {
  const isLinks = kind === 'links.check';
  const columns: (GridColumn | false)[] = [
    { id: 'name', title: t(isLinks ? 'queue.address' : 'queue.name'), width: 'minmax(120px, 2fr)' },
    several && !small && { id: 'plugin', title: t('queue.plugin'), width: 'minmax(100px, 1fr)' },
    { id: 'state', title: t('queue.state'), width: '134px' },
    !isLinks && !small && { id: 'progress', title: t('queue.progress'), width: 'minmax(60px, 120px)' },
    !isLinks && { id: 'bytes', title: t('queue.size'), width: '150px', alignEnd: true },
  ];
  return columns.filter((column) => column !== false);
}

function worstFirst(byKey: ReadonlyMap<string, OperationItem>): string[] {
  const rank = ({ state }: OperationItem) => (state === 'failed' ? 0 : state === 'success' ? 2 : 1);
  return [...byKey].sort(([, a], [, b]) => rank(a) - rank(b)).map(([key]) => key);
}
