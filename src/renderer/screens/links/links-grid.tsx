import { useMediaQuery } from '@mantine/hooks';
import { IconCircleDashed } from '@tabler/icons-react';
import { type ReactNode, type RefObject, useCallback, useMemo } from 'react';
import type { Link } from '../../../shared/contract/links.ts';
import { StatusMark, type Tone } from '../../components/status-mark.tsx';
import { type GridColumn, GridCell, VirtualGrid } from '../../components/virtual-grid.tsx';
import { type Speech, useWords } from '../../words/words.ts';
import { linkKey } from './link-table.ts';

interface LinksGridProps {
  readonly links: readonly Link[];
  readonly openKey: string | undefined;
  readonly onOpen: (key: string | undefined) => void;
  readonly gridRef: RefObject<HTMLDivElement | null>;
}

const tones: Record<Link['state'], Tone> = { dead: 'bad', unchecked: 'neutral', alive: 'good' };

const columns = {
  state: '118px',
  file: 'minmax(140px, 1fr)',
  url: 'minmax(120px, 1fr)',
  plugin: 'minmax(110px, 1fr)',
  checkedAt: '98px',
} as const;
type Column = keyof typeof columns;
const all: readonly Column[] = ['state', 'file', 'url', 'plugin', 'checkedAt'];
/** On a small laptop: the address stands below, with the open one. */
const few: readonly Column[] = ['state', 'file', 'plugin', 'checkedAt'];

/** Thousands of addresses of which only the visible ones exist. */
export function LinksGrid({ links, openKey, onOpen, gridRef }: LinksGridProps) {
  const words = useWords();
  const { t } = words;
  const small = useMediaQuery('(max-width: 1180px)') ?? false;
  const shown = small ? few : all;
  const byKey = useMemo(() => new Map(links.map((link) => [linkKey(link), link])), [links]);
  const ids = useMemo(() => [...byKey.keys()], [byKey]);
  const heads = useMemo(
    (): GridColumn[] => shown.map((id) => ({ id, title: t(`links.${id}`), width: columns[id], alignEnd: id === 'checkedAt' })),
    [shown, t],
  );
  const renderRow = useCallback(
    (key: string) => {
      const link = byKey.get(key);
      return link && shown.map((column) => cells[column](link, words));
    },
    [byKey, shown, words],
  );
  return (
    <VirtualGrid
      label={t('app.links')}
      columns={heads}
      ids={ids}
      renderRow={renderRow}
      openId={openKey}
      onOpen={(key) => onOpen(key === openKey ? undefined : key)}
      onClose={() => onOpen(undefined)}
      gridRef={gridRef}
    />
  );
}

export function LinkMark({ state }: { readonly state: Link['state'] }) {
  const { t } = useWords();
  return (
    <StatusMark
      tone={tones[state]}
      word={t(`links.${state}`)}
      plain
      {...(state === 'unchecked' ? { icon: IconCircleDashed } : {})}
    />
  );
}

const cells: Record<Column, (link: Link, words: Speech) => ReactNode> = {
  state: ({ state }) => (
    <GridCell key="state">
      <LinkMark state={state} />
    </GridCell>
  ),
  file: ({ file, package: id }) => (
    <GridCell key="file" title={`${file} · ${id}`}>
      {file}
    </GridCell>
  ),
  url: ({ url }) => (
    <GridCell key="url" title={url} mono quiet>
      {URL.parse(url)?.host ?? url}
    </GridCell>
  ),
  plugin: ({ plugin, installed }, { t }) => (
    <GridCell key="plugin" title={plugin} quiet={!installed}>
      {installed ? plugin : t('links.notInstalled', { plugin })}
    </GridCell>
  ),
  checkedAt: ({ checkedAt }, { format }) => (
    <GridCell key="checkedAt" alignEnd quiet>
      {checkedAt === undefined ? '—' : format.moment(checkedAt)}
    </GridCell>
  ),
};
