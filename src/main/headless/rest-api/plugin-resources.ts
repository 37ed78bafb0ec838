import { connect } from '../../../shared/contract/client.ts';
import type { Transport } from '../../../shared/contract/kit.ts';
import type { PluginSummary } from '../../../shared/contract/plugins.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import type { Log } from '../../engine/host.ts';
import { document, NO_RESOURCE, type RestReply, text } from './exchange.ts';
import { followCall, followOperation } from './followed.ts';
import type { OperationTable } from './operation-table.ts';
import { languageOf } from './parameters.ts';
import type { WorkLabel } from './progress-text.ts';
import * as provd from './provd-documents.ts';
import { requireId } from './entity.ts';
import type { Asked, Route } from './router.ts';

const INSTALL = '/0.2/pg_mgr/install';
const PACKAGES = '/0.2/pg_mgr/plugins/:plugin/install';

/** The plugin and package services of provd, as calls of the contract. */
export function pluginRoutes(transport: Transport, operations: OperationTable, log: Log): Route[] {
  const client = connect(transport);
  const language = async () => languageOf(await client.app.settings(undefined)) ?? '';
  const catalogue = () => client.plugins.catalogue(undefined);
  const packages = (plugin: string) => client.packages.list({ plugin });
  const follow = async (asked: Asked, label: WorkLabel, start: () => Promise<{ operation: string }>): Promise<RestReply> => {
    const begin = async () => await followOperation(transport, label, (await start()).operation);
    return { kind: 'created', location: await operations.add(asked.path, begin) };
  };
  /** Resources of a plugin are there only while it is installed. */
  const ofInstalled = async (asked: Asked, answer: (plugin: PluginSummary) => Promise<RestReply>): Promise<RestReply> => {
    const found = (await catalogue()).find((plugin) => plugin.id === asked.part('plugin'));
    return found && provd.isInstalled(found) ? await answer(found) : NO_RESOURCE;
  };
  let updating = false;

  return [
    {
      method: 'POST',
      pattern: `${INSTALL}/install`,
      answer: async (asked) => {
        const id = requireId(asked.body);
        requireAbsent(await catalogue(), id);
        return await follow(asked, 'install', () => client.plugins.install({ ids: [id] }));
      },
    },
    {
      method: 'POST',
      pattern: `${INSTALL}/upgrade`,
      answer: async (asked) => {
        const id = requireId(asked.body);
        requireUpgradable(await catalogue(), id);
        return await follow(asked, 'upgrade', () => client.plugins.upgrade({ ids: [id] }));
      },
    },
    {
      method: 'POST',
      pattern: `${INSTALL}/update`,
      answer: async (asked) => {
        if (updating) return text(500, 'An update is running already.');
        if ((await client.plugins.server(undefined)).url === null)
          return text(500, new ProvdeskError('plugins.no-server').message);
        const begin = async () => {
          updating = true;
          const ended = client.plugins.update(undefined).finally(() => {
            updating = false;
          });
          return followCall('update', ended, (reason) => log.warn('rest', 'update failed', { reason }));
        };
        return { kind: 'created', location: await operations.add(asked.path, begin) };
      },
    },
    {
      method: 'POST',
      pattern: `${INSTALL}/uninstall`,
      answer: async ({ body }) => {
        await client.plugins.uninstall({ id: requireId(body) });
        return { kind: 'done' };
      },
    },
    {
      method: 'POST',
      pattern: '/0.2/pg_mgr/reload',
      answer: async ({ body }) => {
        await client.plugins.reload({ id: requireId(body) });
        return { kind: 'done' };
      },
    },
    {
      method: 'GET',
      pattern: `${INSTALL}/installable`,
      answer: async () => document({ pkgs: provd.installablePlugins(await catalogue(), await language()) }),
    },
    {
      method: 'GET',
      pattern: `${INSTALL}/installed`,
      answer: async () => document({ pkgs: provd.installedPlugins(await catalogue(), await language()) }),
    },
    {
      method: 'GET',
      pattern: '/0.2/pg_mgr/plugins',
      answer: async ({ path }) => {
        const ids = (await catalogue()).filter(provd.isInstalled).map(({ id }) => id);
        const links = (id: string) => [{ rel: 'pg.plugin', href: `${path}/${encodeURIComponent(id)}` }];
        return document({ plugins: Object.fromEntries(ids.map((id) => [id, { links: links(id) }])) });
      },
    },
    {
      method: 'GET',
      pattern: '/0.2/pg_mgr/plugins/:plugin',
      answer: (asked) =>
        ofInstalled(asked, async () => {
          const links = [
            { rel: 'pg.info', href: `${asked.path}/info` },
            { rel: 'srv.install', href: `${asked.path}/install` },
          ];
          return document({ links });
        }),
    },
    {
      method: 'GET',
      pattern: '/0.2/pg_mgr/plugins/:plugin/info',
      answer: (asked) =>
        ofInstalled(asked, async (plugin) =>
          document({ plugin_info: provd.pluginInfo(plugin, await language(), plugin.installedVersion) }),
        ),
    },
    {
      method: 'GET',
      pattern: PACKAGES,
      answer: (asked) =>
        ofInstalled(asked, async () => {
          const services = ['install', 'uninstall', 'installed', 'installable'];
          return document({ links: services.map((name) => ({ rel: `srv.install.${name}`, href: `${asked.path}/${name}` })) });
        }),
    },
    {
      method: 'POST',
      pattern: `${PACKAGES}/install`,
      answer: (asked) =>
        ofInstalled(asked, async ({ id: plugin }) => {
          const id = requireId(asked.body);
          return await follow(asked, 'install_pkg', () => client.packages.install({ plugin, packages: [id] }));
        }),
    },
    {
      method: 'POST',
      pattern: `${PACKAGES}/uninstall`,
      answer: (asked) =>
        ofInstalled(asked, async ({ id: plugin }) => {
          await client.packages.uninstall({ plugin, packages: [requireId(asked.body)] });
          return { kind: 'done' };
        }),
    },
    {
      method: 'GET',
      pattern: `${PACKAGES}/installable`,
      answer: (asked) =>
        ofInstalled(asked, async ({ id }) => document({ pkgs: provd.installablePackages(await packages(id), await language()) })),
    },
    {
      method: 'GET',
      pattern: `${PACKAGES}/installed`,
      answer: (asked) =>
        ofInstalled(asked, async ({ id }) => document({ pkgs: provd.installedPackages(await packages(id), await language()) })),
    },
  ];
}

/** provd says at once what our operation would say only when it ends. */
function requireAbsent(catalogue: readonly PluginSummary[], id: string): void {
  const plugin = requireInstallable(catalogue, id);
  if (plugin.installedVersion !== undefined)
    throw new ProvdeskError('plugins.already-installed', { plugin: id, version: plugin.installedVersion });
}

function requireUpgradable(catalogue: readonly PluginSummary[], id: string): void {
  if (!provd.isInstalled(requireInstallable(catalogue, id))) throw new ProvdeskError('plugins.not-installed', { plugin: id });
}

function requireInstallable(catalogue: readonly PluginSummary[], id: string): PluginSummary {
  const plugin = catalogue.find((candidate) => candidate.id === id);
  if (!plugin || !provd.isInstallable(plugin)) throw new ProvdeskError('plugins.unknown', { plugin: id });
  return plugin;
}
