import { expect, it } from 'vitest';
import { ProvdeskError } from '../../src/shared/failures.ts';
import { type ScriptedWindow, takeScreenshot } from './scripted-window.ts';
import { type Site, workingMorning } from './site.ts';
import { withoutSignIn } from './site-operations.ts';
import { windowsPerTest } from './windows-per-test.ts';

const open = windowsPerTest();

/** A laptop in a company network. */
function company(): Site {
  return {
    ...workingMorning(),
    proxies: {
      proxies: [
        { kind: 'http', url: 'http://proxy.customer.example:3128', host: 'proxy.customer.example:3128', from: 'environment' },
        { kind: 'https', url: 'http://10.0.0.1:8080', host: '10.0.0.1:8080', from: 'settings' },
        { kind: 'ftp', url: null, host: null, from: 'settings' },
      ],
      exceptions: { hosts: ['intranet.customer.example', '10.0.0.0/8'], from: 'settings' },
    },
    credentials: [
      { host: '10.0.0.1:8080', user: 'tech' },
      { host: 'downloads.vendor-with-a-very-long-name.example', user: 'someone.with.a.long.name@customer.example' },
    ],
  };
}

async function openDialog(site: Site): Promise<ScriptedWindow> {
  const window = await open(site);
  await window.page.getByRole('button', { name: 'Settings' }).click();
  await window.page.getByRole('button', { name: 'Proxies and sign-ins…' }).click();
  await window.page.getByRole('dialog', { name: 'Proxies and sign-ins' }).waitFor();
  return window;
}

it('shows which proxies hold, and who decided it', async () => {
  const { page, complaints } = await openDialog(company());
  await page.getByText('http://proxy.customer.example:3128').waitFor();
  await expect
    .poll(() => page.getByLabel('Which proxy for http', { exact: true }).locator('option:checked').innerText())
    .toBe('From the environment');
  await expect.poll(() => page.getByLabel('Proxy for https', { exact: true }).inputValue()).toBe('http://10.0.0.1:8080');
  await expect.poll(() => page.getByLabel('Which proxy for ftp').inputValue()).toBe('none');
  await expect
    .poll(() => page.getByLabel('Hosts that are asked directly').inputValue())
    .toBe('intranet.customer.example, 10.0.0.0/8');
  await takeScreenshot(page, 'network-en-light');
  expect(complaints).toEqual([]);
});

it('sets a proxy, none, and what the environment says', async () => {
  const { page, engine } = await openDialog(company());
  await page.getByLabel('Which proxy for https').selectOption({ label: 'From the environment' });
  await page.getByLabel('Which proxy for http', { exact: true }).selectOption({ label: 'No proxy' });
  await page.getByLabel('Which proxy for ftp').selectOption({ label: 'This proxy' });
  await page.getByLabel('Proxy for ftp', { exact: true }).fill(' http://ftp-proxy.example:3128 ');
  await page.getByLabel('Hosts that are asked directly').fill('a.example b.example');
  await page.getByRole('button', { name: 'Save proxies' }).click();
  await expect
    .poll(() => engine.asked.filter(([name]) => name.startsWith('network.set')))
    .toEqual([
      ['network.setProxy', { kind: 'http', url: null }],
      ['network.setProxy', { kind: 'https' }],
      ['network.setProxy', { kind: 'ftp', url: 'http://ftp-proxy.example:3128' }],
      ['network.setExceptions', { hosts: ['a.example', 'b.example'] }],
    ]);
});

it('keeps what was typed where it is refused, with the reason', async () => {
  const { page, engine } = await openDialog(company());
  engine.refuse('network.setProxy', new ProvdeskError('network.proxy-invalid', { proxy: 'https' }));
  await page.getByLabel('Proxy for https', { exact: true }).fill('socks5://proxy:1080');
  await page.keyboard.press('Enter');
  await page.getByText('network.proxy-invalid').waitFor();
  await expect.poll(() => page.getByLabel('Proxy for https', { exact: true }).inputValue()).toBe('socks5://proxy:1080');
  await takeScreenshot(page, 'network-refused');
});

