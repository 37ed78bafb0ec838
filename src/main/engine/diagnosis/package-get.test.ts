import { expect, it } from 'vitest';
import { isNameForPackage } from './package-get.ts';

it.each(['a.cfg', 'y000000000108.cfg', 'a b.rom'])('gives “%s” to the package, which asks for it as it is', (name) => {
  expect(isNameForPackage(name)).toBe(true);
});

it.each(['../a.cfg', 'a//b', './a', 'a/../b', 'é.cfg', '...dots', ''])('does not give “%s” to the package', (name) => {
  expect(isNameForPackage(name)).toBe(false);
});
