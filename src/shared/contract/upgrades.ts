import { z } from 'zod';
import { LANGUAGES } from '../values/language.ts';
import { call, news } from './kit.ts';
import { PolicyNumbers, UpgradePolicy } from './upgrade-policy.ts';
import { Failure, Instant } from './values.ts';

/** In their order. From `flashing` on there is no way back. @see issue: states of the upgrade engine */
export const UpgradeStep = z.enum([
  'queued',
  'connecting',
  'identified',
  'preflight',
  'uploading',
  'verifying',
  'testing',
  'armed',
  'flashing',
  'rebooting',
  'reconnecting',
  'post-check',
  'done',
]);
export type UpgradeStep = z.infer<typeof UpgradeStep>;

/** `aborted`: a condition said no, the device was not flashed. `cancelled`: a person did. */
export const UpgradeOutcome = z.enum(['success', 'failed', 'aborted', 'cancelled']);
export type UpgradeOutcome = z.infer<typeof UpgradeOutcome>;

/** What the evidence says. */
export const Verdict = z.enum([
  'success',
  /** It ran this build before; nothing was sent. */
  'not-needed',
  'rejected-untouched',
  /** It has restarted, and runs the build that it ran before too: it is what was wished for, and no proof of a flash. */
  'same-build',
  'rebooted-old',
  'other-version',
  'did-not-flash',
  'unreachable',
]);
export type Verdict = z.infer<typeof Verdict>;

/** sysupgrade's own. None by default. `n` excludes `c` and `o`. */
export const FlashOptions = z.object({
  /** Keep all that was changed below /etc. */
  c: z.boolean().optional(),
  /** Keep all that was changed. */
  o: z.boolean().optional(),
  /** Do not keep the configuration. */
  n: z.boolean().optional(),
  /** Leave out of the backup what equals the image's own. */
  u: z.boolean().optional(),
  /** Do not restore the partition table. */
  p: z.boolean().optional(),
  /** Put the list of installed packages into the backup. */
  k: z.boolean().optional(),
  /** Flash although the image test says no. */
  F: z.boolean().optional(),
});
export type FlashOptions = z.infer<typeof FlashOptions>;

/** How an operation is carried out, beside sysupgrade's options. */
export const UpgradeWishes = z.object({
  options: FlashOptions.default({}),
  /** Also where the device runs this build already. */
  reinstall: z.boolean().default(false),
  /** Fetch its configuration first. */
  backup: z.boolean().default(true),
  /** Stop services where memory is short. They are started again if it comes to nothing. */
  mayStopServices: z.boolean().default(true),
  /** Also take its Wi-Fi down: only by wire, and only on purpose. */
  mayStopWifi: z.boolean().default(false),
  /** Wait for devices that are off, and begin when they are seen. */
  persistent: z.boolean().default(false),
});
export type UpgradeWishes = z.infer<typeof UpgradeWishes>;

/** What a device said of itself at one moment. */
export const Evidence = z.object({
  at: Instant,
  bootId: z.string(),
  /** Seconds. */
  uptime: z.number(),
  board: z.string(),
  model: z.string(),
  /** DISTRIB_RELEASE, `23.05.5`. */
  release: z.string(),
  revision: z.string(),
  description: z.string(),
  address: z.string(),
  hostKey: z.string(),
});
export type Evidence = z.infer<typeof Evidence>;

/** The image as it was when the operation was made: it is told of even after the image was removed. */
export const TargetImage = z.object({
  id: z.string(),
  name: z.string(),
  sha256: z.string(),
  size: z.number(),
  build: z.string(),
  buildVersion: z.string(),
  category: z.string(),
  categoryName: z.string(),
  /** All names of its boards: a release may call a board by another one of them than the release before. */
  boards: z.array(z.string()).default([]),
  /** What a device says of itself that runs it, as far as the image or its build tells. */
  expected: z.object({ version: z.string().nullable(), revision: z.string().nullable(), os: z.string().nullable() }),
});
export type TargetImage = z.infer<typeof TargetImage>;

export const UpgradeOperation = z.object({
  id: z.string(),
  batch: z.string().nullable(),
  /** Its place in the batch: 0 is the canary. */
  wave: z.number(),
  device: z.string(),
  deviceName: z.string(),
  image: TargetImage,
  wishes: UpgradeWishes,
  step: UpgradeStep,
  outcome: UpgradeOutcome.nullable(),
  verdict: Verdict.nullable(),
  failure: Failure.nullable(),
  /** Tries begun, without those that Provdesk's own end cut short. */
  attempt: z.number(),
  /** So many of those in a row. */
  cutShort: z.number().default(0),
  /** It waits until then, for another try. */
  dueAt: Instant.nullable(),
  /** Its device is off or away: it is tried again until it is seen, and holds up no other. */
  pending: z.boolean(),
  /** Bytes that went out. */
  sent: z.number(),
  /** How the bytes go. */
  way: z.string().nullable(),
  createdAt: Instant,
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  /** The flash command went out then, or was about to: the point of no return. */
  commandSentAt: Instant.nullable(),
  /** How long the device had been up then, in seconds. */
  commandUptime: z.number().nullable().default(null),
  before: Evidence.nullable(),
  after: Evidence.nullable(),
  /** Of the configuration that was fetched first. */
  backup: z.object({ sha256: z.string(), size: z.number() }).nullable(),
  /** What was stopped on the device and has to be started again where it is not flashed. */
  stopped: z.array(z.string()),
  /** Something was brought there or stopped, and is to be undone when the device is next there. */
  untidy: z.boolean().default(false),
  /** The device is still looked for after the verdict. */
  watching: z.boolean(),
  cancelRequested: z.boolean(),
  revision: z.number(),
});
export type UpgradeOperation = z.infer<typeof UpgradeOperation>;

