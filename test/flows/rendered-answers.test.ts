import { createHash } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import type { Answer, ProvisioningRequest } from '../../src/main/domain/provisioning/request.ts';
import { type DataPlane, startDataPlane } from '../../src/main/engine/serving/data-plane.ts';
import { WORKERS, silentLog } from '../builders/test-engine.ts';

const MEBIBYTE = 1 << 20;
const planes: DataPlane[] = [];
afterEach(async () => await Promise.all(planes.splice(0).map((plane) => plane.stop())));

/** Serves so many bytes of each letter that is asked for. */
async function serve(bytesOf: (request: ProvisioningRequest) => Uint8Array<ArrayBuffer>) {
  const asked: string[] = [];
  const plane = await startDataPlane({
    workerUrl: WORKERS.dataPlane,
    answer(request): Answer {
      asked.push(request.path);
      const bytes = bytesOf(request);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const facts = { size: bytes.length, modifiedAt: 1, served: request.path.slice(1), from: 'rendered' } as const;
      return { kind: 'rendered', bytes, sha256, ...facts, holds: 'until-told' };
    },
    onEnd: () => undefined,
    onDied: () => undefined,
    log: silentLog,
  });
  planes.push(plane);
  const [http] = await plane.open([{ protocol: 'http', address: '127.0.0.1', port: 0 }]);
  const get = async (name: string) => {
    const response = await fetch(`http://127.0.0.1:${http?.port}/${name}`);
    const text = await response.text();
    return `${response.status} ${text.length} ${text[0]}`;
  };
  return { plane, asked, get };
}

const filled = (size: number, letter: string) => new Uint8Array(size).fill(letter.charCodeAt(0));

it('asks the engine again for what went from memory, and for nothing that is there', async () => {
  const { asked, get } = await serve(({ path }) => filled(9 * MEBIBYTE, path.slice(1)));
  const all = async () => {
    for (const letter of 'abcd') expect(await get(letter)).toBe(`200 ${9 * MEBIBYTE} ${letter}`);
  };
  await all();
  expect(await get('d')).toMatch(/d$/);
  // 32 MiB hold three of them: "a" went when "d" came, and each that comes now takes the next one's place.
  expect(asked).toEqual(['/a', '/b', '/c', '/d']);
  await all();
  expect(asked).toEqual(['/a', '/b', '/c', '/d', '/a', '/b', '/c', '/d']);
});

it('gives each of many who ask at once what is theirs, while their bytes push each other out', async () => {
  const { get } = await serve(({ path }) => filled(4 * MEBIBYTE, path.slice(1)));
  const letters = [...'abcdefghijklmnop'];
  for (let round = 0; round < 2; round += 1) {
    const got = await Promise.all(letters.map((letter) => get(letter)));
    expect(got).toEqual(letters.map((letter) => `200 ${4 * MEBIBYTE} ${letter}`));
  }
});

it('gives equal bytes under two names with the type of each', async () => {
  const { plane, asked } = await serve(() => filled(100, 'x'));
  const port = plane.listening()[0]?.port ?? 0;
  const typeOf = async (name: string) => (await fetch(`http://127.0.0.1:${port}/${name}`)).headers.get('content-type');
  expect([await typeOf('a.cfg'), await typeOf('a.xml'), await typeOf('a.cfg')]).toEqual([
    'text/plain',
    'application/xml',
    'text/plain',
  ]);
  expect(asked).toEqual(['/a.cfg', '/a.xml']);
});
