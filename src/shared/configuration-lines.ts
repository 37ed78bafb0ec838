import type { Configuration, Rendered } from './contract/configuration.ts';
import { table } from './text.ts';

/** Parameters for people, with whose they are. */
export function configurationLines({ parameters }: Pick<Configuration, 'parameters'>): string[] {
  if (parameters.length === 0) return ['No parameters are given.'];
  return table(
    ['PARAMETER', 'OF', 'VALUE'],
    parameters.map(({ name, value, of }) => [name, of, value]),
  );
}

/** Files for people. */
export function renderedLines(files: Rendered['files']): string[] {
  if (files.length === 0)
    return ['No file is written for this device: nobody has given it parameters, or its MAC is not known yet.'];
  return table(
    ['FILE', 'BYTES', 'SHA-256'],
    files.map(({ path, bytes, sha256 }) => [path, String(bytes), sha256]),
  );
}
