/**
 * Measures the data plane beside its peers, prints the table of ratios and writes it to `docs/figures.md`.
 * Run: `node test/bench/figures.ts [G1,G3,…] [--rounds 8]` after a build; without goals, all of them.
 * What was not measured this time stays as it was measured last.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { appPart } from './app-figures.ts';
import { conformanceParts } from './conformance-figures.ts';
import { type Figure, isMet, type Part, shown, wantedText } from './figure.ts';
import { httpParts } from './http-figures.ts';
import { lossParts } from './loss-figures.ts';
import { BENCH_DIR, missing } from './place.ts';
import { reasons } from './reasons.ts';
import { renderedPart } from './rendered-figures.ts';
import { loopbackParts, wirePart } from './tftp-figures.ts';

const PAGE = fileURLToPath(new URL('../../docs/figures.md', import.meta.url));
/** The figures of former runs. */
const KNOWN = path.join(BENCH_DIR, 'figures.json');

const parts: readonly Part[] = [
  ...loopbackParts,
  wirePart,
  ...lossParts,
  ...conformanceParts,
  appPart,
  ...httpParts,
  renderedPart,
];

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '8' } },
  allowPositionals: true,
});
const wanted = positionals.flatMap((text) => text.split(','));
const problem = missing();
if (problem === undefined) await measureAndTell();
else process.stdout.write(`FIGURES SKIPPED: ${problem}\n`);

async function measureAndTell(): Promise<void> {
  for (const part of parts) {
    if (wanted.length > 0 && !part.goals.some((goal) => wanted.includes(goal))) continue;
    process.stdout.write(`${part.goals.join(', ')} …\n`);
    const figures = await part.measure(Number(values.rounds));
    remember(figures);
    for (const figure of figures) process.stdout.write(`  ${line(figure)}\n`);
  }
  writeFileSync(PAGE, page(known()));
  process.stdout.write(`written: docs/figures.md\n`);
}

function line(figure: Figure): string {
  return `${figure.goal} ${figure.what}: ${shown(figure.value)} (${wantedText(figure)}) ${verdict(figure)}; ${figure.behind}`;
}

function verdict(figure: Figure): string {
  const met = isMet(figure);
  if (met === null) return 'not measured';
  return met ? 'met' : '**not met**';
}

function known(): Figure[] {
  return existsSync(KNOWN) ? (JSON.parse(readFileSync(KNOWN, 'utf8')) as Figure[]) : [];
}

function remember(figures: readonly Figure[]): void {
  const others = known().filter(({ goal, what }) => !figures.some((figure) => figure.goal === goal && figure.what === what));
  mkdirSync(BENCH_DIR, { recursive: true });
  writeFileSync(KNOWN, JSON.stringify([...others, ...figures], null, 1));
}

function page(figures: readonly Figure[]): string {
  const sorted = figures.toSorted((a, b) => Number(a.goal.slice(1)) - Number(b.goal.slice(1)));
  const rows = sorted.map((figure) => {
    const value = figure.value === null ? '–' : shown(figure.value);
    return `| ${figure.goal} | ${figure.what} | ${value} | ${wantedText(figure)} | ${verdict(figure)} | ${figure.behind} |`;
  });
  const short = [...new Set(sorted.filter((figure) => isMet(figure) === false).map(({ goal }) => goal))];
  const because = short.map((goal) => `- **${goal}**: ${reasons[goal] ?? 'no profile was taken yet.'}`);
  return [
    '# Figures',
    '',
    `Measured by \`npm run bench\` on ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Linux ${release()}, Node ${process.versions.node}.`,
    'Ratios of ours to a peer on the same files in one run, of the best rounds; single figures depend on the machine and its minute.',
    '',
    '| goal | what | measured | wanted | | behind it |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    ...(because.length > 0 ? ['## Not met, and why', '', ...because, ''] : []),
  ].join('\n');
}
