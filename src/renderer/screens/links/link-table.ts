import type { Link } from '../../../shared/contract/links.ts';

export const linkStates = ['dead', 'unchecked', 'alive'] as const satisfies Link['state'][];
export type LinkFilter = 'all' | Link['state'];

/** A file's address within a package; the same address may stand in several. */
export function linkKey({ plugin, package: id, file, url, installed }: Link): string {
  return [plugin, id, file, url, installed].join('\n');
}

/** The dead first, as the engine gives them; every word of the query must stand somewhere in the line. */
export function filterLinks(links: readonly Link[], filter: LinkFilter, query: string): Link[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return links.filter((link) => {
    if (filter !== 'all' && link.state !== filter) return false;
    const text = [link.url, link.plugin, link.package, link.file].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export function countStates(links: readonly Link[]): Record<Link['state'], number> {
  const counts = { dead: 0, unchecked: 0, alive: 0 };
  for (const { state } of links) counts[state] += 1;
  return counts;
}

/** When the oldest of these answers was given; undefined where nobody has asked. */
export function oldestCheck(links: readonly Link[]): number | undefined {
  const times = links.flatMap(({ checkedAt }) => checkedAt ?? []);
  return times.length === 0 ? undefined : times.reduce((oldest, time) => Math.min(oldest, time));
}
