import { newOperation } from '../../src/main/engine/upgrade/new-operation.ts';
import {
  type Evidence,
  type LogLine,
  Rollout,
  type UpgradeBatch,
  type UpgradeOperation,
  UpgradeWishes,
} from '../../src/shared/contract/upgrades.ts';
import { ProvdeskError } from '../../src/shared/failures.ts';
import { morning } from './morning.ts';
import { anImage, aRouter, NEW_RELEASE, OLD_RELEASE } from './site-routers.ts';

export function evidence(given: Partial<Evidence> = {}): Evidence {
  return {
    at: morning - 90_000,
    bootId: '0b54c2b1-6a0f-4a3e-9d2b-6d8e1c7f0a11',
    uptime: 431_200,
    board: 'example,ap-1-v2',
    model: 'Example AP-1 v2',
    release: '22.03.5',
    revision: 'r20134-5f15225c1e',
    description: OLD_RELEASE,
    address: '192.168.20.10',
    hostKey: 'SHA256:ZtVt0Wk8n4c1cXbB1xX9k1yqk7s9Qm2h5uV8wY0aB3E',
    ...given,
  };
}

export const renewed = evidence({
  at: morning - 20_000,
  bootId: '9f21d7c4-11aa-4b0c-8c55-0f4f2a6f77de',
  uptime: 41,
  release: '23.05.5',
  revision: 'r24106-10cc5fcd00',
  description: NEW_RELEASE,
});

export function anOperation(index: number, given: Partial<UpgradeOperation> = {}): UpgradeOperation {
  const router = aRouter(index);
  const image = anImage(index);
  const target = {
    id: image.id,
    name: image.name,
    sha256: image.sha256,
    size: image.size,
    build: 'build-1',
    buildVersion: '23.05.5',
    category: 'cat-1',
    categoryName: 'Access points',
    boards: [],
    expected: { version: '23.05.5', revision: 'r24106-10cc5fcd00', os: NEW_RELEASE },
  };
  const wave = index === 0 ? 0 : 1 + Math.floor((index - 1) / 4);
  const device = { device: router.id, deviceName: router.name ?? '', image: target, wave };
  return {
    ...newOperation(device, 'batch-1', UpgradeWishes.parse({}), morning - 120_000),
    id: `op-${index}`,
    ...given,
  };
}

const done = { step: 'done', attempt: 1, before: evidence(), finishedAt: morning - 15_000 } as const;
const failed = (code: 'upgrade.old-version-back' | 'upgrade.not-back' | 'upgrade.wrong-board', device: string) =>
  new ProvdeskError(code, {
    device,
    release: OLD_RELEASE,
    expected: '23.05.5',
    minutes: 10,
    image: 'x',
    board: 'a,b',
    boards: 'c,d',
  }).failure;

/** One of everything that a board can show. */
export function everyState(): UpgradeOperation[] {
  return [
    anOperation(0, {
      ...done,
      outcome: 'success',
      verdict: 'success',
      after: renewed,
      way: 'cat',
      sent: 7_602_176,
      commandSentAt: morning - 70_000,
      backup: { sha256: 'b'.repeat(64), size: 12_400 },
    }),
    anOperation(1, { step: 'uploading', attempt: 1, sent: 3_100_000, before: evidence() }),
    anOperation(2, { step: 'flashing', attempt: 1, before: evidence(), commandSentAt: morning }),
    anOperation(3, { step: 'reconnecting', attempt: 2, before: evidence(), commandSentAt: morning }),
    anOperation(4, { attempt: 1, dueAt: morning + 45_000, failure: failed('upgrade.not-back', 'x') }),
    anOperation(5, { attempt: 5, dueAt: morning + 45_000, pending: true }),
    anOperation(6, { ...done, outcome: 'success', verdict: 'not-needed', after: null }),
    anOperation(7, {
      ...done,
      outcome: 'failed',
      verdict: 'rebooted-old',
      after: { ...renewed, description: OLD_RELEASE, release: '22.03.5' },
      failure: failed('upgrade.old-version-back', 'AP Lager 8'),
    }),
    anOperation(8, {
      ...done,
      outcome: 'failed',
      verdict: 'unreachable',
      watching: true,
      failure: failed('upgrade.not-back', 'AP Dach 9'),
    }),
    anOperation(9, {
      ...done,
      outcome: 'aborted',
      verdict: 'rejected-untouched',
      failure: failed('upgrade.wrong-board', 'AP Werkstatt 10'),
    }),
    anOperation(10, { ...done, outcome: 'cancelled' }),
    anOperation(11),
  ];
}

export function aBatch(given: Partial<UpgradeBatch> = {}): UpgradeBatch {
  return {
    id: 'batch-1',
    createdAt: morning - 120_000,
    startAt: null,
    finishedAt: null,
    build: 'build-1',
    buildVersion: '23.05.5',
    categoryName: 'Access points',
    rollout: Rollout.parse({ wave: 4 }),
    wishes: UpgradeWishes.parse({}),
    state: 'running',
    startedBy: 'anna@laptop',
    pausedFor: null,
    acknowledged: {},
    total: 12,
    succeeded: 2,
    failed: 2,
    aborted: 1,
    cancelled: 1,
    revision: 1,
    ...given,
  };
}

export const transcript: LogLine[] = [
  'Connected to 192.168.20.10, port 22, as root (site)',
  'It is Example AP-1 v2, OpenWrt 22.03.5 r20134-5f15225c1e',
  'Its configuration was fetched, 12400 bytes',
  'The device has it whole: size and SHA-256 are right',
  'The device’s own test accepts it',
  '> /sbin/sysupgrade -v /tmp/provdesk-op-0.bin',
  'Commencing upgrade. Closing all shell sessions.',
].map((text, index) => ({ seq: index + 1, at: morning - 90_000 + index * 1_500, text }));
