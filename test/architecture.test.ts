import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const rootDir = join(import.meta.dirname, '..');

interface Import {
  /** Path below the checkout. */
  readonly from: string;
  /** Path below the checkout, or the name of a package or builtin. */
  readonly to: string;
  readonly typeOnly: boolean;
}

interface Rule {
  readonly name: string;
  /** Files that the rule is about. */
  readonly files: RegExp;
  /** What they may import; everything else is a breach. */
  readonly may: readonly RegExp[];
  /** What they may import the types of, besides. */
  readonly mayType?: readonly RegExp[];
}

// A test sits beside its code and may use what tests use, so these rules are about the code alone.
const files = walk('src').filter((path) => !/\.test\.tsx?$/.test(path));
const imports = files.flatMap(importsOf);

const node = /^node:/;
const shared = /^src\/shared\//;
const domain = /^src\/main\/domain\//;
const engine = /^src\/main\/engine\//;
const engineDoors = /^src\/main\/engine\/(engine|host|handlers|backend|sealing|secrets|window-files|handed-file|log-file)\.ts$/;
const wholePackages = (...names: string[]) => names.map((name) => new RegExp(`^${name}(/|$)`));
const enginePackages = wholePackages(
  'basic-ftp',
  'better-sqlite3',
  'pino',
  'tar',
  'tftp',
  '7z-wasm',
  'unbzip2-stream',
  'xz-decompress',
  'yauzl',
  'zod',
  'ssh2',
);
const windowPackages = wholePackages(
  'react',
  'react-dom',
  'react-i18next',
  'i18next',
  'zustand',
  '@mantine/(core|hooks)',
  '@tabler/icons-react',
  '@tanstack/react-virtual',
);

