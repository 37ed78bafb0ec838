import type { Device } from '../contract/devices.ts';
import { instant } from '../text.ts';
import { sentence } from '../journal-line.ts';
import { configurationLines, renderedLines } from '../configuration-lines.ts';
import type { Configuration, ConfigurationOwner } from '../contract/configuration.ts';
import { invalid, requireName } from './arguments.ts';
import type { Desk } from './desk.ts';
import { consoleObject, describe, type Members } from './members.ts';
import { Listing, Report } from './shown.ts';

const DEVICE_HEADER = ['MAC', 'IP', 'VENDOR', 'MODEL', 'VERSION', 'PLUGIN', 'STATE', 'LAST SEEN'];
/** By what devices are searched. */
const FIELDS = [
  'id',
  'mac',
  'ip',
  'vendor',
  'model',
  'version',
  'plugin',
  'support',
  'state',
  'lastPath',
] as const satisfies readonly (keyof Device)[];
const JOURNAL_DEFAULT = 20;
const JOURNAL_MOST = 2000;

/** `devices`: those that asked for something. */
export function devicesObject(desk: Desk): object {
  const listed = async (wanted: (device: Device) => boolean) => {
    const { devices } = await desk.host.client.devices.list(undefined);
    const found = devices.filter(wanted).sort((a, b) => b.lastSeen - a.lastSeen);
    return new Listing(
      DEVICE_HEADER,
      found.map((device) => [device.mac ?? device.id, device] as const),
      deviceRow,
    );
  };
  const members: Members = {
    list: { usage: 'list()', says: 'every device, the latest first', run: () => listed(() => true) },
    find: {
      usage: "find({model: 'T46U', …})",
      says: 'those of this mac, ip, vendor, model, version, plugin, state …',
      run: ([criteria]) => listed(parseCriteria(criteria)),
    },
    parameters: {
      usage: "parameters('MAC')",
      says: 'what is in the configuration of a device',
      run: async ([device]) => told(await desk.host.client.devices.parameters({ of: oneDevice(device) })),
    },
    configure: {
      usage: "configure('MAC', {'account.1.label': 'Reception', …})",
      says: 'give it parameters; null takes one away',
      run: async ([device, values]) =>
        told(await desk.host.client.devices.configure({ of: oneDevice(device), ...parseParameters(values) })),
    },
    render: {
      usage: "render('MAC')",
      says: 'the configuration files that it would get',
      async run([device]) {
        const rendered = await desk.host.client.devices.render({ id: requireName(device) });
        return new Report(renderedLines(rendered.files), rendered);
      },
    },
  };
  return consoleObject(desk, { title: 'devices', members });
}

/** `journal(20)`: the latest entries, oldest first. */
export function journalFunction(desk: Desk): (...args: unknown[]) => unknown {
  const run = async ([count = JOURNAL_DEFAULT]: readonly unknown[]) => {
    const wanted = Number(count);
    if (!Number.isInteger(wanted) || wanted < 1 || wanted > JOURNAL_MOST)
      throw invalid(`a number from 1 to ${JOURNAL_MOST} is needed`);
    const entries = (await desk.host.client.journal.list({ limit: wanted })).reverse();
    return new Report(entries.map(sentence), entries);
  };
  const journal = (...args: unknown[]) => desk.ask(args, run);
  describe(journal, {
    title: 'journal: what happened',
    members: { journal: { usage: 'journal(20)', says: 'the latest entries, oldest first' } },
  });
  return journal;
}

function oneDevice(device: unknown): ConfigurationOwner {
  return { kind: 'device', device: requireName(device) };
}

function told(configuration: Configuration): Report {
  return new Report(configurationLines(configuration), configuration);
}

/** @throws ProvdeskError `contract.invalid-input` */
function parseParameters(values: unknown): { set: { name: string; value: string }[]; unset: string[] } {
  if (typeof values !== 'object' || values === null)
    throw invalid("parameters are needed, as in {'account.1.label': 'Reception'}");
  const given = Object.entries(values);
  const odd = given.find(([, value]) => value !== null && !['string', 'number', 'boolean'].includes(typeof value));
  if (odd) throw invalid(`the value of ${odd[0].slice(0, 100)} is no text and no number`);
  const set = given.flatMap(([name, value]) => (value === null ? [] : { name, value: String(value) }));
  return { set, unset: given.flatMap(([name, value]) => (value === null ? name : [])) };
}

/** Every named field must be equal, upper and lower case aside. @throws ProvdeskError `contract.invalid-input` */
function parseCriteria(criteria: unknown): (device: Device) => boolean {
  if (typeof criteria !== 'object' || criteria === null) throw invalid("fields are needed, as in {model: 'T46U'}");
  const wanted = Object.entries(criteria);
  const unknown = wanted.find(([field]) => !(FIELDS as readonly string[]).includes(field))?.[0];
  if (unknown !== undefined) throw invalid(`devices have no “${unknown}”, but ${FIELDS.join(', ')}`);
  return (device) => wanted.every(([field, value]) => folded(Reflect.get(device, field)) === folded(value));
}

function folded(value: unknown): string {
  return String(value).toLowerCase();
}

function deviceRow({ mac, ip, vendor, model, version, plugin, state, lastSeen }: Device): string[] {
  return [mac, ip, vendor, model, version, plugin, state, instant(lastSeen)].map((cell) => cell ?? '–');
}
