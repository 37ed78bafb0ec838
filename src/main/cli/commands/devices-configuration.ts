import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { Configuration, ConfigurationOwner, Parameter } from '../../../shared/contract/configuration.ts';
import { configurationLines, renderedLines } from '../../../shared/configuration-lines.ts';
import { findDevice } from '../device-lines.ts';
import { counted } from '../output.ts';
import { type CommandLine, withEngine } from '../program.ts';

/** What is in the configurations of devices, and the files that come of it. */
export function addConfigurationCommands(devices: Command, line: CommandLine): void {
  devices
    .command('configure [device-and-parameters...]')
    .usage('[options] <device> | --vendor <vendor>  [NAME=VALUE…]')
    .description('give a device parameters by its vendor’s own names; without any, show those that it has')
    .option('--vendor <vendor>', 'for all devices of a vendor, in place of one; a device’s own win')
    .option('--unset <name>', 'take this one away; repeatable', (name: string, former: string[]) => [...former, name], [])
    .action(async (words: string[], { vendor, unset }: { vendor?: string; unset: string[] }, command: Command) => {
      const [device, ...rest] = words;
      if (vendor === undefined && device === undefined) command.error('error: give a device, or --vendor');
      const set = (vendor === undefined ? rest : words).map(parseAssignment);
      await withEngine(command, line, async (session) => {
        const of: ConfigurationOwner =
          vendor === undefined
            ? { kind: 'device', device: (await findDevice(session, device ?? '')).id }
            : { kind: 'vendor', vendor };
        const isChange = set.length + unset.length > 0;
        const { client, output } = session;
        const after = isChange ? await client.devices.configure({ of, set, unset }) : await client.devices.parameters({ of });
        output.answer(configurationDocument(after), configurationLines(after));
      });
    });

  devices
    .command('render <mac>')
    .description('the configuration files that a device would get')
    .option('--out <dir>', 'write them into this folder, which is made where it is missing')
    .option('--overwrite', 'replace what holds something else there')
    .action(async (mac: string, { out, overwrite }: { out?: string; overwrite?: boolean }, command: Command) => {
      await withEngine(command, line, async (session) => {
        const { id } = await findDevice(session, mac);
        const to = out === undefined ? {} : { out: path.resolve(out), overwrite: overwrite ?? false };
        const { files } = await session.client.devices.render({ id, ...to });
        const where = to.out === undefined || files.length === 0 ? [] : [`${counted(files.length, 'file')} in ${to.out}.`];
        session.output.answer({ files }, [...renderedLines(files), ...where]);
      });
    });
}

export function configurationDocument({ parameters, changedAt }: Configuration): object {
  return { parameters, changedAt: changedAt === null ? null : new Date(changedAt).toISOString() };
}

/** `account.1.label=Reception`: all after the first `=` is the value. */
function parseAssignment(text: string): Parameter {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError(`“${text.slice(0, 100)}” is not NAME=VALUE.`);
  return { name: text.slice(0, at), value: text.slice(at + 1) };
}