it('keeps a sign-in, and shows the password to nobody', async () => {
  const { page, engine } = await openDialog(workingMorning());
  await page.getByText('No sign-in is kept yet.').waitFor();
  await page.getByLabel('Server or proxy').fill('fw.example.net');
  await page.getByLabel('User name').fill('tech');
  await page.getByLabel('Password').fill('hush');
  await expect.poll(() => page.getByLabel('Password').getAttribute('type')).toBe('password');
  await page.getByRole('button', { name: 'Keep sign-in' }).click();
  await page.getByRole('list', { name: 'Sign-ins' }).getByText('fw.example.net').waitFor();
  expect(engine.asked).toContainEqual(['network.setCredential', { host: 'fw.example.net', user: 'tech', password: 'hush' }]);
  await expect.poll(() => page.getByLabel('Password').inputValue()).toBe('');
  expect(await page.content()).not.toContain('hush');
});

it('changes and forgets a sign-in', async () => {
  const { page, engine } = await openDialog(company());
  await page.getByRole('button', { name: 'Change the sign-in for 10.0.0.1:8080' }).click();
  await expect.poll(() => page.getByLabel('Server or proxy').inputValue()).toBe('10.0.0.1:8080');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('password');
  await page.getByRole('button', { name: 'Forget the sign-in for 10.0.0.1:8080' }).click();
  await expect.poll(() => page.getByRole('list', { name: 'Sign-ins' }).getByRole('listitem').count()).toBe(1);
  expect(engine.asked).toContainEqual(['network.removeCredential', { host: '10.0.0.1:8080' }]);
});

it('says why passwords cannot be opened, while proxies still can be set', async () => {
  const window = await open(company());
  const { page } = window;
  window.engine.refuse(
    'network.credentials',
    new ProvdeskError('secrets.unavailable', { reason: 'no keyring is running (basic_text)' }),
  );
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Proxies and sign-ins…' }).click();
  await page.getByText('secrets.unavailable').waitFor();
  await expect.poll(() => page.getByRole('button', { name: 'Save proxies' }).count()).toBe(1);
  await takeScreenshot(page, 'network-no-keyring');
  window.engine.refuse('network.credentials');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('list', { name: 'Sign-ins' }).waitFor();
});

it('leads from a package that lacked a sign-in to where it is entered, by keyboard', async () => {
  const { page } = await open({ ...workingMorning(), operations: [withoutSignIn()] }, '#/plugins/wazo-yealink-v86');
  const way = page.getByRole('button', { name: 'Sign in at fw.vendor.example…' }).first();
  await way.scrollIntoViewIfNeeded();
  await takeScreenshot(page, 'plugins-sign-in-needed');
  await way.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Proxies and sign-ins' }).waitFor();
  await expect.poll(() => page.getByLabel('Server or proxy').inputValue()).toBe('fw.vendor.example');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

it('leads from a proxy that does not answer to the proxies', async () => {
  const { page, engine } = await open(workingMorning(), '#/plugins');
  const facts = { proxy: '10.0.0.1:8080', reason: 'ECONNREFUSED', url: 'http://provd.example/plugins.db' };
  engine.refuse('plugins.update', new ProvdeskError('source.proxy-unreachable', facts));
  await page.getByRole('button', { name: 'Update the list' }).click();
  await page.getByRole('alert').getByRole('button', { name: 'Proxy settings…' }).click();
  await page.getByRole('dialog', { name: 'Proxies and sign-ins' }).waitFor();
});

it.each([
  ['fr', 'dark', 1024],
  ['de', 'light', 1024],
  ['es', 'dark', 1280],
] as const)('fits in %s, %s, %i wide', async (language, appearance, width) => {
  const { page, complaints } = await open({ ...company(), settings: { language, appearance } });
  await page.setViewportSize({ width, height: width === 1024 ? 700 : 800 });
  await page.waitForFunction((lang) => document.documentElement.lang === lang, language);
  await page.getByRole('banner').getByRole('button').last().click();
  await page.locator('[role="dialog"] button').last().click();
  await page.locator('[role="dialog"] form').last().waitFor();
  const spills = await page.evaluate(() =>
    [...document.querySelectorAll('[role="dialog"] *')]
      .filter(
        (element) =>
          element.scrollWidth > element.clientWidth + 1 &&
          getComputedStyle(element).overflow === 'visible' &&
          element.clientWidth > 0,
      )
      .map((element) => element.outerHTML.slice(0, 120)),
  );
  await takeScreenshot(page, `network-${language}-${appearance}`);
  expect(spills).toEqual([]);
  expect(complaints).toEqual([]);
});
