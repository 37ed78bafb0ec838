import { expect, it } from 'vitest';
import { awaitSnapshot, emptyKeyed, type Keyed, takeChange, takeSnapshot } from './keyed.ts';

interface Thing {
  id: string;
  revision: number;
}

const a = (revision: number): Thing => ({ id: 'a', revision });
const b = (revision: number): Thing => ({ id: 'b', revision });
const things = (mirror: Keyed<Thing>) => [...mirror.byId.values()];

it('applies news that came before the snapshot and is newer than it', () => {
  const heard = takeChange(emptyKeyed<Thing>(), { revision: 7, changed: [a(7)], removed: [] });
  expect(things(takeSnapshot(heard, 6, [a(6), b(2)]))).toEqual([a(7), b(2)]);
});

it('drops news that the snapshot already holds, so that nothing removed comes back', () => {
  const heard = takeChange(emptyKeyed<Thing>(), { revision: 5, changed: [a(5)], removed: [] });
  expect(things(takeSnapshot(heard, 6, [b(2)]))).toEqual([b(2)]);
});

it('keeps the newer of two revisions', () => {
  const mirror = takeSnapshot(emptyKeyed<Thing>(), 6, [a(6)]);
  expect(things(takeChange(mirror, { revision: 7, changed: [a(4)], removed: [] }))).toEqual([a(6)]);
});

it('removes', () => {
  const mirror = takeSnapshot(emptyKeyed<Thing>(), 6, [a(6), b(6)]);
  expect(things(takeChange(mirror, { revision: 7, changed: [], removed: ['a'] }))).toEqual([b(6)]);
});

it('shows the old state while away and trusts a restarted engine that counts from one again', () => {
  const away = awaitSnapshot(takeSnapshot(emptyKeyed<Thing>(), 600, [a(600)]));
  expect(things(away)).toEqual([a(600)]);
  expect(things(takeSnapshot(away, 1, [a(1)]))).toEqual([a(1)]);
});
