import { statSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleOf } from '../../src/main/cli/console/console-of.ts';
import { runTerminal } from '../../src/main/cli/console/terminal.ts';
import { Output } from '../../src/main/cli/output.ts';
import { DEMO_ID, startDemoServer } from '../builders/demo-server.ts';
import { runCli, runCliOn } from '../builders/run-cli.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';
import type { StaticServer } from '../fakes/static-server.ts';

const PLUGIN = DEMO_ID;

let server: StaticServer;

beforeAll(async () => {
  ({ server } = await startDemoServer());
});
afterAll(async () => {
  await server.stop();
  removeTemporaryFolders();
});

describe('on a pipe', () => {
  const dataDir = temporaryFolder('data');
  const piped = async (...lines: string[]) => await runCliOn(lines.map((line) => `${line}\n`).join(''), dataDir, 'console');

  it('the main job is done line by line, in plain text', async () => {
    const { status, stdout, stderr } = await piped(
      `plugins.server('${server.url}')`,
      'plugins.update()',
      'plugins.installable().keys()',
      `plugins.install('${PLUGIN}')`,
      `p = plugins['${PLUGIN}']`,
      "p.install('T5-lang'); p.uninstall('T5-lang')",
      'p.install_all()',
      'plugins.install_all()',
      'p.installed().length',
      'plugins.installed()',
    );
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n')).toEqual([
      server.url,
      'The server offers 1 plugins.',
      PLUGIN,
      `${PLUGIN}: installed`,
      expect.stringMatching(/^1 installed, 0 not, /),
      `the plugin ${PLUGIN}`,
      'T5-lang: installed',
      expect.stringMatching(/^1 installed, 0 not, /),
      'T5-lang was uninstalled.',
      ...Array(4).fill(expect.stringMatching(/: installed$/)),
      expect.stringMatching(/^4 installed, 0 not, /),
      'Everything is installed already.',
      '4',
      expect.stringMatching(/^PLUGIN {2,}VERSION {2,}INSTALLED {2,}MODELS {2,}DESCRIPTION$/),
      expect.stringMatching(new RegExp(`^${PLUGIN} +1\\.0\\.0 +1\\.0\\.0 +4 +`)),
      '',
    ]);
  });

  it.each<[string, string[], number, string]>([
    ['a failure at the end is the exit status', ["plugins.install('none')"], 1, '[plugins.unknown]'],
    ['a failure before the end is told and no more', ['p.nothing()', '1'], 0, '[console.statement-failed]'],
    ['a statement that is no JavaScript is a failure', ['plugins update'], 1, '[console.statement-failed]'],
    ['a statement that never ends is a failure', ['plugins.install('], 1, 'it ends too early'],
    ['what follows .exit is not run', ['.exit', 'nonsense('], 0, ''],
    ['a name that is none is refused', ['plugins.install(7)'], 1, '[contract.invalid-input]'],
    ['a search for nothing in particular is refused', ['devices.find(7)'], 1, '[contract.invalid-input]'],
    ['a field that devices do not have is refused', ["devices.find({modell: 'T46U'})"], 1, 'modell'],
    ['a field that devices have is searched', ["devices.find({model: 't46u'})"], 0, 'none'],
    ['a plugin that is nowhere has no information', ["plugins['none'].info()"], 1, '[plugins.unknown]'],
  ])('%s', async (_, lines, status, said) => {
    const run = await piped(...lines);
    expect([run.status, `${run.stdout}${run.stderr}`]).toEqual([status, expect.stringContaining(said)]);
  });

  it('a statement may go over several lines', async () => {
    expect((await piped('p = plugins.get(', `  '${PLUGIN}')`, 'p.installed().keys().length')).stdout).toMatch(/\n4\n$/);
  });

  it('help tells of the whole and of each object', async () => {
    const { stdout } = await piped('help', 'help(plugins)', "help(plugins['x'])", 'help(devices)', 'help(journal)');
    for (const word of ['.exit', 'reload(', 'install_all(', 'find(', 'journal(20)']) expect(stdout).toContain(word);
  });

  it('--eval runs one statement, and with --json answers with one document', async () => {
    expect(await runCli(dataDir, 'console', '--eval', 'plugins.installed().keys()')).toMatchObject({
      status: 0,
      stdout: `${PLUGIN}\n`,
    });
    const { stdout } = await runCli(dataDir, 'console', '--json', '--eval', 'plugins.installed()');
    expect(JSON.parse(stdout)).toMatchObject([{ id: PLUGIN, installedVersion: '1.0.0' }]);
    expect((await runCli(dataDir, 'console', '--eval', 'devices.list()')).stdout).toBe('none\n');
    expect((await runCli(dataDir, 'console', '--eval', 'journal(2000)')).stdout).toContain('package.uninstalled');
  });
});

