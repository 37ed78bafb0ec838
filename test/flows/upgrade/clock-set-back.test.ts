import { afterAll, afterEach, expect, it } from 'vitest';
import type { UpgradeWishes } from '../../../src/shared/contract/upgrades.ts';
import { aKeyPair } from '../../builders/ssh-key.ts';
import { removeTemporaryFolders } from '../../builders/test-engine.ts';
import { texts, UpgradeSite } from '../../builders/upgrade-site.ts';

let site: UpgradeSite;
afterEach(() => site.stop());
afterAll(removeTemporaryFolders);

const HOUR = 3_600_000;
const DROPPED: Partial<UpgradeWishes> = { options: { n: true } };

const believed = { outcome: 'success', verdict: 'success' } as const;
const notBelieved = { outcome: 'failed', verdict: 'unreachable', watching: true, after: null } as const;

it.each([
  ['to before the flash', -3, {}, believed],
  ['to after the flash, which nothing shows', 1, {}, believed],
  ['to before the flash, and its key is new, as its configuration was dropped', -3, DROPPED, believed],
  ['to after the flash, and its key is new: it may be another device, up for longer than that', 1, DROPPED, notBelieved],
])(
  'a device that has been back for two hours, and the clock was set back while the app was closed: %s',
  async (_what, hours, wishes, ends) => {
    let set = 0;
    const now = () => Date.now() + set;
    site = await UpgradeSite.start({ now });
    const device = await site.device('ap-1', { flash: 'never-back', downFor: 0 });
    const [begun] = await site.start(await site.image(), ['ap-1'], wishes);
    await site.until(begun?.id ?? '', ({ step }) => step === 'reconnecting');
    await site.engine.stop();

    if (wishes.options) device.hostKey = aKeyPair().private;
    device.state.restart({ version: '23.05.5', revision: 'r24106-10cc5fcd00' });
    device.state.grow(2 * 3_600);
    await device.listen();
    set = hours * HOUR;
    const { dataDir } = site.engine;
    site = await UpgradeSite.start({ dataDir, resumeServing: true, now }, { backWithin: hours < 0 ? 20_000 : 1_000 });
    site.devices.push(device);
    const ended = await site.ended(begun?.id ?? '');
    expect(ended, texts(ended)).toMatchObject(ends);
  },
);
