import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { decompressedStream } from '../../src/main/engine/plugins/decompress.ts';
import { packTar, tarBytes, zipBytes } from '../builders/archives.ts';
import { sha1Of } from '../builders/synthetic-firmware.ts';
import { PROJECT_DIR, removeTemporaryFolders, startTestEngine, temporaryFolder } from '../builders/test-engine.ts';

// The load that provd's own figures were taken with: 12 packages of 20 MB, 10 plain, a zip, a tgz, over local HTTP.
// Prints figures beside provd's and judges none. @see reference wazo-provd.md 9
const ROUNDS = 5;
const MEGABYTES = 20;
const PLUGIN = 'acme-bench';
const PROVD = { plugin: [20, 46], cold: 0.77, cached: 0.27 } as const;

const root = temporaryFolder('bench-server');
const server = spawn(process.execPath, [path.join(PROJECT_DIR, 'test/fakes/serve-folder.ts'), root], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const url = await new Promise<string>((resolve) =>
  server.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())),
);
const archivePath = await writeServer();

// The first round warms up. What no installation of ours can be faster than is timed beside it, on the same machine.
const times = { plugin: [], cold: [], cached: [], unpacking: [], transfer: [], digests: [] } as Record<string, number[]>;
for (let round = 0; round <= ROUNDS; round += 1) {
  if (round === 1) for (const taken of Object.values(times)) taken.length = 0;
  const engine = await startTestEngine();
  const installed = (started: Promise<{ operation: string }>) => async () => {
    const { state } = await engine.finished(started);
    if (state !== 'success') throw new Error(`it ended in ${state}`);
  };
  await engine.client.plugins.setServer({ url });
  await engine.client.plugins.update(undefined);
  await time('plugin', () => installed(engine.client.plugins.install({ ids: [PLUGIN] }))());
  const installAll = () => installed(engine.client.packages.installAll({ plugin: PLUGIN }))();
  await time('cold', installAll);
  const packages = (await engine.client.packages.list({ plugin: PLUGIN })).map(({ id }) => id);
  await engine.client.packages.uninstall({ plugin: PLUGIN, packages });
  await time('cached', installAll);
  await engine.stop();
  await time('unpacking', async () => {
    for await (const _ of await decompressedStream(archivePath)) continue;
  });
  await time('transfer', transferAll);
  await time('digests', digestAll);
}
server.stdin.end();
removeTemporaryFolders();

const of = (what: string) => median(times[what] ?? []);
const [fewest, most] = PROVD.plugin;
const plugin = of('plugin');
console.log(
  `plugin installation: ${plugin.toFixed(0)} ms; provd ${fewest} to ${most} ms: ${ratio(plugin, fewest)} to ${ratio(plugin, most)} of its time. bzip2 alone, in JavaScript: ${of('unpacking').toFixed(0)} ms`,
);
const says = (what: string, how: string, provd: number, least: string) =>
  console.log(
    `install_all, 12 × ${MEGABYTES} MB, ${how}: ${seconds(of(what))}; provd ${provd} s: ${ratio(of(what), provd * 1000)} of its time. ${least}`,
  );
const [transfer, digests] = [of('transfer'), of('digests')];
says(
  'cold',
  'cold',
  PROVD.cold,
  `HTTP alone, nothing kept: ${seconds(transfer)}; SHA-256 and SHA-1 alone: ${seconds(digests)} of a core`,
);
says('cached', 'files in the store, each verified again', PROVD.cached, 'provd verifies none of them');
console.log(
  `Medians of ${ROUNDS} rounds on ${availableParallelism()} cores, one of them also the server’s. provd’s were taken on another machine.`,
);

async function time(what: string, work: () => Promise<void> | void): Promise<void> {
  const startedAt = performance.now();
  await work();
  times[what]?.push(performance.now() - startedAt);
}

/** The same files, four at once, into nothing. */
async function transferAll(): Promise<void> {
  const names = readdirSync(path.join(root, 'fw'));
  const lane = async () => {
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      const { body } = await fetch(`${url}fw/${name}`);
      for await (const _ of body ?? []) continue;
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
}

function digestAll(): void {
  for (const name of readdirSync(path.join(root, 'fw'))) {
    const bytes = readFileSync(path.join(root, 'fw', name));
    for (const algorithm of ['sha256', 'sha1']) createHash(algorithm).update(bytes).digest();
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function ratio(ours: number, theirs: number): string {
  return (ours / theirs).toFixed(2);
}

/** Returns where the plugin's archive lies. */
async function writeServer(): Promise<string> {
  mkdirSync(path.join(root, 'fw'));
  const sections: string[] = [];
  for (let i = 0; i < 12; i += 1) {
    const firmware = randomBytes(MEGABYTES * 1e6);
    const [name, bytes, install] =
      i === 10
        ? [`fw${i}.zip`, await zipBytes([{ path: 'fw.rom', content: firmware }]), 'zip']
        : i === 11
          ? [`fw${i}.tgz`, gzipSync(tarBytes([{ path: 'fw.rom', content: firmware }]), { level: 1 }), 'tgz']
          : [`fw${i}.rom`, firmware, 'plain'];
    writeFileSync(path.join(root, 'fw', name), bytes);
    sections.push(
      `[pkg_p${i}]\ndescription: ${name}\nversion: 1.0\nfiles: f${i}\ninstall: ${install} p${i}/`,
      `[file_f${i}]\nurl: ${url}fw/${name}\nsize: ${bytes.length}\nsha1sum: ${sha1Of(bytes)}`,
    );
  }
  sections.push(
    '[install_plain]\na-b: cp $FILE1 firmware/$ARG1',
    '[install_zip]\na-b: unzip $FILE1\nb-c: cp *.rom firmware/$ARG1',
    '[install_tgz]\na-b: untar $FILE1\nb-c: cp *.rom firmware/$ARG1',
  );
  const info = { version: '1.0', description: 'Benchmark', capabilities: {} };
  const { bytes, extension } = packTar(
    tarBytes([
      { path: `${PLUGIN}/`, type: 'Directory' },
      { path: `${PLUGIN}/plugin-info`, content: JSON.stringify(info) },
      { path: `${PLUGIN}/pkgs/pkgs.db`, content: sections.join('\n') },
      // As much as a real plugin carries beside its packages.
      ...Array.from({ length: 60 }, (_, i) => ({
        path: `${PLUGIN}/templates/${i}.tpl`,
        content: randomBytes(1500).toString('hex'),
      })),
    ]),
  );
  const filename = `${PLUGIN}-1.0.${extension}`;
  writeFileSync(path.join(root, filename), bytes);
  const entry = { ...info, filename, dsize: bytes.length, sha1sum: sha1Of(bytes) };
  writeFileSync(path.join(root, 'plugins.db'), JSON.stringify({ [PLUGIN]: entry }));
  return path.join(root, filename);
}