describe('at a terminal', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startTestEngine();
    await engine.client.plugins.setServer({ url: server.url });
    await engine.client.plugins.update(undefined);
    await engine.finished(engine.client.plugins.install({ ids: [PLUGIN] }));
  });
  afterAll(() => engine.stop());

  /** A console on keys and a screen of ours. */
  function aTerminal() {
    const input = new PassThrough();
    const screen = Object.assign(new PassThrough(), { isTTY: true });
    let text = '';
    screen.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    const output = new Output(screen, screen, false);
    const console = consoleOf({ client: engine.client, backend: engine.backend, output });
    const historyPath = path.join(temporaryFolder('history'), 'console-history');
    const ended = runTerminal(console, { input, output: screen, historyPath });
    return { type: (keys: string) => input.write(keys), shown: () => text, console, ended, historyPath };
  }

  it('what was typed is kept for its owner alone, and .exit leaves', async () => {
    const { type, shown, ended, historyPath } = aTerminal();
    await expect.poll(shown).toContain('provdesk> ');
    type('plugins.installed().keys()\r');
    await expect.poll(shown).toContain(`\n${PLUGIN}`);
    type('.exit\r');
    await ended;
    expect(readFileSync(historyPath, 'utf8')).toContain('plugins.installed().keys()');
    if (process.platform !== 'win32') expect(statSync(historyPath).mode & 0o077).toBe(0);
  });

  it('Ctrl+C cancels the operation that runs, not the console', async () => {
    server.faults.set(`firmware/${PLUGIN}/W70B-146.99.0.3.rom`, { kind: 'stall', after: 100 });
    const { type, shown, ended } = aTerminal();
    await expect.poll(shown).toContain('provdesk> ');
    type(`plugins['${PLUGIN}'].install('W70B-fw')\r`);
    const onItsWay = async () =>
      (await engine.client.operations.list(undefined)).some(({ items }) =>
        items.some(({ id, files }) => id === 'W70B-fw' && files.some(({ done }) => done > 0)),
      );
    await expect.poll(onItsWay, { timeout: 10_000 }).toBe(true);
    type('\u0003');
    await expect.poll(shown, { timeout: 10_000 }).toContain('W70B-fw: cancelled');
    server.faults.clear();
    type('20 + 22\r');
    await expect.poll(shown).toContain('\n42');
    type('.exit\r');
    await ended;
  });

  it.each<[string, string[], string]>([
    ['plu', ['plugins'], 'plu'],
    ['plugins.upd', ['update'], 'upd'],
    ["plugins['pro", [`${PLUGIN}']`], 'pro'],
    ["plugins.install('", [], ''],
    ["plugins.uninstall('", [`${PLUGIN}')`], ''],
    [`plugins['${PLUGIN}'].install_`, ['install_all'], 'install_'],
    [`plugins['${PLUGIN}'].install('T4`, ["T46U_T43U-fw')"], 'T4'],
    [`plugins['${PLUGIN}'].uninstall('`, [], ''],
    ["plugins['none'].install('", [], ''],
    ['nothing.', [], ''],
  ])('Tab after %s offers %j', async (line, found, fragment) => {
    const { console, type, ended } = aTerminal();
    expect(await console.complete(line)).toEqual([found, fragment]);
    type('.exit\r');
    await ended;
  });

  it('Tab knows the packages of a name that was given', async () => {
    const { console, type, ended } = aTerminal();
    await console.run(`q = plugins['${PLUGIN}']`);
    expect((await console.complete("q.install('"))[0]).toHaveLength(4);
    type('.exit\r');
    await ended;
  });
});
