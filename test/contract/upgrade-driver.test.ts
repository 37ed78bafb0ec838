import { afterAll } from 'vitest';
import { openWrtDriver } from '../../src/main/engine/upgrade/openwrt/openwrt-driver.ts';
import { anOpenWrtImage } from '../builders/openwrt-image.ts';
import { removeTemporaryFolders } from '../builders/test-engine.ts';
import { RealRouter } from '../fakes/openwrt/rig/real-router.ts';
import { rigMissing } from '../fakes/openwrt/rig/template.ts';
import { SimulatedDevice } from '../fakes/openwrt/simulated-device.ts';
import { describeDriver } from './upgrade-driver.ts';

afterAll(removeTemporaryFolders);

const openWrt = { driver: openWrtDriver, image: (size = 300_000) => anOpenWrtImage({ size }) };

describeDriver({ ...openWrt, name: 'a simulated device', start: (traits) => SimulatedDevice.start(traits) });
describeDriver({ ...openWrt, name: 'real dropbear', start: (traits) => RealRouter.start(traits), missing: rigMissing() });
