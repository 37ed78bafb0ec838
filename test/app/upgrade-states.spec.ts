import { describe, expect, it } from 'vitest';
import { ProvdeskError } from '../../src/shared/failures.ts';
import { type ScriptedWindow, takeScreenshot } from './scripted-window.ts';
import type { Site } from './site.ts';
import { aBatch, anOperation, evidence, renewed } from './site-batches.ts';
import { upgradingMorning } from './site-upgrading.ts';
import { windowsPerTest } from './windows-per-test.ts';

const openWindow = windowsPerTest();
let window: ScriptedWindow;

async function open(hash: string, change: (site: Site) => void = () => undefined) {
  const site = upgradingMorning();
  change(site);
  window = await openWindow(site, hash);
  return window.page;
}
const asked = (name: string) => window.engine.asked.flatMap(([called, input]) => (called === name ? [input] : []));

describe('a plan', () => {
  it('asks for each risk by itself, and for the number of devices where it is forced', async () => {
    const page = await open('#/upgrades/new', ({ upgrades }) => {
      upgrades.plan.planned.forEach((one) => one.warnings.push('downgrade'));
    });
    await page.getByLabel('Build', { exact: true }).selectOption('build-1');
    await page.getByRole('checkbox', { name: 'Drop the configuration' }).check();
    for (const excluded of ['Keep every changed file below /etc', 'Keep every changed file'])
      await expect.poll(() => page.getByRole('checkbox', { name: excluded, exact: true }).isDisabled()).toBe(true);
    await page.getByText('Not together with -n.').first().waitFor();
    await page.getByRole('checkbox', { name: /^Force/ }).check();
    await page.getByRole('button', { name: 'Flash 7 devices…' }).click();
    const dialog = page.getByRole('dialog');
    const flash = dialog.getByRole('button', { name: 'Flash 7 devices' });
    for (const risk of [/configuration is lost/, /own test is passed over/, /7 devices go back/]) {
      await expect.poll(() => flash.isDisabled()).toBe(true);
      await dialog.getByRole('checkbox', { name: risk }).check();
    }
    await dialog.getByLabel(/type the number of devices/).fill('6');
    await expect.poll(() => flash.isDisabled()).toBe(true);
    await dialog.getByLabel(/type the number of devices/).fill('7');
    await takeScreenshot(page, 'upgrade-risks');
    expect(asked('upgrades.start')).toEqual([]);
    await flash.click();
    await expect.poll(() => asked('upgrades.start')).toEqual([{ plan: '5c1e0a7d' }]);
    expect(asked('upgrades.plan').at(-1)).toMatchObject({ build: 'build-1', wishes: { options: { n: true, F: true } } });
  });

  it('is made anew where it is no longer what would be done', async () => {
    const page = await open('#/upgrades/new');
    window.engine.refuse('upgrades.start', new ProvdeskError('upgrade.plan-changed', { plan: '5c1e0a7d', reason: '− 1' }));
    await page.getByLabel('Build', { exact: true }).selectOption('build-1');
    await page.getByRole('button', { name: 'Flash 7 devices…' }).click();
    await page.getByRole('button', { name: 'Flash 7 devices', exact: true }).click();
    await page.getByRole('dialog').getByText('upgrade.plan-changed').waitFor();
    const before = asked('upgrades.plan').length;
    await page.getByRole('button', { name: 'Make the plan anew' }).click();
    await expect.poll(() => asked('upgrades.plan').length).toBe(before + 1);
  });

  it('says why it cannot be made, and tries again', async () => {
    const page = await open('#/upgrades/new');
    window.engine.refuse('upgrades.plan', new ProvdeskError('store.unreadable', { path: '/data', reason: 'EIO' }));
    await page.getByLabel('Build', { exact: true }).selectOption('build-1');
    await page.getByText('store.unreadable').waitFor();
    window.engine.refuse('upgrades.plan');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Flash 7 devices…' }).waitFor();
    await page.getByLabel('Then at a time').fill('0');
    await page.getByText('A whole number from 1 to 1000.').waitFor();
  });

  it('is made and begun by keyboard alone', async () => {
    const page = await open('#/upgrades/new');
    const tabTo = async (name: RegExp) => {
      for (let stop = 0; stop < 60; stop += 1) {
        const focused = await page.evaluate(() => {
          const element = document.activeElement as HTMLInputElement | null;
          return (
            element?.getAttribute('aria-label') ?? element?.labels?.[0]?.innerText ?? (element as HTMLElement | null)?.innerText
          );
        });
        if (name.test(focused ?? '')) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`no way by Tab to ${name}`);
    };
    await page.getByRole('option', { name: 'Access points 23.05.5' }).waitFor({ state: 'attached' });
    await tabTo(/^Build$/);
    await page.keyboard.press('ArrowDown');
    await page.getByRole('button', { name: 'Flash 7 devices…' }).waitFor();
    await tabTo(/^Flash 7 devices…$/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(/^Flash 7 devices$/);
    await page.keyboard.press('Enter');
    await expect.poll(() => asked('upgrades.start').length).toBe(1);
    await expect.poll(() => page.evaluate(() => location.hash)).toBe('#/upgrades/batch-1');
  });
});

describe('the board', () => {
  it('follows a device from step to step, and greys its cancel with the reason', async () => {
    const page = await open('#/upgrades/batch-1%2Fop-1');
    const tell = (given: Parameters<typeof anOperation>[1]) =>
      window.engine.tell('upgrades.changed', { operations: [anOperation(1, given)], batches: [] });
    await page.getByText('Uploading').waitFor();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await expect.poll(() => asked('upgrades.cancel')).toEqual([{ id: 'op-1' }]);
    tell({ step: 'flashing', attempt: 1, revision: 5, before: evidence() });
    await page.getByText('Flashing', { exact: true }).waitFor();
    const cancel = page.getByRole('button', { name: 'Cancel', exact: true });
    await expect.poll(() => cancel.isDisabled()).toBe(true);
    await expect
      .poll(() => cancel.getAttribute('aria-describedby'))
      .toBe(await page.getByText('Flashing has begun').getAttribute('id'));
    window.engine.tell('upgrades.logged', { operation: 'op-1', lines: [{ seq: 1, at: 1, text: 'Commencing upgrade' }] });
    await page.getByRole('list', { name: 'Transcript' }).getByText('Commencing upgrade').waitFor();
    tell({ step: 'done', outcome: 'success', verdict: 'success', after: renewed, revision: 6, attempt: 1, before: evidence() });
    await page.getByText('Runs the new version').waitFor();
    tell({ step: 'uploading', revision: 4 }); // News that was overtaken.
    window.engine.tell('upgrades.logged', { operation: 'op-1', lines: [{ seq: 2, at: 2, text: 'said last' }] });
    await page.getByRole('list', { name: 'Transcript' }).getByText('said last').waitFor();
    expect(await page.getByText('Runs the new version').count()).toBe(1);
    await page.keyboard.press('Escape');
  });

  it('pauses, goes on, cancels what has not begun, and retries what failed', async () => {
    const page = await open('#/upgrades/batch-1');
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect.poll(() => asked('upgrades.pauseBatch')).toEqual([{ id: 'batch-1' }]);
    const state = (state: 'paused' | 'failed', revision: number) =>
      window.engine.tell('upgrades.changed', {
        operations: [],
        batches: [aBatch({ state, revision, pausedFor: { wave: 2, failed: 2 } })],
      });
    state('paused', 2);
    await page.getByText('Paused by itself: 2 devices of “Wave 2” failed.').waitFor();
    await takeScreenshot(page, 'upgrade-paused');
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect.poll(() => asked('upgrades.resumeBatch')).toEqual([{ id: 'batch-1' }]);
    await page.getByRole('button', { name: 'Cancel…' }).click();
    await page.getByRole('button', { name: 'Cancel what has not begun' }).click();
    await expect.poll(() => asked('upgrades.cancelBatch')).toEqual([{ id: 'batch-1' }]);
    state('failed', 3);
    await page.getByRole('button', { name: 'Retry failed' }).click();
    await expect.poll(() => asked('upgrades.retryFailed')).toEqual([{ id: 'batch-1' }]);
  });

  it('shows only what failed where somebody wants that, and opens a device by keyboard', async () => {
    const page = await open('#/upgrades/batch-1');
    await page.getByLabel('Show').selectOption({ label: 'Failed' });
    await expect.poll(() => page.getByRole('row').count()).toBe(4);
    await page.getByRole('grid').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'All devices' }).waitFor();
    await page.getByText('upgrade.not-back').waitFor();
  });

  it.each(['upgrades.batches', 'upgrades.operations', 'images.builds'])('says why %s failed, and tries again', async (call) => {
    const hash = call.startsWith('images') ? '#/images' : '#/upgrades';
    const page = await open(hash);
    window.engine.refuse(call, new ProvdeskError('store.unreadable', { path: '/data', reason: 'EIO' }));
    await page.reload();
    await page.getByRole('alert').getByText('store.unreadable').waitFor();
    window.engine.refuse(call);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });
});

