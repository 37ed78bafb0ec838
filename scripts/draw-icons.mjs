import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from './find-browser.mjs';
import { rootDir } from './tools.mjs';

// Draws the app's icons for every system from the one in the window. To be run by hand after that one has changed.

const SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256];
/** Kinds of an .icns, each with its edge in pixels; those of twice the points among them. */
const ICNS_KINDS = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 };
/** Icons of macOS keep this share of their edge free on each side. */
const MAC_MARGIN = 100 / 1024;

const drawing = readFileSync(join(rootDir, 'src/renderer/style/icon.svg'), 'utf8');
const resourcesDir = join(rootDir, 'resources');
const iconsDir = join(resourcesDir, 'icons');
const executablePath = findChromium();
if (executablePath === undefined) throw new Error('No Chromium was found: install one, or name it by PROVDESK_CHROMIUM.');

const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
const page = await browser.newPage();
mkdirSync(iconsDir, { recursive: true });
const pngs = new Map();
for (const size of SIZES) {
  pngs.set(size, await draw(size, 0));
  writeFileSync(join(iconsDir, `${size}x${size}.png`), pngs.get(size));
}
writeFileSync(join(resourcesDir, 'icon.ico'), ico(ICO_SIZES.map((size) => ({ size, png: pngs.get(size) }))));
const kinds = [];
for (const [kind, size] of Object.entries(ICNS_KINDS)) kinds.push({ kind, png: await draw(size, MAC_MARGIN) });
writeFileSync(join(resourcesDir, 'icon.icns'), icns(kinds));
await browser.close();

/** A PNG of that edge, in pixels, on nothing. */
async function draw(size, margin) {
  const free = Math.round(size * margin);
  await page.setViewportSize({ width: size, height: size });
  const address = `data:image/svg+xml;base64,${Buffer.from(drawing).toString('base64')}`;
  await page.setContent(
    `<style>body{margin:0}img{display:block;margin:${free}px;width:${size - 2 * free}px}</style><img src="${address}">`,
  );
  await page.locator('img').evaluate((image) => image.decode());
  return await page.screenshot({ omitBackground: true });
}

/** @see https://learn.microsoft.com/windows/win32/menurc/newheader, resdir: here with offsets in the file, and PNGs */
function ico(images) {
  const head = Buffer.alloc(6 + 16 * images.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  for (const [at, { size, png }] of images.entries()) {
    const entry = 6 + 16 * at;
    head[entry] = size % 256; // 256 is written as 0.
    head[entry + 1] = size % 256;
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(png.length, entry + 8);
    head.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...images.map(({ png }) => png)]);
}

/** Blocks of a kind, a length that counts its own head, and a PNG; the whole is such a block. */
function icns(images) {
  const block = (kind, body) => {
    const head = Buffer.from(`${kind}\0\0\0\0`, 'latin1');
    head.writeUInt32BE(head.length + body.length, 4);
    return Buffer.concat([head, body]);
  };
  return block('icns', Buffer.concat(images.map(({ kind, png }) => block(kind, png))));
}
