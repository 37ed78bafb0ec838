import type { Configuration, Rendered } from '../../shared/contract/configuration.ts';
import { engine, onNews } from '../client.ts';

/** What a device is given, and the files that it gets by it. */
export interface GivenConfiguration {
  readonly parameters: Configuration['parameters'];
  readonly writable: boolean;
  readonly files: Rendered['files'];
}

/** Of one device, and again whenever somebody has changed it or its vendor's. Returns the function that ends it. */
export function followConfiguration(
  id: string,
  show: (given: GivenConfiguration) => void,
  fail: (error: unknown) => void,
): () => void {
  let asked = 0;
  const ask = () => {
    asked += 1;
    const turn = asked;
    Promise.all([engine.devices.parameters({ of: { kind: 'device', device: id } }), engine.devices.render({ id })]).then(
      ([{ parameters, writable }, { files }]) => {
        // A later question has a newer answer.
        if (turn === asked) show({ parameters, writable, files });
      },
      (error: unknown) => {
        if (turn === asked) fail(error);
      },
    );
  };
  const unsubscribe = onNews('journal.appended', (appended) => {
    // Whose vendor a device is, the engine may know by its MAC alone.
    const concerned = appended.some(
      (entry) => entry.kind === 'device.configured' && (entry.device === id || entry.vendor !== null),
    );
    if (concerned) ask();
  });
  ask();
  return () => {
    asked += 1;
    unsubscribe();
  };
}