export const LogLine = z.object({ seq: z.number(), at: Instant, text: z.string() });
export type LogLine = z.infer<typeof LogLine>;

/** First `canary` devices, then waves of `wave`; it pauses at so many failed ones. */
export const Rollout = z.object({
  canary: z.number().int().min(0).max(1000).default(1),
  wave: z.number().int().min(1).max(1000).default(10),
  stopAfterCanary: z.number().int().min(1).max(1000).default(1),
  stopAfterWave: z.number().int().min(1).max(1000).default(2),
});
export type Rollout = z.infer<typeof Rollout>;

export const UpgradeBatch = z.object({
  id: z.string(),
  createdAt: Instant,
  /** `anna@laptop`: who was signed in to the machine. Null: it was begun before this was written down. */
  startedBy: z.string().nullable().default(null),
  startAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  build: z.string(),
  buildVersion: z.string(),
  categoryName: z.string(),
  rollout: Rollout,
  wishes: UpgradeWishes,
  state: z.enum(['scheduled', 'running', 'paused', 'success', 'failed', 'cancelled']),
  /**
   * Why it paused by itself: so many failed in this wave; its time came while nobody was there to begin it; none of the first
   * devices proved this build, with so many failed ones.
   */
  pausedFor: z
    .union([
      z.object({ wave: z.number(), failed: z.number() }),
      z.object({ missed: Instant }),
      z.object({ unproved: z.number() }),
    ])
    .nullable(),
  /** Failed ones by wave that a person went on over. */
  acknowledged: z.record(z.string(), z.number()),
  total: z.number(),
  succeeded: z.number(),
  failed: z.number(),
  aborted: z.number(),
  cancelled: z.number(),
  revision: z.number(),
});
export type PausedFor = NonNullable<z.infer<typeof UpgradeBatch>['pausedFor']>;
export type UpgradeBatch = z.infer<typeof UpgradeBatch>;

/** Who gets what; who does not, and why. */
export const UpgradePlan = z.object({
  /** By which it can be begun. */
  id: z.string(),
  planned: z.array(
    z.object({
      device: z.string(),
      deviceName: z.string(),
      /** `192.0.2.7:22`: where it will be signed in to. */
      address: z.string(),
      image: TargetImage,
      wave: z.number(),
      /** `related`: it had an image of this category. `firmwareless`: its board fits. */
      because: z.enum(['related', 'firmwareless', 'chosen']),
      from: z.string().nullable(),
      warnings: z.array(z.string()),
    }),
  ),
  skipped: z.array(z.object({ device: z.string(), deviceName: z.string(), failure: Failure })),
  rollout: Rollout,
  /** Null: as soon as it is begun. */
  startAt: Instant.nullable(),
  command: z.string(),
});
export type UpgradePlan = z.infer<typeof UpgradePlan>;

export const UpgradeChoice = z.object({
  /** Ids or MACs; absent: all that the filters leave. */
  devices: z.array(z.string().max(100)).max(5000).optional(),
  group: z.string().max(100).optional(),
  location: z.string().max(200).optional(),
  /** Also devices that never had an image of this category. */
  firmwareless: z.boolean().default(true),
  build: z.string().max(100).optional(),
  image: z.string().max(100).optional(),
  rollout: Rollout.prefault({}),
  wishes: UpgradeWishes.prefault({}),
  startAt: Instant.optional(),
});
export type UpgradeChoice = z.infer<typeof UpgradeChoice>;

const ById = z.object({ id: z.string().max(100) });

export const upgrades = {
  plan: call(UpgradeChoice, UpgradePlan),
  /** A plan that was shown, which has to be the same still; or a choice, unseen. */
  start: call(
    z.union([z.object({ plan: z.string().min(1).max(100) }), UpgradeChoice]),
    z.object({ batch: UpgradeBatch, operations: z.array(UpgradeOperation) }),
  ),
  operations: call(z.object({ batch: z.string().max(100).optional() }), z.array(UpgradeOperation)),
  operation: call(ById, z.object({ operation: UpgradeOperation, log: z.array(LogLine) })),
  batches: call(z.void(), z.array(UpgradeBatch)),
  cancel: call(ById, UpgradeOperation),
  pauseBatch: call(ById, UpgradeBatch),
  /** Goes on, over what failed so far; at that time, where one is given. What was paused before its time waits for it again. */
  resumeBatch: call(ById.extend({ startAt: Instant.optional() }), UpgradeBatch),
  cancelBatch: call(ById, UpgradeBatch),
  /** The failed ones of a batch that have not succeeded since, as a new one. */
  retryFailed: call(ById, z.object({ batch: UpgradeBatch, operations: z.array(UpgradeOperation) })),
  policy: call(z.void(), UpgradePolicy),
  /** Of numbers without defaults: what is not named stays as it is. */
  setPolicy: call(PolicyNumbers.partial(), UpgradePolicy),
  /** Signs in and asks the device what it is. Changes nothing, but tidies up what a former upgrade left there. */
  probe: call(z.object({ device: z.string().max(100) }), Evidence),
  /** The configuration that was fetched, as the device packed it: it holds its secrets. */
  backup: call(ById, z.object({ name: z.string(), sha256: z.string(), size: z.number(), base64: z.base64() })),
  /** The page is in that language; the CSV is for programs, and the same in all. */
  report: call(ById.extend({ language: z.enum(LANGUAGES).default('en') }), z.object({ html: z.string(), csv: z.string() })),
  /** At most 10 a second. */
  changed: news(z.object({ operations: z.array(UpgradeOperation), batches: z.array(UpgradeBatch) })),
  logged: news(z.object({ operation: z.string(), lines: z.array(LogLine) })),
};
