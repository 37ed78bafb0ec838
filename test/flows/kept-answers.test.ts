import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Answer, ProvisioningRequest } from '../../src/main/domain/provisioning/request.ts';
import { type DataPlane, startDataPlane } from '../../src/main/engine/serving/data-plane.ts';
import { packTar, tarBytes } from '../builders/archives.ts';
import {
  WORKERS,
  removeTemporaryFolders,
  silentLog,
  startTestEngine,
  type TestEngine,
  temporaryFolder,
} from '../builders/test-engine.ts';
import { tftpGetWhole } from '../fakes/phone/tftp-get.ts';

afterAll(removeTemporaryFolders);

/** What a phone gets over TFTP: the text, or the code of the refusal. */
async function fetchText(port: number, name: string): Promise<string | number> {
  const { got, body } = await tftpGetWhole({ address: '127.0.0.1', port, name });
  if (got.kind === 'refused') return got.code;
  return got.kind === 'received' ? body.toString() : got.kind;
}

describe('the data plane', () => {
  const planes: DataPlane[] = [];
  afterEach(async () => await Promise.all(planes.splice(0).map((plane) => plane.stop())));

  async function serve(answer: (request: ProvisioningRequest) => Promise<Answer> | Answer) {
    const heard: string[] = [];
    const ended: string[] = [];
    let asked = 0;
    const plane = await startDataPlane({
      workerUrl: WORKERS.dataPlane,
      answer: (request) => {
        asked += 1;
        return answer(request);
      },
      onHeard: ({ path: name }) => heard.push(name),
      onEnd: ({ request, outcome }) => ended.push(`${request.path} ${outcome}`),
      onDied: () => undefined,
      log: silentLog,
    });
    planes.push(plane);
    const [tftp] = await plane.open([{ protocol: 'tftp', address: '127.0.0.1', port: 0 }]);
    return { plane, heard, ended, asked: () => asked, fetch: (name: string) => fetchText(tftp?.port ?? 0, name) };
  }

  const missing: Answer = { kind: 'refused', reason: 'not-found', holds: 'until-told' };
  const badName: Answer = { kind: 'refused', reason: 'bad-name', holds: 'until-told' };

  it('asks once for what holds, and tells of every request all the same', async () => {
    const { plane, heard, ended, asked, fetch } = await serve(() => missing);
    for (let i = 0; i < 50; i += 1) expect(await fetch('a.cfg')).toBe(1);
    // No batch may be lost at the end, however short before it the requests came.
    await plane.stop();
    expect(asked()).toBe(1);
    expect(heard).toHaveLength(49);
    expect(ended).toEqual(Array(50).fill('a.cfg missing'));
  });

  it('asks each time for what is said for one time', async () => {
    const { heard, asked, fetch } = await serve(() => ({ kind: 'refused', reason: 'not-found' }));
    for (let i = 0; i < 3; i += 1) await fetch('a.cfg');
    expect([asked(), heard]).toEqual([3, []]);
  });

  it.each<[string, readonly string[] | 'everybody']>([
    ['all', 'everybody'],
    ['the address', ['127.0.0.1']],
  ])('never gives an answer again that is forgotten, by %s, however soon it is asked for', async (_, whose) => {
    let current = missing;
    const { plane, fetch } = await serve(() => current);
    for (let i = 0; i < 40; i += 1) {
      expect(await fetch('a.cfg')).toBe(current === missing ? 1 : 2);
      current = current === missing ? badName : missing;
      plane.forget(whose);
    }
  });

  it('does not keep an answer that was on its way when what it says was forgotten', async () => {
    const late = Promise.withResolvers<Answer>();
    const isAsked = Promise.withResolvers<void>();
    const answers = [() => late.promise, () => badName];
    const { plane, asked, fetch } = await serve(() => {
      isAsked.resolve();
      return answers.shift()?.() ?? missing;
    });
    const first = fetch('a.cfg');
    await isAsked.promise;
    plane.forget('everybody');
    late.resolve(missing);
    expect(await first).toBe(1);
    expect(await fetch('a.cfg')).toBe(2);
    expect(asked()).toBe(2);
  });
});

