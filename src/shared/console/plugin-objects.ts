import type { PackageSummary } from '../contract/packages.ts';
import type { PluginSummary } from '../contract/plugins.ts';
import { ProvdeskError } from '../failures.ts';
import { megabytes, table } from '../text.ts';
import { requireName, requireNames } from './arguments.ts';
import type { Desk } from './desk.ts';
import { consoleObject, describe, type Members } from './members.ts';
import { Listing, Report } from './shown.ts';

const PLUGIN_HEADER = ['PLUGIN', 'VERSION', 'INSTALLED', 'MODELS', 'DESCRIPTION'];
const PACKAGE_HEADER = ['PACKAGE', 'VERSION', 'INSTALLED', 'SIZE', 'DESCRIPTION'];

/** `plugins`: what it can do, and each plugin by its id: `plugins['wazo-yealink-v86']`. */
export function pluginsObject(desk: Desk): object {
  const members = pluginsMembers(desk);
  const known: Record<string, unknown> = {
    ...consoleObject(desk, { title: 'plugins', members }),
    get: (id: unknown) => pluginObject(desk, requireName(id)),
  };
  const get = { usage: "get('ID')", says: "one plugin, as plugins['ID']" };
  const plugins = new Proxy(known, {
    get: (target, name) => {
      // What is asked of a promise is asked of everything that is awaited.
      if (typeof name === 'symbol' || name === 'then') return undefined;
      return Object.hasOwn(target, name) ? target[name] : pluginObject(desk, name);
    },
  });
  describe(plugins, {
    title: "plugins: the plugin server and its plugins; plugins['ID'] is one of them",
    members: { get, ...members },
  });
  return plugins;
}

function pluginsMembers(desk: Desk): Members {
  const { client } = desk.host;
  const list = async (wanted: (plugin: PluginSummary) => boolean) => {
    const found = (await client.plugins.catalogue(undefined)).filter(wanted);
    return new Listing(
      PLUGIN_HEADER,
      found.map((plugin) => [plugin.id, plugin] as const),
      pluginRow,
    );
  };
  return {
    server: {
      usage: "server(['URL'])",
      says: 'the plugin server; with an address, sets it',
      async run([url]) {
        if (url === undefined) return (await client.plugins.server(undefined)).url ?? 'No plugin server is set.';
        return (await client.plugins.setServer({ url: requireName(url) })).url;
      },
    },
    update: {
      usage: 'update()',
      says: 'fetch the list of plugins again',
      async run() {
        const answer = await client.plugins.update(undefined);
        return new Report([`The server offers ${answer.plugins} plugins.`], answer);
      },
    },
    installable: {
      usage: 'installable()',
      says: 'what the server offers',
      run: () => list((plugin) => plugin.version !== undefined || plugin.problem !== undefined),
    },
    installed: {
      usage: 'installed()',
      says: 'what is installed; installed().keys() are the ids alone',
      run: () => list((plugin) => plugin.installedVersion !== undefined),
    },
    install: {
      usage: "install('ID', …)",
      says: 'install from the server',
      run: (args) => desk.follow(client.plugins.install({ ids: requireNames(args) })),
    },
    upgrade: {
      usage: "upgrade('ID', …)",
      says: 'bring installed plugins to the server’s version',
      run: (args) => desk.follow(client.plugins.upgrade({ ids: requireNames(args) })),
    },
    install_all: {
      usage: "install_all(['MODEL', …])",
      says: 'of every installed plugin, each package that is not installed yet, or those for these models',
      run: (args) => desk.follow(client.packages.installAll(args.length > 0 ? { models: requireNames(args) } : {})),
    },
    rollback: {
      usage: "rollback('ID')",
      says: 'put the version back that the last upgrade replaced',
      async run([id]) {
        const done = await client.plugins.rollback({ id: requireName(id) });
        return new Report([`${done.id} is ${done.version} again, in place of ${done.replaced}.`], done);
      },
    },
    reload: {
      usage: "reload('ID')",
      says: 'read an installed plugin’s folder anew',
      async run([id]) {
        const done = await client.plugins.reload({ id: requireName(id) });
        return new Report([`${done.id} ${done.version} was read anew.`], done);
      },
    },
    uninstall: {
      usage: "uninstall('ID')",
      says: 'remove a plugin, its packages and what they serve',
      async run([id]) {
        const removed = await client.plugins.uninstall({ id: requireName(id) });
        return new Report([`${removed.id} ${removed.version} was uninstalled.`], removed);
      },
    },
  };
}

