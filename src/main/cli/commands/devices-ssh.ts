import { type Command, InvalidArgumentError } from 'commander';
import type { SshConnection } from '../../../shared/contract/devices.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { parseMac } from '../../../shared/values/mac.ts';
import { instant, table } from '../../../shared/text.ts';
import { DEVICE_HEADER, deviceDocument, deviceRow, findDevice } from '../device-lines.ts';
import { counted } from '../output.ts';
import { type CommandLine, withEngine } from '../program.ts';

interface DeviceFlags {
  readonly ssh?: { readonly host: string; readonly port?: number };
  readonly credential: string[];
  /** False: there is to be none any more. */
  readonly name?: string | false;
  readonly group?: string | false;
  readonly location?: string | false;
  readonly uuid?: string | false;
  readonly legacy?: boolean;
  readonly active?: boolean;
}

/** Devices as a person tells of them: names, places, and how they are reached over SSH. */
export function addSshCommands(devices: Command, line: CommandLine): void {
  withFlags(devices.command('add [mac]'))
    .description('tell of a device: by its MAC, by its SSH address, or both')
    .action(async (mac: string | undefined, flags: DeviceFlags, command: Command) => {
      if (mac === undefined && !flags.ssh) command.error('error: give a MAC address, or --ssh');
      const parsed = mac === undefined ? undefined : parseMac(mac);
      if (mac !== undefined && !parsed)
        throw new ProvdeskError('contract.invalid-input', { field: 'mac', reason: `“${mac}” is no MAC address` });
      await withEngine(command, line, async ({ client, output }) => {
        const device = await client.devices.add({ ...told(flags), ...(parsed === undefined ? {} : { mac: parsed }) });
        output.answer(deviceDocument(device), table(DEVICE_HEADER, [deviceRow(device)]));
      });
    });

  withFlags(devices.command('change <device>'))
    .description('change what was told of a device: only what is given')
    .option('--no-active', 'leave it alone: no upgrade touches it')
    .option('--active', 'upgrades may touch it again')
    .option('--no-legacy', 'offer it safe SSH algorithms only')
    .option('--no-name', 'it has no name')
    .option('--no-group', 'it is in no group')
    .option('--no-location', 'nobody says where it is')
    .option('--no-uuid', 'it need not show an id')
    .action(async (name: string, flags: DeviceFlags, command: Command) => {
      await withEngine(command, line, async (session) => {
        const { id, ssh } = await findDevice(session, name);
        const device = await session.client.devices.change({ id, ...told(flags, ssh) });
        session.output.answer(deviceDocument(device), table(DEVICE_HEADER, [deviceRow(device)]));
      });
    });

  devices
    .command('probe <device>')
    .description('sign in over SSH and ask the device what it is; what an upgrade left there is tidied up')
    .action(async (name: string, _flags: object, command: Command) => {
      await withEngine(command, line, async (session) => {
        const { id } = await findDevice(session, name);
        const seen = await session.client.upgrades.probe({ device: id });
        session.output.answer({ ...seen, at: new Date(seen.at).toISOString() }, [
          `${seen.model} (${seen.board}) runs ${seen.description}, up ${Math.round(seen.uptime)} s.`,
          `Its key is ${seen.hostKey}; asked at ${instant(seen.at)}.`,
        ]);
      });
    });

  devices
    .command('forget-keys <device>')
    .description('forget the SSH keys that a device has shown: the next ones are taken')
    .action(async (name: string, _flags: object, command: Command) => {
      await withEngine(command, line, async (session) => {
        const { id } = await findDevice(session, name);
        const { forgotten } = await session.client.devices.forgetHostKeys({ id });
        session.output.answer({ forgotten }, [`${counted(forgotten, 'key')} forgotten.`]);
      });
    });
}

function withFlags(command: Command): Command {
  return command
    .option('--ssh <host[:port]>', 'where it answers over SSH; port 22 if none is given', parseSsh)
    .option(
      '--credential <name>',
      'who signs in; repeatable, tried in this order',
      (name: string, former: string[]) => [...former, name],
      [],
    )
    .option('--name <name>', 'what you call it')
    .option('--group <group>', 'a group of devices')
    .option('--location <place>', 'where it is')
    .option('--uuid <id>', 'OpenWISP’s id, which the device then has to show')
    .option('--legacy', 'also offer SSH algorithms that are no longer safe, for this device alone');
}

/** What was given, beside what is known already. */
function told(flags: DeviceFlags, known: SshConnection | null = null) {
  const { name, group, location, ssh, credential, legacy, uuid, active } = flags;
  const given = present({
    name: name === false ? null : name,
    group: group === false ? null : group,
    location: location === false ? null : location,
  });
  const host = ssh?.host ?? known?.host;
  if (host === undefined) return given;
  const connection = {
    ...known,
    host,
    ...(ssh ? { port: ssh.port ?? 22 } : {}),
    ...(credential.length > 0 ? { credentials: credential } : {}),
    ...present({ legacy, active, uuid: uuid === false ? null : uuid }),
  };
  return { ...given, ssh: connection };
}

/** Without what was not given. */
function present<T extends object>(given: T): Partial<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** `ap.lan`, `192.0.2.7:2222`, `[2001:db8::7]:22`. */
function parseSsh(text: string): { host: string; port?: number } {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? (/^[0-9a-f:]+$/i.test(text) ? text : undefined);
  if (host === undefined || Number(port ?? 1) > 65_535 || port === '0')
    throw new InvalidArgumentError('Give a host, or host:port.');
  return { host, ...(port === undefined ? {} : { port: Number(port) }) };
}
