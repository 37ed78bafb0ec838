import type { Device, DeviceChange } from '../../shared/contract/devices.ts';
import { UpgradePolicy } from '../../shared/contract/upgrade-policy.ts';
import type { Evidence, UpgradeOperation } from '../../shared/contract/upgrades.ts';
import { failureOf, ProvdeskError } from '../../shared/failures.ts';
import type { Language } from '../../shared/values/language.ts';
import { addressOf } from '../../shared/values/named-device.ts';
import { reportCsv, reportHtml } from '../domain/upgrade/job-report.ts';
import { expectedOf, runs } from '../domain/upgrade/judge.ts';
import type { Whereabouts } from '../domain/upgrade/same-device.ts';
import { pairDevices } from '../domain/upgrade/pair-devices.ts';
import type { EngineHost } from './host.ts';
import { about } from './provisioning/about.ts';
import type { Devices } from './provisioning/devices.ts';
import type { Journal } from './journal/journal.ts';
import type { NewsDesk } from './news.ts';
import { DEFAULT_SSH_DEADLINES } from './ssh/open-session.ts';
import { signInAny } from './ssh/sign-in-any.ts';
import type { SshSession } from './ssh/session.ts';
import type { ContentStore } from './store/content-store.ts';
import type { Store } from './store/database.ts';
import type { SettingsTable } from './store/settings.ts';
import { Credentials } from './upgrade/credentials.ts';
import { DeviceBackups, type HandedBackup } from './upgrade/device-backups.ts';
import { DeviceFirmwareTable } from './upgrade/device-firmware.ts';
import { HostKeys } from './upgrade/host-keys.ts';
import { ImageLibrary } from './upgrade/image-library.ts';
import { KeptPlans } from './upgrade/kept-plans.ts';
import { openWrtDriver } from './upgrade/openwrt/openwrt-driver.ts';
import { reportSpeech } from './upgrade/report-speech.ts';
import type { ConnectOptions } from './upgrade/run-parts.ts';
import type { UpgradeDevice } from './upgrade/upgrade-device.ts';
import { UpgradePlanner } from './upgrade/upgrade-planner.ts';
import { UpgradeTable } from './upgrade/upgrade-table.ts';
import { Upgrades } from './upgrade/upgrades.ts';

interface UpgradeEngineParts {
  readonly database: Store;
  readonly settings: SettingsTable;
  readonly contents: ContentStore;
  readonly journal: Journal;
  readonly devices: Devices;
  readonly news: NewsDesk;
  readonly host: EngineHost;
}

export interface UpgradeEngine {
  readonly credentials: Credentials;
  readonly images: ImageLibrary;
  readonly hostKeys: HostKeys;
  readonly upgrades: Upgrades;
  readonly planner: UpgradePlanner;
  policy(): UpgradePolicy;
  setPolicy(change: Partial<UpgradePolicy>): UpgradePolicy;
  /** The configuration that an operation fetched. @throws ProvdeskError `upgrade.unknown`, `upgrade.no-backup`, `store.content-damaged` */
  backup(operation: string): Promise<HandedBackup>;
  /** The report of a batch. @throws ProvdeskError `upgrade.batch-unknown` */
  report(batch: string, language: Language): Promise<{ html: string; csv: string }>;
  /** What a person says of a device, its credentials by id. @throws ProvdeskError `credentials.unknown` */
  checked<C extends DeviceChange>(change: C): C;
  /** A device goes: its keys and what it ran are forgotten. @throws ProvdeskError `upgrade.already-running` */
  forget(device: string): void;
  /** Signs in and asks the device what it is; what a former upgrade left there is tidied up. @throws ProvdeskError `ssh.*`, `upgrade.*`, `devices.unknown` */
  probe(device: string): Promise<Evidence>;
}

