import type { PluginUpgrade } from '../../shared/contract/plugin-change.ts';
import { megabytes } from '../../shared/text.ts';
import { changeLines } from './repo-lines.ts';

/** What an upgrade of a plugin changes, with what that means for this machine. */
export function upgradeLines(upgrade: PluginUpgrade): string[] {
  const { id, after, current, added, removed, changed, toFetch } = upgrade;
  if (current) return [`${id} ${after.version} is what the server has: an upgrade would change nothing.`];
  const notes = new Map([
    ...added.map((each) => [each.id, `${megabytes(each.toFetch)} to fetch`] as const),
    ...removed.map((each) => [each.id, each.installed ? 'stays installed' : ''] as const),
    ...changed.map((each) => [each.id, `${megabytes(each.toFetch)} to fetch${each.installed ? ', installed' : ''}`] as const),
  ]);
  const hasInstalled = changed.some((each) => each.installed);
  return [
    ...changeLines(upgrade, (each) => notes.get(each) ?? ''),
    ...(hasInstalled ? [`  ${megabytes(toFetch)} to fetch to bring what is installed to its new version.`] : []),
  ];
}
