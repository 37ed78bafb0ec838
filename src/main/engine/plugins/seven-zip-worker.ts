import { parentPort, workerData } from 'node:worker_threads';
import path from 'node:path';
import sevenZipModule, { type SevenZipModuleFactory } from '7z-wasm';

/** One run of 7-Zip: its archive's folder is `/in`, what it writes goes to `/out`. */
export interface SevenZipTask {
  readonly archivePath: string;
  readonly outDir: string | null;
  /** `{archive}` stands for the archive. */
  readonly args: readonly string[];
}

export interface SevenZipResult {
  /** 7-Zip's exit code: 0 = all well, 2 = broken archive. */
  readonly code: number;
  readonly lines: readonly string[];
}

/** More than any listing of firmware has; beyond it a bomb of names is told as such. */
const MOST_LINES = 1_000_000;

const { archivePath, outDir, args } = workerData as SevenZipTask;
const lines: string[] = [];
const keep = (line: string) => {
  if (lines.length < MOST_LINES) lines.push(line);
};
// The package's types describe its ES build; what Node loads is the factory itself.
const startSevenZip = sevenZipModule as unknown as SevenZipModuleFactory;
const sevenZip = await startSevenZip({ print: keep, printErr: keep });
const mount = (at: string, root: string) => {
  sevenZip.FS.mkdir(at);
  sevenZip.FS.mount(sevenZip.NODEFS, { root }, at);
};
mount('/in', path.dirname(archivePath));
if (outDir !== null) mount('/out', outDir);
// Typed as nothing; it returns 7-Zip's exit code.
const code = sevenZip.callMain(
  args.map((arg) => arg.replace('{archive}', `/in/${path.basename(archivePath)}`)),
) as unknown as number;
parentPort?.postMessage({ code, lines } satisfies SevenZipResult);
