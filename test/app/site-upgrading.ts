import { Rollout } from '../../src/shared/contract/upgrades.ts';
import { ProvdeskError } from '../../src/shared/failures.ts';
import { morning } from './morning.ts';
import { type Site, workingMorning } from './site.ts';
import { aBatch, everyState, transcript } from './site-batches.ts';
import { anImage, aRouter, builds, OLD_RELEASE } from './site-routers.ts';
import { noUpgrades } from './site-upgrades.ts';

/** A morning with phones and routers, images, and an upgrade that runs. */
export function upgradingMorning(): Site {
  const site = workingMorning();
  const routers = Array.from({ length: 12 }, (_, index) => aRouter(index));
  const operations = everyState();
  return {
    ...site,
    devices: { revision: 101, devices: [...site.devices.devices, ...routers] },
    upgrades: {
      ...noUpgrades(),
      credentials: [
        { id: 'cred-1', name: 'Site password', kind: 'password', username: 'root', devices: 12, addedAt: morning },
        { id: 'cred-2', name: 'Service key', kind: 'key', username: 'root', devices: 0, addedAt: morning },
        { id: 'cred-3', name: 'My agent', kind: 'agent', username: 'admin', devices: 0, addedAt: morning },
      ],
      categories: [
        { id: 'cat-1', name: 'Access points', description: '', builds: 2 },
        { id: 'cat-2', name: 'Gateways', description: '', builds: 0 },
      ],
      builds,
      images: [anImage(0), anImage(1)],
      batches: [
        aBatch(),
        aBatch({
          id: 'batch-0',
          state: 'success',
          buildVersion: '22.03.5',
          total: 1,
          succeeded: 1,
          failed: 0,
          aborted: 0,
          cancelled: 0,
          createdAt: morning - 86_400_000,
          finishedAt: morning - 86_000_000,
        }),
        aBatch({
          id: 'batch-2',
          state: 'scheduled',
          startAt: morning + 36_000_000,
          total: 3,
          succeeded: 0,
          failed: 0,
          aborted: 0,
          cancelled: 0,
          createdAt: morning - 300_000,
        }),
      ],
      operations,
      logs: { 'op-0': transcript },
      plan: {
        id: '5c1e0a7d',
        planned: operations.slice(0, 7).map(({ device, deviceName, image, wave }, index) => ({
          device,
          deviceName,
          address: `192.0.2.${20 + index}:22`,
          image,
          wave,
          because: index === 2 ? 'firmwareless' : 'related',
          from: index === 4 ? null : OLD_RELEASE,
          warnings: index === 4 ? ['board-unchecked'] : [],
        })),
        skipped: [
          {
            device: 'router-8',
            deviceName: 'AP Dach 9',
            failure: new ProvdeskError('upgrade.deactivated', { device: 'AP Dach 9' }).failure,
          },
          {
            device: 'router-9',
            deviceName: 'AP Werkstatt 10',
            failure: new ProvdeskError('upgrade.no-image', { device: 'AP Werkstatt 10', board: 'x,y', build: '23.05.5' }).failure,
          },
        ],
        rollout: Rollout.parse({}),
        startAt: null,
        command: '/sbin/sysupgrade -v /tmp/provdesk-….bin',
      },
    },
  };
}