describe('the engine', () => {
  const engines: TestEngine[] = [];
  afterEach(async () => await Promise.all(engines.splice(0).map((engine) => engine.stop())));

  async function start(filesDir?: string) {
    const engine = await startTestEngine(filesDir === undefined ? {} : { filesDir });
    engines.push(engine);
    const { tftp, http } = await engine.serve();
    return { engine, http, fetch: (name: string) => fetchText(tftp.port, name) };
  }

  /** The archive of a plugin for one vendor's phones, with a file that says whose it is. */
  function pluginArchive(id: string, vendor: string, text: string): string {
    const info = { version: '1', description: 'd', capabilities: { [`${vendor}, *, 1`]: { lines: 2 } } };
    const archivePath = path.join(temporaryFolder('archive'), 'plugin.tar.bz2');
    const members = [
      { path: `${id}/plugin-info`, content: JSON.stringify(info) },
      { path: `${id}/var/tftpboot/which.txt`, content: text },
    ];
    writeFileSync(archivePath, packTar(tarBytes(members)).bytes);
    return archivePath;
  }

  async function install({ client, finished }: TestEngine, id: string, from: string): Promise<void> {
    expect((await finished(client.plugins.install({ ids: [id], from }))).state).toBe('success');
  }

  it('serves what is published, reloaded and uninstalled from the very next request on', async () => {
    const { engine, fetch } = await start();
    for (let round = 0; round < 5; round += 1) {
      expect([await fetch('which.txt'), await fetch('which.txt')]).toEqual([1, 1]);
      await install(engine, 'p', pluginArchive('p', 'Acme', `round ${round}`));
      expect([await fetch('which.txt'), await fetch('which.txt')]).toEqual([`round ${round}`, `round ${round}`]);
      const custom = path.join(engine.dataDir, 'custom/p/tftpboot');
      mkdirSync(custom, { recursive: true });
      writeFileSync(path.join(custom, 'which.txt'), 'ours');
      await engine.client.plugins.reload({ id: 'p' });
      expect([await fetch('which.txt'), await fetch('which.txt')]).toEqual(['ours', 'ours']);
      rmSync(custom, { recursive: true });
      await engine.client.plugins.uninstall({ id: 'p', clean: true });
    }
  });

  it("serves from a device's own plugin as soon as it is known who asks", async () => {
    const { engine, http, fetch } = await start();
    await install(engine, 'a-acme', pluginArchive('a-acme', 'Acme', "Acme's"));
    await install(engine, 'b-yealink', pluginArchive('b-yealink', 'Yealink', "Yealink's"));
    await install(engine, 'z-acme', pluginArchive('z-acme', 'Acme', "the newest line's"));
    expect([await fetch('which.txt'), await fetch('which.txt')]).toEqual(["the newest line's", "the newest line's"]);
    const headers = { 'User-Agent': 'Yealink SIP-T46U 108.86.0.20 80:5e:c0:00:00:01' };
    expect(await (await globalThis.fetch(`${http}/which.txt`, { headers })).text()).toBe("Yealink's");
    expect([await fetch('which.txt'), await fetch('which.txt')]).toEqual(["Yealink's", "Yealink's"]);
    await engine.client.devices.remove({ id: '80:5e:c0:00:00:01' });
    expect([await fetch('which.txt'), await fetch('which.txt')]).toEqual(["the newest line's", "the newest line's"]);
  });

  it('counts and journals every request, asked about or not', async () => {
    const { engine, http } = await start();
    const headers = { 'User-Agent': 'Yealink SIP-T46U 108.86.0.20 80:5e:c0:00:00:01' };
    for (let i = 0; i < 30; i += 1) await globalThis.fetch(`${http}/nothing-${i % 2}.cfg`, { headers });
    await engine.client.serving.stop(undefined);
    const { devices } = await engine.client.devices.list(undefined);
    expect(devices).toMatchObject([{ requests: 30, lastPath: '/nothing-1.cfg' }]);
    const journal = await engine.client.journal.list({ limit: 100 });
    expect(journal.filter(({ kind }) => kind === 'request')).toHaveLength(30);
  });

  it('sees what becomes of the served folder at the very next request', async () => {
    const dir = temporaryFolder('files');
    const file = path.join(dir, 'a.cfg');
    const { fetch, http } = await start(dir);
    const overHttp = async () => {
      const response = await globalThis.fetch(`${http}/a.cfg`);
      return `${response.status} ${response.headers.get('last-modified')} ${await response.text()}`;
    };
    expect([await fetch('a.cfg'), await fetch('a.cfg')]).toEqual([1, 1]);
    writeFileSync(file, 'one');
    expect([await fetch('a.cfg'), await fetch('a.cfg')]).toEqual(['one', 'one']);
    const first = await overHttp();
    expect(await overHttp()).toBe(first);
    writeFileSync(file, 'another');
    expect([await fetch('a.cfg'), await fetch('a.cfg')]).toEqual(['another', 'another']);
    expect(await overHttp()).toMatch(/another$/);
    renameSync(file, path.join(dir, 'b.cfg'));
    expect([await fetch('a.cfg'), await fetch('b.cfg')]).toEqual([1, 'another']);
    symlinkSync(path.join(dir, 'b.cfg'), file);
    expect([await fetch('a.cfg'), await fetch('a.cfg')]).toEqual(['another', 'another']);
  });

  it.skipIf(process.platform !== 'linux')(
    'prefers a file of the very name to one in another case, once it is there',
    async () => {
      const dir = temporaryFolder('files');
      const { fetch } = await start(dir);
      writeFileSync(path.join(dir, 'a.cfg'), 'small');
      expect([await fetch('A.CFG'), await fetch('A.CFG')]).toEqual(['small', 'small']);
      writeFileSync(path.join(dir, 'A.CFG'), 'large');
      expect(await fetch('A.CFG')).toBe('large');
    },
  );
});