describe('a device over SSH', () => {
  it('that shows another key stops, says so, and goes on once its keys are forgotten', async () => {
    const page = await open('#/devices/router-0');
    const facts = { host: '192.168.20.10', shown: 'SHA256:b', expected: 'SHA256:a' };
    window.engine.refuse('upgrades.probe', new ProvdeskError('ssh.host-key-changed', facts));
    await page.getByRole('button', { name: 'Identify' }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('ssh.host-key-changed').waitFor();
    await takeScreenshot(page, 'device-key-changed');
    await alert.getByRole('button', { name: 'Forget its keys…' }).click();
    await page.getByRole('button', { name: 'Forget its keys', exact: true }).click();
    await page.getByText('1 key was forgotten.').waitFor();
    expect(asked('devices.forgetHostKeys')).toEqual([{ id: 'router-0' }]);
    window.engine.refuse('upgrades.probe');
    await page.getByRole('button', { name: 'Identify' }).click();
    await page.getByText(/^Identified /).waitFor();
  });

  it('is kept with its credentials in their order, and not with what cannot be', async () => {
    const page = await open('#/devices/router-2');
    await page.getByRole('button', { name: 'Edit…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: 'Use My agent' }).check();
    await dialog.getByRole('button', { name: 'Try My agent earlier' }).click();
    await dialog.getByLabel('Port').fill('70000');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('A port is a number from 1 to 65535.').waitFor();
    expect(asked('devices.change')).toEqual([]);
    await dialog.getByLabel('Port').fill('2222');
    await dialog.getByRole('checkbox', { name: /outdated encryption/ }).uncheck();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(asked('devices.change')).toMatchObject([
      { id: 'router-2', ssh: { port: 2222, credentials: ['cred-3', 'cred-1'], legacy: false } },
    ]);
    await page.getByText('192.168.20.12:2222').waitFor();
    await page.getByText('Outdated SSH').waitFor({ state: 'detached' });
  });

  it('says why a credential that is in use stays', async () => {
    const page = await open('#/devices');
    window.engine.refuse('credentials.remove', new ProvdeskError('credentials.in-use', { name: 'Site password', devices: 12 }));
    await page.getByRole('button', { name: 'Credentials…' }).click();
    await page.getByRole('button', { name: 'Remove the credential Site password' }).click();
    await page.getByText('credentials.in-use').waitFor();
  });
});

describe('an image', () => {
  it('that is too large is refused before a byte of it is sent', async () => {
    const page = await open('#/images', ({ upgrades }) => {
      upgrades.limit = 1000;
    });
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Choose an image…' }).click(),
    ]);
    await chooser.setFiles({
      name: 'huge-sysupgrade.bin',
      mimeType: 'application/octet-stream',
      buffer: Buffer.alloc(1001),
    });
    await page.getByRole('dialog').getByText('images.too-large').waitFor();
    expect(asked('images.inspect')).toEqual([]);
  });

  it('that is being flashed stays, and says why', async () => {
    const page = await open('#/images/build-1');
    window.engine.refuse('images.remove', new ProvdeskError('images.in-use', { name: 'x', operations: 2 }));
    await page
      .getByRole('button', { name: /^Remove openwrt/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('images.in-use').waitFor();
  });

  it('may be as large as somebody says', async () => {
    const page = await open('#/images');
    await page.getByRole('button', { name: 'Largest image: Change…' }).click();
    await page.getByLabel('Largest image').fill('64');
    await page.getByText('Write a size such as 30 MB').waitFor();
    await page.getByLabel('Largest image').fill('64 MB');
    await page.getByRole('button', { name: 'Set the limit' }).click();
    await expect.poll(() => asked('images.setLimit')).toEqual([{ bytes: 64_000_000 }]);
  });
});
