import { type Command, InvalidArgumentError } from 'commander';
import type { Device } from '../../../shared/contract/devices.ts';
import { configurationLines } from '../../../shared/configuration-lines.ts';
import { instant, table } from '../../../shared/text.ts';
import { type CommandLine, withEngine } from '../program.ts';
import { DEVICE_HEADER, deviceDocument, deviceRow, findDevice } from '../device-lines.ts';
import { addConfigurationCommands } from './devices-configuration.ts';
import { addSshCommands } from './devices-ssh.ts';

export function addDeviceCommands(program: Command, line: CommandLine): void {
  const devices = program.command('devices').description('devices that asked for something');

  devices
    .command('list')
    .description('every device, the latest first')
    .action(async (_flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const found = (await client.devices.list(undefined)).devices.sort((a, b) => b.lastSeen - a.lastSeen);
        output.answer({ devices: found.map(deviceDocument) }, table(DEVICE_HEADER, found.map(deviceRow)));
      });
    });

  devices
    .command('show <mac>')
    .description('one device, and what is in its configuration')
    .action(async (mac: string, _flags: object, command: Command) => {
      await withEngine(command, line, async (session) => {
        const device = await findDevice(session, mac);
        const { parameters } = await session.client.devices.parameters({ of: { kind: 'device', device: device.id } });
        const lines = table(DEVICE_HEADER, [deviceRow(device)]);
        if (parameters.length > 0) lines.push('', ...configurationLines({ parameters }));
        session.output.answer({ ...deviceDocument(device), parameters }, lines);
      });
    });

  addSshCommands(devices, line);
  addConfigurationCommands(devices, line);

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
        const device = await session.client.devices.setRollover({ id: (await findDevice(session, mac)).id, rollover });
        session.output.answer(deviceDocument(device), [
          `${device.mac ?? device.id} counts on with ${rollover ?? 'what its vendor does'}.`,
        ]);
      });
    });

  devices
    .command('remove <mac>')
    .description('forget a device; its journal stays')
    .action(async (mac: string, _flags: object, command: Command) => {
      await withEngine(command, line, async (session) => {
        const removed = await session.client.devices.remove({ id: (await findDevice(session, mac)).id });
        session.output.answer(deviceDocument(removed), [`${removed.mac ?? removed.ip ?? removed.id} was removed.`]);
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
