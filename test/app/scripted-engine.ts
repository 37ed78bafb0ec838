import type { ProvdeskNews } from '../../src/shared/contract/client.ts';
import type { Contract } from '../../src/shared/contract/contract.ts';
import { createDispatch } from '../../src/shared/contract/dispatch.ts';
import type { Device, DeviceChange } from '../../src/shared/contract/devices.ts';
import type { Handlers, Transport } from '../../src/shared/contract/kit.ts';
import { ProvdeskError } from '../../src/shared/failures.ts';
import type { Site } from './site.ts';
import { scriptedUpgrades } from './site-upgrades.ts';
import { changedConfiguration, configuredEntry } from './site-configuration.ts';
import { scriptedRepo } from './site-repo.ts';
import { planOf } from './site-supply.ts';

/** An engine that says what a spec wants, behind the real door. */
export interface ScriptedEngine extends Transport {
  readonly site: Site;
  /** Calls as they came: name and input. */
  readonly asked: (readonly [name: string, input: unknown])[];
  tell<N extends keyof ProvdeskNews>(name: N, payload: ProvdeskNews[N]): void;
  /** From now on this call is refused; without an error, answered again. */
  refuse(name: string, error?: ProvdeskError): void;
}

export function scriptedEngine(site: Site): ScriptedEngine {
  const listeners = new Set<(name: string, payload: unknown) => void>();
  const refusals = new Map<string, ProvdeskError>();
  const asked: [string, unknown][] = [];
  const tell = <N extends keyof ProvdeskNews>(name: N, payload: ProvdeskNews[N]) => {
    for (const listener of listeners) listener(name, payload);
  };
  const dispatch = createDispatch(handlersOf(site, tell), (name, error) => {
    throw new Error(`the script of ${name} is wrong`, { cause: error });
  });
  return {
    site,
    asked,
    tell,
    refuse(name, error) {
      if (error) refusals.set(name, error);
      else refusals.delete(name);
    },
    request(name, input) {
      asked.push([name, input]);
      const refusal = refusals.get(name);
      return refusal ? Promise.resolve({ ok: false, failure: refusal.failure }) : dispatch(name, input);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

type Tell = ScriptedEngine['tell'];

function handlersOf(site: Site, tell: Tell): Handlers<Contract> {
  const operation = { operation: 'op-1' };
  const found = (id: string) => {
    const one = site.operations.find((known) => known.id === id);
    if (!one) throw new ProvdeskError('operations.unknown', { operation: id });
    return one;
  };
  const changed = (id: string, { name, group, location, ssh }: DeviceChange) => {
    const device = site.devices.devices.find((known) => known.id === id);
    if (!device) throw new ProvdeskError('devices.unknown', { device: id });
    const said = Object.entries({ name, group, location, ssh }).filter(([, value]) => value !== undefined);
    const after: Device = { ...device, ...Object.fromEntries(said), revision: device.revision + 1 };
    site.devices = {
      revision: site.devices.revision + 1,
      devices: site.devices.devices.map((known) => (known === device ? after : known)),
    };
    tell('devices.changed', { revision: site.devices.revision, changed: [after], removed: [] });
    return after;
  };
  return {
    app: {
      status: () => site.app,
      windowLink: () => ({ url: 'http://127.0.0.1/' }),
      settings: () => site.settings,
      changeSettings(change) {
        Object.assign(site.settings, change);
        tell('app.settingsChanged', site.settings);
        return site.settings;
      },
    },
    serving: {
      interfaces: () => site.interfaces,
      status: () => site.serving,
      start({ listeners }) {
        site.serving = { ...site.serving, revision: site.serving.revision + 1, listeners, chosen: listeners };
        return site.serving;
      },
      stop() {
        site.serving = { ...site.serving, revision: site.serving.revision + 1, listeners: [] };
        return site.serving;
      },
      test: () => site.test,
      fetch: ({ url }) => ({ url, bytes: 4096, sha256: 'ab'.repeat(32), milliseconds: 12 }),
    },
    plugins: {
      server: () => site.server,
      setServer({ url }) {
        site.server = { url, updatedAt: null };
        return { url };
      },
      update() {
        site.server = { ...site.server, updatedAt: Date.now() };
        return { plugins: site.catalogue.length };
      },
      catalogue: () => site.catalogue,
      install: () => operation,
      upgrade: () => operation,
      previewUpgrade: ({ id }) => ({ ...site.upgrade, id }),
      rollback: ({ id }) => ({ id, version: '1', replaced: '2' }),
      reload: ({ id }) => ({ id, version: '1' }),
      uninstall: ({ id }) => ({ id, version: '1' }),
    },
    packages: {
      list: ({ plugin }) => site.packages[plugin] ?? [],
      install: () => operation,
      installAll: () => operation,
      plan: ({ plugin }) => planOf(plugin === undefined ? Object.values(site.packages).flat() : (site.packages[plugin] ?? [])),
      upgrade: () => operation,
      uninstall: ({ packages }) => ({ uninstalled: packages }),
    },
    files: {
      add: ({ paths }) => added(site, paths),
      usage: () => site.usage,
      setLimit({ bytes }) {
        site.usage = { ...site.usage, limit: bytes };
        return site.usage;
      },
      clean() {
        const freed = site.usage.unused;
        site.usage = { ...site.usage, unused: 0, content: site.usage.content - freed };
        return { freed };
      },
    },
    links: {
      check: () => operation,
      list: ({ catalogue }) => site.links.filter((link) => catalogue || link.installed),
    },
    network: {
      proxies: () => site.proxies,
      setProxy({ kind, url }) {
        const from = url === undefined ? ('nowhere' as const) : ('settings' as const);
        const chosen = { kind, url: url ?? null, host: url ? new URL(url).host : null, from };
        site.proxies = {
          ...site.proxies,
          proxies: site.proxies.proxies.map((known) => (known.kind === kind ? chosen : known)),
        };
        return site.proxies;
      },
      setExceptions({ hosts }) {
        site.proxies = { ...site.proxies, exceptions: { hosts: hosts ?? [], from: hosts ? 'settings' : 'nowhere' } };
        return site.proxies;
      },
      credentials: () => site.credentials,
      setCredential({ host, user }) {
        site.credentials = [...site.credentials.filter((known) => known.host !== host), { host, user }];
        return { host, user };
      },
      removeCredential({ host }) {
        site.credentials = site.credentials.filter((known) => known.host !== host);
        return { host };
      },
    },
    console: {
      history: () => site.consoleHistory,
      remember({ line }) {
        site.consoleHistory.push(line);
        return { lines: site.consoleHistory.length };
      },
    },
    operations: {
      list: () => site.operations,
      get: ({ id }) => found(id),
      cancel: ({ id }) => found(id),
      retryFailed: () => operation,
    },
    ...scriptedUpgrades(site.upgrades),
    devices: {
      add: () => changed(site.devices.devices[0]?.id ?? '', {}),
      change: ({ id, ...change }) => changed(id, change),
      forgetHostKeys: () => ({ forgotten: 1 }),
      parameters: () => site.configuration,
      configure(change) {
        site.configuration = changedConfiguration(site.configuration, change);
        tell('journal.appended', [configuredEntry(change)]);
        return site.configuration;
      },
      render: () => ({ files: site.rendered }),
      list: () => site.devices,
      remove({ id }) {
        const device = site.devices.devices.find((known) => known.id === id);
        if (!device) throw new ProvdeskError('devices.unknown', { device: id });
        site.devices = { revision: site.devices.revision + 1, devices: site.devices.devices.filter((known) => known !== device) };
        tell('devices.changed', { revision: site.devices.revision, changed: [], removed: [id] });
        return device;
      },
      setRollover: ({ id }) => {
        const device = site.devices.devices.find((known) => known.id === id);
        if (!device) throw new ProvdeskError('devices.unknown', { device: id });
        return device;
      },
      expectUpload: ({ mac }) => ({ mac, until: Date.now(), folder: '/' }),
    },
    journal: {
      list: ({ device, before, since, limit }) =>
        site.journal
          .filter((entry) => device === undefined || ('device' in entry && entry.device === device))
          .filter((entry) => before === undefined || entry.seq < before)
          .filter((entry) => since === undefined || entry.at >= since)
          .slice(0, limit),
    },
    repo: scriptedRepo(site.repo),
  };
}

/** By its name alone: what a file is, the engine's own tests ask. */
function added(site: Site, paths: readonly string[]) {
  const packages = Object.values(site.packages).flat();
  const results = paths.map((path) => {
    const name = path.split('/').at(-1);
    const matched = packages.flatMap(({ plugin, id, files }) =>
      files.filter((file) => file.name === name).map((file) => ({ path, plugin, package: id, file: file.name })),
    );
    const failure = new ProvdeskError('files.not-wanted', { path }).failure;
    return { matched, unmatched: matched.length > 0 ? [] : [{ path, failure }] };
  });
  return { matched: results.flatMap(({ matched }) => matched), unmatched: results.flatMap(({ unmatched }) => unmatched) };
}