/** Puts the SSH upgrade engine together, with the devices and the journal that it shares with the rest. */
export function upgradeEngine(parts: UpgradeEngineParts): UpgradeEngine {
  const { database, settings, contents, journal, devices, news, host } = parts;
  const now = () => host.now();
  const driver = openWrtDriver;
  let revision = 0;
  const imagesChanged = () => {
    pair();
    news.announce('images.changed', { revision: (revision += 1) });
  };
  const hostKeys = new HostKeys(database, now);
  const firmware = new DeviceFirmwareTable(database);
  const backups = new DeviceBackups(database, contents);
  const credentials = new Credentials({
    database,
    host,
    usedBy: (id) => devices.list().devices.filter(({ ssh }) => ssh?.credentials.includes(id)).length,
    changed: () => news.announce('credentials.changed', { revision: (revision += 1) }),
  });
  const images: ImageLibrary = new ImageLibrary({
    database,
    settings,
    contents,
    now,
    changed: imagesChanged,
    busyWith: (image) => upgrades.operations().filter((one) => one.image.id === image && one.step !== 'done').length,
  });
  const policy = () => UpgradePolicy.parse(settings.read('upgrade.policy', UpgradePolicy) ?? {});

  /** Who runs what, as far as builds and devices tell by now. */
  function pair(): void {
    const known = firmware.all();
    const candidates = devices.list().devices.filter(({ ssh }) => ssh !== null);
    const described = candidates.map(({ id, board, model, version }) => ({ id, board, model, description: version }));
    for (const { device, image } of pairDevices(described, images.builds(), images.images()))
      if (known.get(device)?.image !== image || !known.get(device)?.installed) firmware.set(device, image, true);
  }

  const connect = async (device: UpgradeDevice, { signal, newKeyExpected = false, log }: ConnectOptions): Promise<SshSession> => {
    const { pinned, legacy, port } = device;
    const opened = await credentials.open(device.credentials);
    return await signInAny({ host: device.host, port, pinned, legacy, newKeyExpected }, opened, {
      deadlines: { ...DEFAULT_SSH_DEADLINES, ...host.upgrade?.ssh },
      signal,
      onAttempt: ({ credential, failure }) => log(`${credential}: ${failure.message}`),
    });
  };

  /** Whether what a device says now speaks against the image that it was seen to run: then somebody else has flashed it. */
  function isStale(device: string, image: string, evidence: Evidence): boolean {
    const { facts, build } = images.image(image);
    const proved = runs(evidence, expectedOf(facts, images.build(build).os));
    if (proved !== undefined) return !proved;
    // An image that tells nothing of itself: what the device said of itself with it.
    const last = upgrades
      .operations()
      .findLast((one) => one.device === device && one.image.id === image && one.outcome === 'success');
    return last?.after ? last.after.description !== evidence.description : false;
  }

  const learned = (device: UpgradeDevice, { evidence }: { evidence: Evidence }, session: SshSession) => {
    const has = firmware.all().get(device.id);
    if (has?.installed && isStale(device.id, has.image, evidence)) firmware.set(device.id, has.image, false);
    hostKeys.pin(device.id, session.hostKey, device.pinned.length > 0 && !device.pinned.some(sameAs(session)));
    const version = evidence.description || evidence.release;
    devices.learnBySsh(device.id, { board: evidence.board, model: evidence.model, version, ip: session.host });
    pair();
  };

  const upgrades = new Upgrades({
    table: new UpgradeTable(database),
    host,
    driver,
    policy,
    ...(host.upgrade?.watch ? { watch: host.upgrade.watch } : {}),
    device: (id) => upgradeDevice(devices.get(id), hostKeys),
    where: (id) => whereabouts(devices, id),
    connect,
    learned,
    async image({ image: { id, sha256, name } }) {
      const image = images.image(id);
      const content = contents.get(sha256);
      if (!content || !(await contents.verify(content))) throw new ProvdeskError('store.content-damaged', { sha256, name });
      return { name, path: contents.pathOf(sha256), size: image.size, sha256, facts: image.facts };
    },
    hasImage: ({ device, image }) => {
      const has = firmware.all().get(device);
      return has?.image === image.id && has.installed;
    },
    keepBackup: (operation, bytes) => backups.keep(operation, bytes),
    installed: ({ device, image }) => firmware.set(device, image.id, true),
    ended: (operation) => journal.append({ kind: 'upgrade.ended', ...aboutDevice(operation, devices), ...told(operation) }),
    announce: (change) => news.announce('upgrades.changed', change),
    announceLines: (operation, lines) => news.announce('upgrades.logged', { operation, lines: [...lines] }),
  });

  const planner = new UpgradePlanner({
    kept: new KeptPlans(database, now),
    images,
    driver,
    now,
    deviceId: (name) => devices.get(name).id,
    candidates: () => {
      const has = firmware.all();
      return devices.list().devices.map((device) => ({
        id: device.id,
        name: nameOf(device),
        host: device.ssh?.host ?? null,
        port: device.ssh?.port ?? 22,
        credentials: device.ssh?.credentials ?? [],
        active: device.ssh?.active ?? true,
        board: device.board,
        model: device.model,
        description: device.version,
        group: device.group,
        location: device.location,
        firmware: has.get(device.id) ?? null,
        busyWith: upgrades.busyWith(device.id)?.id ?? null,
      }));
    },
  });

  return {
    credentials,
    images,
    hostKeys,
    upgrades,
    planner,
    policy,
    setPolicy(change) {
      const changed = { ...policy(), ...change };
      settings.write('upgrade.policy', changed);
      upgrades.pump();
      return changed;
    },
    backup: async (id) => await backups.of(upgrades.operation(id).operation),
    async report(id, language) {
      const batch = upgrades.batch(id);
      const operations = upgrades.operations(id);
      const told = { version: host.version, at: now() };
      return { html: reportHtml(batch, operations, told, await reportSpeech(language)), csv: reportCsv(batch, operations) };
    },
    checked(change) {
      const { ssh } = change;
      return ssh ? { ...change, ssh: { ...ssh, credentials: ssh.credentials.map((name) => credentials.find(name).id) } } : change;
    },
    forget(id) {
      const running = upgrades.busyWith(id);
      if (running) throw new ProvdeskError('upgrade.already-running', { device: running.deviceName, operation: running.id });
      hostKeys.forget(id);
      firmware.remove(id);
    },
    async probe(name) {
      const device = upgradeDevice(devices.get(name), hostKeys);
      const session = await connect(device, { log: () => undefined });
      try {
        const probed = await driver.probe(session, now);
        learned(device, probed, session);
        if (!upgrades.busyWith(device.id)) await upgrades.leftovers.tidy(device.id, session, probed);
        upgrades.seen(device.id);
        return probed.evidence;
      } finally {
        await session.close();
      }
    },
  };
}

