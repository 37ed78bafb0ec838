import { utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { ConfigurationOwner } from '../../src/shared/contract/configuration.ts';
import { removeTemporaryFolders, startTestEngine, temporaryFolder } from '../builders/test-engine.ts';

const MAC = '80:5e:c0:00:00:01';
const NAME = '805ec0000001.cfg';
const LABEL = 'account.1.label';
const mine: ConfigurationOwner = { kind: 'device', device: MAC };
const yealinks: ConfigurationOwner = { kind: 'vendor', vendor: 'Yealink' };

afterAll(removeTemporaryFolders);

it('gives who asks by date what was changed in a folder, however soon, and says what was not', async () => {
  const filesDir = temporaryFolder('files');
  const engine = await startTestEngine({ filesDir });
  const { http } = await engine.serve();
  const get = async (since?: string | null) => {
    const response = await fetch(`${http}/a.cfg`, { headers: since ? { 'If-Modified-Since': since } : {} });
    return { modified: response.headers.get('last-modified'), told: `${response.status} ${await response.text()}` };
  };
  writeFileSync(path.join(filesDir, 'a.cfg'), '0');
  let { modified } = await get();
  for (const text of ['1', '2', '3', '4', '5']) {
    writeFileSync(path.join(filesDir, 'a.cfg'), text);
    const { told } = await get(modified);
    expect(told).toBe(`200 ${text}`);
    ({ modified } = await get());
  }
  await expect.poll(async () => (await get((await get()).modified)).told, { timeout: 5000 }).toBe('304 ');
  await engine.stop();
});

it('gives a device that asks by date what was changed, however soon, and what takes its place', async () => {
  const filesDir = temporaryFolder('files');
  writeFileSync(path.join(filesDir, NAME), 'older');
  utimesSync(path.join(filesDir, NAME), 0, 0);
  const engine = await startTestEngine({ filesDir });
  const { http } = await engine.serve();
  await engine.client.devices.add({ mac: MAC });
  const configure = async (of: ConfigurationOwner, label?: string) => {
    const change = label === undefined ? { unset: [LABEL] } : { set: [{ name: LABEL, value: label }] };
    await engine.client.devices.configure({ of, ...change });
  };
  const get = async (since?: string | null) => {
    const response = await fetch(`${http}/${NAME}`, { headers: since ? { 'If-Modified-Since': since } : {} });
    return { headers: response.headers, text: await response.text() };
  };
  let { headers: had } = await get();
  /** As a phone that has kept when its copy was changed, and as one that has kept when it asked. */
  const byDate = async () => {
    const got = await Promise.all([get(had.get('last-modified')), get(had.get('date'))]);
    ({ headers: had } = await get());
    return got.map(({ text }) => text);
  };
  const both = (label: string) => Array.from({ length: 2 }, () => `#!version:1.0.0.1\n${LABEL} = ${label}\n`);
  for (const label of ['1', '2', '3', '4', '5']) {
    await configure(mine, label);
    expect(await byDate()).toEqual(both(label));
  }
  await configure(mine);
  expect(await byDate()).toEqual(['older', 'older']);
  await configure(yealinks, 'all');
  expect(await byDate()).toEqual(both('all'));
  await configure(mine, '6');
  expect(await byDate()).toEqual(both('6'));
  await engine.client.devices.remove({ id: MAC });
  expect(await byDate()).toEqual(both('all'));
  await engine.stop();
});