const rules: readonly Rule[] = [
  { name: 'shared knows the schema library only', files: /^src\/shared\/(?!console\/)/, may: [shared, /^zod$/] },
  {
    name: 'the console’s language is a client of the contract, wherever it is spoken',
    files: /^src\/shared\/console\//,
    may: [shared, ...wholePackages('acorn', 'sval')],
  },
  { name: 'domain knows shared only', files: domain, may: [domain, shared] },
  { name: 'engine knows no host and no Electron', files: engine, may: [engine, domain, shared, node, ...enginePackages] },
  {
    name: 'tftp and http know bytes and names, not devices or plugins',
    files: /^src\/main\/engine\/(tftp|http)\//,
    may: [/^src\/main\/engine\/(tftp|http|serving)\//, /^src\/main\/engine\/host\.ts$/, shared, node],
    mayType: [/^src\/main\/domain\/provisioning\/request\.ts$/],
  },
  {
    name: 'ssh knows bytes and commands, not devices or upgrades',
    files: /^src\/main\/engine\/ssh\//,
    may: [/^src\/main\/engine\/ssh\//, shared, node, ...wholePackages('ssh2')],
  },
  {
    name: 'desktop knows the engine by its doors',
    files: /^src\/main\/(index\.ts|desktop\/)/,
    may: [/^src\/main\/desktop\//, engineDoors, shared, node, ...wholePackages('electron', 'electron-updater')],
  },
  {
    name: 'headless knows the engine by its doors',
    files: /^src\/main\/headless\//,
    may: [/^src\/main\/headless\//, engineDoors, shared, node, ...wholePackages('ws')],
  },
  {
    name: 'cli knows the engine by its doors',
    files: /^src\/main\/cli\//,
    may: [/^src\/main\/(cli|headless)\//, engineDoors, shared, node, ...wholePackages('commander')],
  },
  {
    name: 'preload knows names of the contract',
    files: /^src\/preload\//,
    may: [/^electron$/],
    mayType: [/^src\/shared\/contract\//],
  },
  {
    name: 'the window knows the contract by its types, and loads no schema',
    files: /^src\/renderer\//,
    may: [
      /^src\/renderer\//,
      /^src\/shared\/(failures\.ts|speed\.ts|link-csv\.ts|csv\.ts|values\/|words\/|console\/)/,
      /^src\/shared\/contract\/(client|wire)\.ts$/,
      /\.css$/,
      ...windowPackages,
    ],
    mayType: [shared],
  },
];

// A checker that sees nothing is green: these are what it must have seen.
it('read the whole tree', () => {
  expect(files.length).toBeGreaterThan(100);
  expect(imports.length).toBeGreaterThan(300);
  for (const { name, files: about } of rules) {
    const checked = imports.filter(({ from }) => about.test(from)).length;
    expect.soft(checked, `imports checked by “${name}”`).toBeGreaterThan(0);
  }
});

it('belongs to a layer, each file', () => {
  expect(files.filter((path) => !rules.some((rule) => rule.files.test(path)) && !path.endsWith('.d.ts'))).toEqual([]);
});

it.each(rules)('$name', (rule) => {
  const breaches = imports.filter(({ from, to, typeOnly }) => {
    if (!rule.files.test(from)) return false;
    const allowed = typeOnly ? [...rule.may, ...(rule.mayType ?? [])] : rule.may;
    return !allowed.some((pattern) => pattern.test(to));
  });
  expect(breaches.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
});

it('lets flows of the engine meet only in its composition root and in the journal', () => {
  const flows = ['provisioning', 'plugins', 'packages', 'authoring', 'upgrade', 'bundles', 'discovery'];
  const flowOf = (path: string) => flows.find((flow) => path.startsWith(`src/main/engine/${flow}/`));
  const crossing = imports.filter(({ from, to, typeOnly }) => {
    const [a, b] = [flowOf(from), flowOf(to)];
    return a !== undefined && b !== undefined && a !== b && !typeOnly;
  });
  expect(crossing.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
});

it('has no circle of imports', () => {
  expect(findCircle(imports.filter(({ typeOnly, to }) => !typeOnly && to.startsWith('src/')))).toBeUndefined();
});

it('begins every transaction in one way, which waits its turn', () => {
  const begun = files.filter((path) => /\.transaction\(/.test(readFileSync(join(rootDir, path), 'utf8')));
  expect(begun).toEqual(['src/main/engine/store/transact.ts']);
});

it('keeps each file within 300 lines', () => {
  const all = [...walk('src'), ...walk('test'), ...walk('scripts')].filter((path) => !/\/fixtures?\//.test(path));
  const long = all.map((path) => ({ path, lines: readFileSync(join(rootDir, path), 'utf8').split('\n').length - 1 }));
  expect(long.filter(({ lines }) => lines > 300)).toEqual([]);
});

describe('the checker', () => {
  it.each<[string, Partial<Import>[]]>([
    ["import { a } from './b.ts';", [{ to: 'src/x/b.ts', typeOnly: false }]],
    ["import type { A } from './b.ts';", [{ to: 'src/x/b.ts', typeOnly: true }]],
    ["import { type A, b } from 'zod';", [{ to: 'zod', typeOnly: false }]],
    ["import { type A, type B } from 'zod';", [{ to: 'zod', typeOnly: true }]],
    ["import {\n  a,\n  b,\n} from '../y/c.ts';", [{ to: 'src/y/c.ts', typeOnly: false }]],
    ["import './style.css';", [{ to: 'src/x/style.css', typeOnly: false }]],
    ["export { a } from './b.ts';", [{ to: 'src/x/b.ts', typeOnly: false }]],
    ["const x = await import('electron-updater');", [{ to: 'electron-updater', typeOnly: false }]],
    ["import Database from 'better-sqlite3';\nimport * as p from 'node:path';", [{ to: 'better-sqlite3' }, { to: 'node:path' }]],
    ["type T = import('./t.ts').T;", [{ to: 'src/x/t.ts' }]],
  ])('reads %j', (text, expected) => {
    expect(importsIn('src/x/a.ts', text)).toMatchObject(expected);
  });

  it('sees a circle', () => {
    const edges = ['a b', 'b c', 'c b']
      .map((edge) => edge.split(' '))
      .map(([from = '', to = '']) => ({ from, to, typeOnly: false }));
    expect(findCircle(edges)).toEqual(['b', 'c', 'b']);
  });
});

function walk(dir: string): string[] {
  return readdirSync(join(rootDir, dir), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|mjs)$/.test(entry.name))
    .map((entry) => relative(rootDir, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

function importsOf(path: string): Import[] {
  return importsIn(path, readFileSync(join(rootDir, path), 'utf8'));
}

function importsIn(from: string, text: string): Import[] {
  const found: Import[] = [];
  const add = (name: string, typeOnly: boolean) => {
    const to = name.startsWith('.') ? join(dirname(from), name.replace(/\?.*$/, '')).replaceAll('\\', '/') : name;
    found.push({ from, to, typeOnly });
  };
  for (const [, clause = '', name = ''] of text.matchAll(/^(?:import|export)\b([^;'"]*?)from\s*['"]([^'"]+)['"]/gm))
    add(name, isTypeOnly(clause));
  for (const [, name = ''] of text.matchAll(/^import\s*['"]([^'"]+)['"]/gm)) add(name, false);
  for (const [, name = ''] of text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)) add(name, false);
  return found;
}

/** `type { A }`, or braces in which every name is marked as a type. */
function isTypeOnly(clause: string): boolean {
  if (/^\s*type\b/.test(clause)) return true;
  const braces = /^\s*\{([^}]*)\}\s*$/.exec(clause)?.[1];
  const names =
    braces
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean) ?? [];
  return names.length > 0 && names.every((name) => name.startsWith('type '));
}

/** The first circle met, from its first file back to it. */
function findCircle(edges: readonly Import[]): string[] | undefined {
  const next = Map.groupBy(edges, ({ from }) => from);
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const { to } of next.get(path) ?? []) {
      const circle = visit(to, [...trail, path]);
      if (circle) return circle;
    }
    done.add(path);
    return undefined;
  };
  for (const path of next.keys()) {
    const circle = visit(path, []);
    if (circle) return circle;
  }
  return undefined;
}
