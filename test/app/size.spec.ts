import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { rootDir } from './harness-node.ts';

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

const rendererDir = process.env['PROVDESK_RENDERER_DIR'] ?? join(rootDir, 'out/renderer');
const KILO = 1000;

it('loads at first no more than 180 kB of script and 40 kB of style, compressed, words included', async () => {
  const manifest = JSON.parse(await readFile(join(rendererDir, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
  const first = new Set<string>();
  const add = (name: string) => {
    if (first.has(name)) return;
    first.add(name);
    for (const imported of manifest[name]?.imports ?? []) add(imported);
  };
  for (const [name, chunk] of Object.entries(manifest)) if (chunk.isEntry) add(name);
  // The language in use is fetched before anything is shown, its words for failures after; the French one is the largest.
  for (const name of Object.keys(manifest)) if (name.endsWith('words/fr.ts')) add(name);
  const chunks = [...first].flatMap((name) => manifest[name] ?? []);
  expect(chunks.length).toBeGreaterThan(2);
  const script = await compressed(new Set(chunks.map(({ file }) => file)));
  const style = await compressed(new Set(chunks.flatMap(({ css }) => css ?? [])));
  process.stdout.write(
    `first load, gzip: ${(script / KILO).toFixed(1)} kB of script, ${(style / KILO).toFixed(1)} kB of style\n`,
  );
  expect(script).toBeLessThanOrEqual(180 * KILO);
  expect(style).toBeLessThanOrEqual(40 * KILO);
});

async function compressed(files: ReadonlySet<string>): Promise<number> {
  const sizes = await Promise.all(
    [...files].map(async (file) => gzipSync(await readFile(join(rendererDir, file)), { level: 9 }).byteLength),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
