import { mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PackageDefinition } from '../../domain/plugins/pkgs-db.ts';
import { argumentsOf, type Procedure, type ProcedureStep, SOURCE_NODE } from '../../domain/plugins/procedure.ts';
import {
  copyOperation,
  excludeOperation,
  includeOperation,
  isRefusal,
  matchedFiles,
  overlay,
  type StepRefusal,
  type Tree,
  treeOf,
} from '../../domain/plugins/tree.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import type { Log } from '../host.ts';
import { safeJoin } from '../store/safe-join.ts';
import type { VerifiedFile } from './download.ts';
import { type ExtractedEntry, extractTar } from './extract-tar.ts';
import { extractZip } from './extract-zip.ts';
import { FIRMWARE_LIMITS } from './members.ts';
import { extractFlat } from './seven-zip.ts';

/** What a procedure needs beside its files. */
export interface ProcedureTools {
  readonly sevenZipWorker: URL;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/**
 * Runs a package's procedure on verified files. Archives are unpacked below `workDir`, which the caller throws away;
 * all other operations only say which file goes where. The result is what is to be served.
 *
 * @throws ProvdeskError `packages.step-failed` with step, file, expected and actual;
 *   what the archives say
 */
export async function runProcedure(
  definition: PackageDefinition,
  files: readonly VerifiedFile[],
  workDir: string,
  tools: ProcedureTools,
): Promise<Tree> {
  const { procedure } = definition;
  if (!procedure) return new Map();
  const source = treeOf(
    files.map(({ definition: { filename, size }, filePath }) => [filename, { kind: 'file', filePath, size }] as const),
  );
  const nodes = new Map<string, Tree>([[SOURCE_NODE, source]]);
  let result: Tree = new Map();
  for (const [index, step] of procedure.steps.entries()) {
    if (tools.signal.aborted) throw new ProvdeskError('operations.cancelled');
    const stepDir = path.join(workDir, `step-${index}`);
    const output = await runStep(step, nodes.get(step.source) ?? new Map(), definition, stepDir, tools);
    const next = isRefusal(output) ? output : step.leaf ? overlay(result, output) : output;
    if (isRefusal(next)) throw stepFailed(definition, procedure, step, next);
    if (step.leaf) result = next;
    else nodes.set(step.destination, next);
    tools.log.debug('packages', 'step-done', { package: definition.id, step: step.name, operation: step.operation });
  }
  return result;
}

async function runStep(
  step: ProcedureStep,
  source: Tree,
  definition: PackageDefinition,
  stepDir: string,
  tools: ProcedureTools,
): Promise<Tree | StepRefusal> {
  const flat = { workerUrl: tools.sevenZipWorker, limits: FIRMWARE_LIMITS, signal: tools.signal };
  const args = argumentsOf(step, definition.variables);
  switch (step.operation) {
    case 'cp':
      return copyOperation(source, args);
    case 'include':
      return includeOperation(source, args);
    case 'exclude':
      return excludeOperation(source, args);
    case 'null':
      return new Map();
    case 'unzip':
      return await extractAll(source, args[0] ?? '', stepDir, (from, name, to) => extractZip(from, name, to, FIRMWARE_LIMITS));
    case 'untar':
      return await extractAll(source, args[0] ?? '', stepDir, (from, name, to) => extractTar(from, name, to, FIRMWARE_LIMITS));
    case 'unsign':
      return await unsign(source, args[0] ?? '', args[1] ?? '', stepDir);
    case 'unrar':
      return await extractAll(source, args[0] ?? '', stepDir, (from, name, to) => extractFlat(from, name, 'rar', to, flat));
    case '7z':
      return await extractAll(source, args[0] ?? '', stepDir, (from, name, to) => extractFlat(from, name, '7z', to, flat));
    default:
      return step.operation satisfies never;
  }
}

type Extract = (archivePath: string, archive: string, dir: string) => Promise<ExtractedEntry[]>;

/** Every match is unpacked, one over the other, each into a folder of its own. */
async function extractAll(source: Tree, glob: string, stepDir: string, extract: Extract): Promise<Tree | StepRefusal> {
  const archives = matchedFiles(source, glob);
  if (!Array.isArray(archives)) return archives;
  let result: Tree = new Map();
  for (const [index, { path: name, file }] of archives.entries()) {
    const dir = path.join(stepDir, String(index));
    await mkdir(dir, { recursive: true });
    const extracted = await extract(file.filePath, name, dir);
    const merged = overlay(result, treeOf(extracted.map(({ path: inside, ...entry }) => [inside, entry] as const)));
    if (isRefusal(merged)) return merged;
    result = merged;
  }
  return result;
}

/** Within how many bytes the packed part of a Cisco signed file begins. @see reference wazo-provd.md 1.4 */
const UNSIGN_WINDOW = 512;

/** `unsign GLOB NAME`: a Cisco signed file is a signature, then a gzip file. */
async function unsign(source: Tree, glob: string, outName: string, stepDir: string): Promise<Tree | StepRefusal> {
  const signed = matchedFiles(source, glob);
  if (!Array.isArray(signed)) return signed;
  const [only] = signed;
  if (!only || signed.length !== 1)
    return { kind: 'refusal', file: glob, expected: 'exactly one file', actual: `${signed.length} matches` };
  const file = await open(only.file.filePath, 'r');
  try {
    const head = Buffer.alloc(UNSIGN_WINDOW);
    const { bytesRead } = await file.read(head, 0, UNSIGN_WINDOW, 0);
    const start = head.subarray(0, bytesRead).indexOf(Buffer.from([0x1f, 0x8b]));
    if (start < 0)
      return { kind: 'refusal', file: only.path, expected: 'a signed file (gzip data near its start)', actual: 'none found' };
    await mkdir(stepDir, { recursive: true });
    const filePath = safeJoin(stepDir, outName);
    await writeFile(filePath, file.createReadStream({ start, autoClose: false }), { flag: 'wx' });
    return treeOf([[outName, { kind: 'file', filePath, size: only.file.size - start }]]);
  } finally {
    await file.close();
  }
}

function stepFailed(
  definition: PackageDefinition,
  procedure: Procedure,
  step: ProcedureStep,
  refusal: StepRefusal,
): ProvdeskError {
  return new ProvdeskError('packages.step-failed', {
    package: definition.id,
    procedure: procedure.id,
    step: `${step.name}: ${[step.operation, ...step.args].join(' ')}`,
    file: refusal.file,
    expected: refusal.expected,
    actual: refusal.actual,
  });
}
