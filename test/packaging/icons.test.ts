import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rootDir } from '../app/harness-node.ts';

const resourcesDir = join(rootDir, 'resources');
const builder = readFileSync(join(rootDir, 'electron-builder.yml'), 'utf8');

/** Edges of a PNG in pixels, from its first chunk. @see PNG specification, 11.2.1 */
function sizeOf(png: Buffer): string {
  expect(png.toString('latin1', 1, 4)).toBe('PNG');
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
}

it('has a picture of each size that Linux asks for, named by it', () => {
  expect(builder).toContain('icon: icons\n');
  const names = readdirSync(join(resourcesDir, 'icons'));
  expect(names.map((name) => `${sizeOf(readFileSync(join(resourcesDir, 'icons', name)))}.png`)).toEqual(names);
  expect(names).toEqual(expect.arrayContaining(['16x16.png', '32x32.png', '48x48.png', '256x256.png', '512x512.png']));
});

it('has an icon for Windows, in sizes up to 256', () => {
  expect(builder).toContain('icon: icon.ico\n');
  const ico = readFileSync(join(resourcesDir, 'icon.ico'));
  const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, at) => {
    const entry = 6 + 16 * at;
    const from = ico.readUInt32LE(entry + 12);
    const edge = ico[entry] || 256;
    expect(sizeOf(ico.subarray(from, from + ico.readUInt32LE(entry + 8)))).toBe(`${edge}x${edge}`);
    return edge;
  });
  expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256]);
});

it('has an icon for macOS, up to 512 points at twice the density', () => {
  expect(builder).toContain('icon: icon.icns\n');
  const icns = readFileSync(join(resourcesDir, 'icon.icns'));
  expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length]);
  const found: Record<string, string> = {};
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4))
    found[icns.toString('latin1', at, at + 4)] = sizeOf(icns.subarray(at + 8));
  expect(found).toMatchObject({ ic07: '128x128', ic08: '256x256', ic09: '512x512', ic10: '1024x1024', ic11: '32x32' });
});
