import type { Channel, RepoFolders } from '../../../shared/contract/repo.ts';
import { compareVersions } from '../../../shared/values/version.ts';
import { type ChannelName, channels } from '../../mirror/channel-names.ts';
import type { SourcePlugin } from '../../mirror/desk.ts';

/** A plugin's place in a channel. */
export interface Place {
  /** The highest version. */
  readonly version: string;
  readonly others: readonly string[];
  /** The channel's index offers another version, or none: it must be written anew. */
  readonly notOffered: boolean;
}

/** A plugin on its way: from its folder to testing, stable and archive. */
export interface DeskRow {
  readonly id: string;
  readonly source: SourcePlugin | undefined;
  readonly places: Readonly<Record<ChannelName, Place | undefined>>;
  /** The source is newer than what lies in testing. */
  readonly isNewer: boolean;
  /** Where it may go from which channel: a version that is newer there, or the first. */
  readonly promotions: Readonly<Partial<Record<ChannelName, ChannelName>>>;
}

const ways: readonly (readonly [from: ChannelName, to: ChannelName])[] = [
  ['testing', 'stable'],
  ['stable', 'archive'],
];

/** Every plugin that lies anywhere, by id. */
export function deskRows(
  sources: readonly SourcePlugin[],
  found: Readonly<Record<ChannelName, Channel>>,
  folders: RepoFolders,
): DeskRow[] {
  const sourceById = new Map(sources.map((source) => [source.plugin, source]));
  const placesOf: Readonly<Record<ChannelName, ReadonlyMap<string, Place>>> = {
    testing: placesIn(found.testing),
    stable: placesIn(found.stable),
    archive: placesIn(found.archive),
  };
  const ids = new Set([...sourceById.keys(), ...channels.flatMap((name) => [...placesOf[name].keys()])]);
  return [...ids].sort().map((id): DeskRow => {
    const places = {
      testing: placesOf.testing.get(id),
      stable: placesOf.stable.get(id),
      archive: placesOf.archive.get(id),
    };
    const source = sourceById.get(id);
    const open = ways.filter(([from, to]) => folders[to] !== null && isNewer(places[from]?.version, places[to]?.version));
    return {
      id,
      source,
      places,
      isNewer: isNewer(source?.version, places.testing?.version),
      promotions: Object.fromEntries(open),
    };
  });
}

/** Channels whose index does not say what lies in them. */
export function outdatedIndexes(rows: readonly DeskRow[]): ChannelName[] {
  return channels.filter((name) => rows.some(({ places }) => places[name]?.notOffered));
}

export function errorsIn({ problems }: SourcePlugin): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}

function placesIn({ plugins }: Channel): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const { id, offered, versions } of plugins) {
    const [highest, ...others] = versions.map(({ version }) => version);
    if (highest !== undefined) places.set(id, { version: highest, others, notOffered: offered !== highest });
  }
  return places;
}

function isNewer(version: string | null | undefined, there: string | undefined): boolean {
  if (version === undefined || version === null) return false;
  return there === undefined || compareVersions(version, there) > 0;
}
