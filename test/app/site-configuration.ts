import type { z } from 'zod';
import type { Configuration, ConfigurationChange } from '../../src/shared/contract/configuration.ts';
import type { JournalEntry } from '../../src/shared/contract/journal.ts';
import { ProvdeskError } from '../../src/shared/failures.ts';

type Change = z.infer<typeof ConfigurationChange>;

/** As the engine would show it of one device, which has no two of a name. @throws ProvdeskError `devices.parameter-secret` */
export function changedConfiguration(before: Configuration, { of, set, unset }: Change): Configuration {
  const secret = set.find(({ name }) => name.includes('password'));
  if (secret) throw new ProvdeskError('devices.parameter-secret', { name: secret.name });
  const gone = [...unset, ...set.map(({ name }) => name)];
  const kept = before.parameters.filter(({ name }) => !gone.includes(name));
  const given = set.map((parameter) => ({ ...parameter, of: of.kind }));
  return { ...before, parameters: [...kept, ...given], changedAt: Date.now() };
}

export function configuredEntry({ of, set, unset }: Change): JournalEntry {
  const device = of.kind === 'device' ? of.device : null;
  const vendor = of.kind === 'vendor' ? of.vendor : null;
  const names = set.map(({ name }) => name);
  return { kind: 'device.configured', seq: 9500, at: Date.now(), device, mac: device, ip: null, vendor, set: names, unset };
}
