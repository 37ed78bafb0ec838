import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useMemo } from 'react';
import type { UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { StatusMark, waitingIcon } from '../../components/status-mark.tsx';
import { type GridColumn, GridCell, VirtualGrid } from '../../components/virtual-grid.tsx';
import { uploadSpeed } from '../../mirror/upgrades.ts';
import { type Speech, useWords } from '../../words/words.ts';
import { stateWord, waveName } from './batch-words.ts';
import { shareOf, shownState, toneOf } from './operation-state.ts';

interface OperationsGridProps {
  readonly operations: readonly UpgradeOperation[];
  readonly onOpen: (id: string) => void;
}

type Column = 'device' | 'wave' | 'state' | 'progress' | 'amount' | 'version' | 'tries';

export function OperationsGrid({ operations, onOpen }: OperationsGridProps) {
  const words = useWords();
  const { t } = words;
  const small = useMediaQuery('(max-width: 1220px)') ?? false;
  const byId = useMemo(() => new Map(operations.map((operation) => [operation.id, operation])), [operations]);
  const ids = useMemo(() => [...byId.keys()], [byId]);
  const narrow = useMediaQuery('(max-width: 1100px)') ?? false;
  const room = narrow ? 'narrow' : small ? 'small' : 'wide';
  const columns = useMemo(() => columnsOf(room, t), [room, t]);
  const renderRow = useCallback(
    (id: string) => {
      const operation = byId.get(id);
      return operation && columns.map((column) => cells[column.id as Column](operation, words));
    },
    [byId, columns, words],
  );
  return <VirtualGrid label={t('flash.operations')} columns={columns} ids={ids} renderRow={renderRow} onOpen={onOpen} />;
}

export function OperationMark({ operation, plain = true }: { readonly operation: UpgradeOperation; readonly plain?: boolean }) {
  const words = useWords();
  const tone = toneOf(operation);
  const waits = tone === 'neutral' && shownState(operation).kind !== 'outcome';
  return <StatusMark tone={tone} word={stateWord(operation, words)} plain={plain} {...(waits ? { icon: waitingIcon } : {})} />;
}

const cells: Record<Column, (operation: UpgradeOperation, words: Speech) => React.ReactNode> = {
  device: ({ deviceName }) => (
    <GridCell key="device" title={deviceName}>
      {deviceName}
    </GridCell>
  ),
  wave: ({ wave }, words) => (
    <GridCell key="wave" quiet>
      {waveName(wave, words)}
    </GridCell>
  ),
  state: (operation, words) => (
    <GridCell key="state" title={stateWord(operation, words)}>
      <OperationMark operation={operation} />
    </GridCell>
  ),
  progress: (operation) => (
    <GridCell key="progress">
      {operation.step !== 'queued' && (
        <ProgressBar label={operation.deviceName} done={shareOf(operation)} total={1} tone={toneOf(operation)} />
      )}
    </GridCell>
  ),
  amount: (operation, { t, format }) => {
    const { step, sent } = operation;
    const speed = uploadSpeed(operation);
    return (
      <GridCell key="amount" alignEnd quiet>
        {step === 'uploading' && (speed === undefined ? format.bytes(sent) : t('common.rate', { bytes: format.bytes(speed) }))}
      </GridCell>
    );
  },
  version: ({ before, after, image }, { t }) => {
    const from = before?.release ?? '…';
    const to = after?.release ?? image.expected.version ?? image.buildVersion;
    return (
      <GridCell
        key="version"
        title={`${before?.description ?? t('common.unknown')} → ${after?.description ?? to}`}
        quiet={!after}
      >
        {from} → {to}
      </GridCell>
    );
  },
  tries: ({ attempt }, { format }) => (
    <GridCell key="tries" alignEnd quiet>
      {attempt > 0 ? format.count(attempt) : ''}
    </GridCell>
  ),
};

/** The narrowest window leaves out what the strip of waves tells, and keeps states and releases whole in every language. */
function columnsOf(room: 'wide' | 'small' | 'narrow', t: Speech['t']): GridColumn[] {
  const columns: (GridColumn | false)[] = [
    { id: 'device', title: t('flash.device'), width: 'minmax(84px, 1.2fr)' },
    room !== 'narrow' && { id: 'wave', title: t('flash.wave'), width: '62px' },
    { id: 'state', title: t('flash.state'), width: 'minmax(202px, 1.2fr)' },
    { id: 'progress', title: t('flash.progress'), width: 'minmax(88px, 0.6fr)' },
    room === 'wide' && { id: 'amount', title: t('flash.amount'), width: '72px', alignEnd: true },
    { id: 'version', title: t('flash.version'), width: 'minmax(130px, 0.8fr)' },
    room === 'wide' && { id: 'tries', title: t('flash.tries'), width: '68px', alignEnd: true },
  ];
  return columns.filter((column) => column !== false);
}
