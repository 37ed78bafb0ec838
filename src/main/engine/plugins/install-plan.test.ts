import { describe, expect, it } from 'vitest';
import type { PackageFile, PackageSummary } from '../../../shared/contract/packages.ts';
import { planOf, type WantedPackage } from './install-plan.ts';

const ROOM = { diskFree: 1000, limit: null, overLimit: 0 };
const file = (name: string, size: number, state: PackageFile['state'] = 'remote'): PackageFile => ({ name, size, state });

/** Files of one name are the same bytes here, whatever plugin has them. */
function aPackage(id: string, files: PackageFile[], change: Partial<PackageSummary> = {}): WantedPackage {
  const summary = { plugin: 'p', id, version: '2', descriptions: {}, size: 0, files, served: [], ...change };
  return { summary, keys: files.map(({ name }) => name) };
}

describe('planOf', () => {
  it('counts a file that packages share once, of whatever plugin, and what is here apart', () => {
    const plan = planOf(
      [
        aPackage('a', [file('x', 10), file('y', 5, 'here')]),
        aPackage('b', [file('x', 10), file('z', 3), file('y', 5, 'here')], { plugin: 'q' }),
      ],
      [],
      ROOM,
    );
    expect([plan.packages.map((each) => each.toFetch), plan.toFetch, plan.here]).toEqual([[10, 13], 13, 5]);
  });

  it('names what someone must bring', () => {
    expect(planOf([aPackage('a', [file('gated.zip', 10, 'bring')])], [], ROOM).packages[0]).toMatchObject({
      missing: ['gated.zip'],
      toFetch: 0,
    });
  });

  it.each([
    [1000, 2000, 0, true],
    [1001, 2000, 0, false],
    [0, 0, 0, true],
    [10, 2000, 1, false],
  ])('%i bytes to fetch with %i free and %i over the limit fit: %s', (size, diskFree, overLimit, fits) => {
    const room = { diskFree, limit: overLimit > 0 ? 5 : null, overLimit };
    expect(planOf([aPackage('a', [file('x', size)])], [], room)).toMatchObject({ ...room, fits });
  });
});