function pluginObject(desk: Desk, id: string): object {
  return consoleObject(desk, { title: `the plugin ${id}`, members: pluginMembers(desk, id), plugin: id });
}

function pluginMembers(desk: Desk, plugin: string): Members {
  const { client } = desk.host;
  const list = async (wanted: (summary: PackageSummary) => boolean) => {
    const found = (await client.packages.list({ plugin })).filter(wanted);
    return new Listing(
      PACKAGE_HEADER,
      found.map((summary) => [summary.id, summary] as const),
      packageRow,
    );
  };
  return {
    info: {
      usage: 'info()',
      says: 'version, description, models',
      async run() {
        const found = (await client.plugins.catalogue(undefined)).find((candidate) => candidate.id === plugin);
        if (!found) throw new ProvdeskError('plugins.unknown', { plugin });
        return new Report(infoLines(found), found);
      },
    },
    installable: { usage: 'installable()', says: 'its firmware packages', run: () => list(() => true) },
    installed: {
      usage: 'installed()',
      says: 'its packages that are installed',
      run: () => list((summary) => summary.installedVersion !== undefined),
    },
    install: {
      usage: "install('PKG', …)",
      says: 'download, verify and install packages',
      run: (args) => desk.follow(client.packages.install({ plugin, packages: requireNames(args) })),
    },
    install_all: {
      usage: "install_all(['MODEL', …])",
      says: 'every package that is not installed yet, or those for these models',
      run: (args) =>
        desk.follow(client.packages.installAll({ plugin, ...(args.length > 0 ? { models: requireNames(args) } : {}) })),
    },
    uninstall: {
      usage: "uninstall('PKG', …)",
      says: 'stop serving what these packages installed',
      async run(args) {
        const answer = await client.packages.uninstall({ plugin, packages: requireNames(args) });
        return new Report(
          answer.uninstalled.map((id) => `${id} was uninstalled.`),
          answer,
        );
      },
    },
  };
}

function pluginRow({ id, version, installedVersion = '', capabilities, descriptions, problem }: PluginSummary): string[] {
  const says = problem ? `${problem.message} [${problem.code}]` : (descriptions[''] ?? '');
  return [id, version ?? installedVersion, installedVersion, String(capabilities.length), says];
}

function packageRow({ id, version, installedVersion = '', size, descriptions, problem }: PackageSummary): string[] {
  const says = problem ? `${problem.message} [${problem.code}]` : (descriptions[''] ?? '');
  return [id, version, installedVersion, megabytes(size), says];
}

function infoLines({ id, version, installedVersion, descriptions, vendors, packages, capabilities }: PluginSummary): string[] {
  const models = capabilities.map(({ vendor, model, version: firmware }) => [`  ${vendor}`, model, firmware]);
  const [, ...facts] = table(
    ['', ''],
    [
      ['plugin', id],
      ['version', version ?? 'no longer on the server'],
      ['installed', installedVersion ?? 'no'],
      ['vendors', vendors.join(', ')],
      ...(packages ? [['packages', `${packages.installed} of ${packages.total} installed`]] : []),
      ['about', descriptions[''] ?? ''],
      ['models', String(models.length)],
    ],
  );
  return [...facts, ...table(['', '', ''], models).slice(1)];
}