function sameAs({ hostKey }: SshSession): (key: { fingerprint: string }) => boolean {
  return ({ fingerprint }) => fingerprint === hostKey.fingerprint;
}

/** @throws ProvdeskError `upgrade.no-connection` */
function upgradeDevice(device: Device, hostKeys: HostKeys): UpgradeDevice {
  const { id, ssh, board, model, version, group, location } = device;
  if (!ssh) throw new ProvdeskError('upgrade.no-connection', { device: nameOf(device) });
  const name = nameOf(device);
  return { id, name, ...ssh, board, model, description: version, group, location, pinned: hostKeys.of(id) };
}

/** Undefined: it was removed since, or is no SSH device any more. */
function whereabouts(devices: Devices, id: string): Whereabouts | undefined {
  try {
    const { ssh } = devices.get(id);
    return ssh ? { address: addressOf(ssh), uuid: ssh.uuid } : undefined;
  } catch (error) {
    if (failureOf(error).code === 'devices.unknown') return undefined;
    throw error;
  }
}

function nameOf({ name, ssh, mac, id }: Device): string {
  return name ?? ssh?.host ?? mac ?? id;
}

function aboutDevice({ device }: UpgradeOperation, devices: Devices): ReturnType<typeof about> {
  const known = devices.list().devices.find(({ id }) => id === device);
  return known ? about(known) : { device, mac: null, ip: null };
}

function told({ id, outcome, verdict, before, after, image }: UpgradeOperation) {
  return {
    operation: id,
    outcome: outcome ?? 'failed',
    verdict,
    image: image.name,
    from: before?.description ?? null,
    to: after?.description ?? null,
  };
}
