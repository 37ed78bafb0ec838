import type { Command } from 'commander';
import type { Device } from '../../../shared/contract/devices.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { parseMac } from '../../../shared/values/mac.ts';
import { instant, table } from '../../../shared/text.ts';
import { type CommandLine, type Session, withEngine } from '../program.ts';

export function addDeviceCommands(program: Command, line: CommandLine): void {
  const devices = program.command('devices').description('devices that asked for something');

  devices
    .command('list')
    .description('every device, the latest first')
    .action(async (_flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const found = (await client.devices.list(undefined)).devices.sort((a, b) => b.lastSeen - a.lastSeen);
        output.answer({ devices: found.map(document) }, table(HEADER, found.map(row)));
      });
    });

  devices
    .command('show <mac>')
    .description('one device')
    .action(async (mac: string, _flags: object, command: Command) => {
      await withEngine(command, line, async (session) => {
        const device = await find(session, mac);
        session.output.answer(document(device), table(HEADER, [row(device)]));
      });
    });

  devices
    .command('remove <mac>')
    .description('forget a device; its journal stays')
    .action(async (mac: string, _flags: object, command: Command) => {
      await withEngine(command, line, async (session) => {
        const removed = await session.client.devices.remove({ id: (await find(session, mac)).id });
        session.output.answer(document(removed), [`${removed.mac ?? removed.ip ?? removed.id} was removed.`]);
      });
    });
}

const HEADER = ['MAC', 'IP', 'VENDOR', 'MODEL', 'VERSION', 'PLUGIN', 'STATE', 'LAST SEEN'];

/** By MAC in any notation, or by the id of a device whose MAC is not known. */
export async function find({ client }: Session, text: string): Promise<Device> {
  const wanted = parseMac(text) ?? text;
  const { devices } = await client.devices.list(undefined);
  const device = devices.find((candidate) => candidate.mac === wanted || candidate.id === wanted);
  if (!device) throw new ProvdeskError('devices.unknown', { device: text });
  return device;
}

function document(device: Device): object {
  const { revision: _, ...rest } = device;
  return { ...rest, lastSeen: new Date(device.lastSeen).toISOString(), firstSeen: new Date(device.firstSeen).toISOString() };
}

function row(device: Device): string[] {
  const { mac, ip, vendor, model, version, plugin, state, lastSeen } = device;
  return [mac, ip, vendor, model, version, plugin, state, instant(lastSeen)].map((cell) => cell ?? '–');
}
