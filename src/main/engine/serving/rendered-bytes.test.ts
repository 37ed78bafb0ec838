import { describe, expect, it } from 'vitest';
import { RenderedBytes } from './rendered-bytes.ts';

describe('rendered configurations in memory', () => {
  /** Room for three of 100 bytes, with what each takes beside them. */
  function bytesWithRoomForThree() {
    const lost: string[] = [];
    return { lost, rendered: new RenderedBytes((sha256) => lost.push(sha256), 3 * 612) };
  }
  const text = () => new Uint8Array(100);

  it('are there once for all devices that have equal ones', () => {
    const { rendered, lost } = bytesWithRoomForThree();
    const first = text();
    for (let device = 0; device < 50; device += 1) rendered.keep('a', device === 0 ? first : text());
    expect([rendered.count, lost]).toEqual([1, []]);
    expect(rendered.find('a')).toBe(first);
  });

  it('go when others need the room, the least lately used first, and that is told', () => {
    const { rendered, lost } = bytesWithRoomForThree();
    for (const sha256 of ['a', 'b', 'c']) rendered.keep(sha256, text());
    expect(lost).toEqual([]);
    rendered.find('a');
    rendered.keep('b', text());
    rendered.keep('d', text());
    expect([lost, rendered.find('c')]).toEqual([['c'], undefined]);
    rendered.keep('c', new Uint8Array(300));
    expect(lost).toEqual(['c', 'a', 'b']);
    expect(rendered.count).toBe(2);
  });

  it('keep one that takes more than all the room, until the next comes', () => {
    const { rendered, lost } = bytesWithRoomForThree();
    rendered.keep('a', text());
    rendered.keep('large', new Uint8Array(10_000));
    expect([lost, rendered.find('large')?.length]).toEqual([['a'], 10_000]);
    rendered.keep('b', text());
    expect([lost, rendered.count]).toEqual([['a', 'large'], 1]);
  });
});
