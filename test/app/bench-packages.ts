import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
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
await writeServer();

// The first round warms up.
const times = { plugin: [] as number[], cold: [] as number[], cached: [] as number[] };
for (let round = 0; round <= ROUNDS; round += 1) {
  if (round === 1) for (const taken of Object.values(times)) taken.length = 0;
  const engine = await startTestEngine();
  await engine.client.plugins.setServer({ url });
  await engine.client.plugins.update(undefined);
  times.plugin.push(await timed(() => engine.finished(engine.client.plugins.install({ ids: [PLUGIN] }))));
  const installAll = () => engine.finished(engine.client.packages.installAll({ plugin: PLUGIN }));
  times.cold.push(await timed(installAll));
  const packages = (await engine.client.packages.list({ plugin: PLUGIN })).map(({ id }) => id);
  await engine.client.packages.uninstall({ plugin: PLUGIN, packages });
  times.cached.push(await timed(installAll));
  await engine.stop();
}
server.stdin.end();
removeTemporaryFolders();

const [fewest, most] = PROVD.plugin;
const plugin = median(times.plugin);
console.log(
  `plugin installation: ${plugin.toFixed(0)} ms; provd ${fewest} to ${most} ms: ${ratio(plugin, fewest)} to ${ratio(plugin, most)} of its time`,
);
const says = (what: string, ms: number[], provd: number) =>
  console.log(
    `install_all, 12 × ${MEGABYTES} MB, ${what}: ${(median(ms) / 1000).toFixed(2)} s; provd ${provd} s: ${ratio(median(ms), provd * 1000)} of its time`,
  );
says('cold', times.cold, PROVD.cold);
says('files in the store, each verified again', times.cached, PROVD.cached);
console.log(`Medians of ${ROUNDS} rounds. provd’s were taken on another machine; it verifies no file that it finds at hand.`);

async function timed(work: () => Promise<{ state: string }>): Promise<number> {
  const startedAt = performance.now();
  const { state } = await work();
  if (state !== 'success') throw new Error(`it ended in ${state}`);
  return performance.now() - startedAt;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function ratio(ours: number, theirs: number): string {
  return (ours / theirs).toFixed(2);
}

async function writeServer(): Promise<void> {
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
}
