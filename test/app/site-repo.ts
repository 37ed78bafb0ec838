import type { PluginChange } from '../../src/shared/contract/plugin-change.ts';
import type { Contract } from '../../src/shared/contract/contract.ts';
import type { Channel, NewVersion, PluginProblem, PluginSource, RepoFolders } from '../../src/shared/contract/repo.ts';
import type { Handlers } from '../../src/shared/contract/kit.ts';
import { ProvdeskError } from '../../src/shared/failures.ts';

/** What a maintainer's folders hold. */
export interface SiteRepo {
  folders: RepoFolders;
  plugins: { plugin: string; version: string | null; problems: PluginProblem[] }[];
  channels: Record<string, Channel>;
  source: PluginSource;
  preview: NewVersion;
  change: PluginChange;
}

const channelOf = (...plugins: [id: string, offered: string | null, ...versions: string[]][]): Channel => ({
  exists: true,
  plugins: plugins.map(([id, offered, ...versions]) => ({
    id,
    offered,
    versions: versions.map((version) => ({ version, filename: `${id}-${version}.tar.gz`, size: 9_214 })),
  })),
  broken: [],
});

export const noFolders: RepoFolders = { source: null, testing: null, stable: null, archive: null };
const sha1sum = '4b1f0d3c9a7e2d58c6b1a0f3e4d5c6b7a8990011';

/** A day's work: a plugin to promote, one with errors, one that is the same everywhere. */
export function maintainersDesk(): SiteRepo {
  return {
    folders: {
      source: '/home/tech/provd-plugins/plugins',
      testing: '/srv/plugins/2/testing',
      stable: '/srv/plugins/2/stable',
      archive: '/srv/plugins/2/archive',
    },
    plugins: [
      { plugin: 'wazo-aastra-5.0.0', version: '1.3.1', problems: [] },
      {
        plugin: 'wazo-snom-10.1.184.15',
        version: '2.0.0',
        problems: [
          { file: 'pkgs/pkgs.db', line: 41, severity: 'error', reason: 'the file “D785-fw” has no size' },
          { file: 'plugin-info', line: 7, severity: 'warning', reason: 'no entry.py' },
        ],
      },
      { plugin: 'wazo-yealink-v86', version: '1.10', problems: [] },
    ],
    channels: {
      '/srv/plugins/2/testing': channelOf(
        ['wazo-aastra-5.0.0', '1.3.1', '1.3.1'],
        ['wazo-snom-10.1.184.15', '1.9.3', '2.0.0', '1.9.3'],
        ['wazo-yealink-v86', '1.10', '1.10', '1.9'],
      ),
      '/srv/plugins/2/stable': channelOf(['wazo-aastra-5.0.0', '1.3.1', '1.3.1'], ['wazo-yealink-v86', '1.9', '1.9']),
      '/srv/plugins/2/archive': { exists: false, plugins: [], broken: [] },
    },
    source: {
      id: 'wazo-yealink-v86',
      version: '1.10',
      nextVersion: '1.11',
      packages: [
        { id: 'T46U_T43U-fw', version: '108.86.0.45', files: ['T46U-fw'] },
        { id: 'W70B-fw', version: '146.85.0.20', files: ['W70B-fw'] },
        { id: 'lang', version: '1.0', files: ['lang'] },
      ],
      files: [
        { id: 'T46U-fw', filename: 'T46U-108.86.0.45.zip', url: 'http://fw.example/T46U-108.86.0.45.zip', size: 31_000_000 },
        { id: 'W70B-fw', filename: 'W70B-146.85.0.20.zip', url: 'http://fw.example/W70B-146.85.0.20.zip', size: 12_000_000 },
        { id: 'lang', filename: 'lang.zip', url: 'http://fw.example/lang.zip', size: 90_000 },
      ],
    },
    preview: {
      plugin: 'wazo-yealink-v86-next',
      version: '1.11',
      dir: '/home/tech/provd-plugins/plugins/wazo-yealink-v86-next',
      packages: [{ id: 'T46U_T43U-fw', before: '108.86.0.45', after: '108.87.0.20' }],
      files: [
        {
          id: 'T46U-fw',
          filename: 'T46U-108.87.0.20.zip',
          url: 'http://fw.example/T46U-108.87.0.20.zip',
          size: 31_000_000,
          sha1sum,
          measured: false,
        },
      ],
      open: [{ file: 'T46U-fw', reason: 'not-measured' }],
      leftovers: [{ file: 'templates/base.tpl', line: 12, text: '108.86.0.45' }],
      problems: [],
    },
    change: {
      id: 'wazo-yealink-v86',
      before: { version: '1.9', archiveBytes: 9_214, firmwareBytes: 288_000_000 },
      after: { version: '1.10', archiveBytes: 9_630, firmwareBytes: 341_000_000 },
      added: [{ id: 'T48U-fw', version: '108.86.0.90' }],
      removed: [],
      changed: [{ id: 'T46U_T43U-fw', before: '108.85.0.10', after: '108.86.0.45', sameVersion: false }],
    },
  };
}

/** Nothing chosen yet. */
export function noDesk(): SiteRepo {
  return { ...maintainersDesk(), folders: noFolders };
}

export function scriptedRepo(repo: SiteRepo): Handlers<Contract>['repo'] {
  const archive = { size: 9_630, sha1sum, state: 'written' as const };
  const index = (dir: string) => ({
    plugins: (repo.channels[dir]?.plugins ?? []).map(({ id, versions: [highest] }) => ({
      id,
      version: highest?.version ?? '',
      filename: highest?.filename ?? '',
    })),
    superseded: [],
    broken: [],
  });
  return {
    check({ source }) {
      if (repo.plugins.length === 0) throw new ProvdeskError('repo.no-plugins', { path: source });
      return { plugins: repo.plugins };
    },
    show: ({ id }) => ({ ...repo.source, id }),
    channel: ({ dir }) => repo.channels[dir] ?? { exists: false, plugins: [], broken: [] },
    folders: () => repo.folders,
    setFolders(change) {
      repo.folders = { ...repo.folders, ...(change as Partial<RepoFolders>) };
      return repo.folders;
    },
    build({ source }) {
      const plugin = source.split('/').at(-1) ?? '';
      const version = repo.plugins.find((known) => known.plugin === plugin)?.version ?? repo.preview.version;
      return { archives: [{ plugin, version, filename: `${plugin}-${version}.tar.gz`, ...archive }], failed: [] };
    },
    index: ({ dir }) => index(dir),
    previewPromotion: ({ id }) => ({ ...repo.change, id }),
    promote: ({ id, to }) => ({ change: { ...repo.change, id }, copied: true, index: index(to) }),
    newVersion: ({ newId }) => ({ ...repo.preview, plugin: newId }),
    previewNewVersion: ({ newId }) => ({ ...repo.preview, plugin: newId }),
    measure: ({ paths }) => ({
      files: paths.map((path) => ({ path, filename: path.split('/').at(-1) ?? '', size: 31_000_000, sha1sum })),
      failed: [],
    }),
    measureAddress: () => ({ size: 31_000_000, sha1sum }),
  };
}
