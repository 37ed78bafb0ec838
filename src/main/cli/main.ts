import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readFileSync } from 'node:fs';
import { run } from './run.ts';

// The entry knows where things lie: beside itself once built, in the source tree under plain Node.
const built = !import.meta.filename.endsWith('.ts');
const projectDir = path.join(import.meta.dirname, built ? '../..' : '../../..');
const worker = (bundle: string, source: string) =>
  pathToFileURL(path.join(import.meta.dirname, built ? `${bundle}.js` : `../engine/${source}.ts`));
const { version } = JSON.parse(readFileSync(path.join(projectDir, 'package.json'), 'utf8')) as { version: string };

process.exitCode = await run(process.argv.slice(2), {
  version,
  workers: {
    dataPlane: worker('data-plane-worker', 'serving/worker'),
    sevenZip: worker('seven-zip-worker', 'plugins/seven-zip-worker'),
    rowWriter: worker('row-writer-worker', 'store/row-writer-worker'),
    digest: worker('digest-worker', 'store/digest-worker'),
    testFetch: worker('fetch-worker', 'diagnosis/fetch-worker'),
  },
  rendererDir: path.join(projectDir, 'out/renderer'),
});
