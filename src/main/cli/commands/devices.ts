import { type Command, InvalidArgumentError } from 'commander';
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
    .command('expect-upload <mac>')
    .description('let a device write files over TFTP for a time; they are kept apart and served to nobody')
    .option('--minutes <n>', 'for how long', parseCount, 15)
    .option('--max-mb <n>', 'size of one file at most, in 10⁶ bytes', parseCount, 16)
    .action(async (mac: string, flags: { minutes: number; maxMb: number }, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const { minutes, maxMb } = flags;
        const expected = await client.devices.expectUpload({ mac, minutes, maxBytes: maxMb * 1_000_000 });
        const until = new Date(expected.until).toISOString();
        const words = `${expected.mac} may write files until ${instant(expected.until)}. They will be in ${expected.folder}.`;
        output.answer({ ...expected, until }, [words]);
      });
    });

  devices
    .command('rollover <mac> <block>')
    .description('to which TFTP block the device counts on after 65,535: 0, 1, or default')
    .action(async (mac: string, block: string, _flags: object, command: Command) => {
      const rollover = ROLLOVERS.get(block);
      if (rollover === undefined) throw new InvalidArgumentError('The block is 0, 1 or default.');
      await withEngine(command, line, async (session) => {
        const device = await session.client.devices.setRollover({ id: (await find(session, mac)).id, rollover });
        session.output.answer(document(device), [
          `${device.mac ?? device.id} counts on with ${rollover ?? 'what its vendor does'}.`,
        ]);
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

const ROLLOVERS: ReadonlyMap<string, Device['rollover']> = new Map<string, Device['rollover']>([
  ['0', 0],
  ['1', 1],
  ['default', null],
]);

function parseCount(text: string): number {
  const count = Number(text);
  if (!/^\d{1,4}$/.test(text) || count < 1) throw new InvalidArgumentError('A whole number from 1 on.');
  return count;
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
