import { type Command, InvalidArgumentError } from 'commander';
import type { UpgradePolicy } from '../../../shared/contract/upgrade-policy.ts';
import type { UpgradeBatch, UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { instant, table } from '../../../shared/text.ts';
import { durationText, parseDuration } from '../../../shared/values/duration.ts';
import { leftSentence } from '../../../shared/values/left-on-device.ts';
import { addUpgradeFiles } from './upgrade-files.ts';
import { cancelUpgrade } from '../cancel-upgrade.ts';
import { findDevice } from '../device-lines.ts';
import { planDocument, planLines, rolloutLine } from '../plan-lines.ts';
import { type CommandLine, type Session, withEngine } from '../program.ts';
import { followBatch, operationDocument, reportBatch, whyPaused } from '../upgrade-report.ts';

interface PlanFlags {
  readonly batch?: boolean;
  readonly image?: string;
  readonly build?: string;
  readonly group?: string;
  readonly location?: string;
  readonly relatedOnly?: boolean;
  readonly reinstall?: boolean;
  readonly backup: boolean;
  readonly stopServices: boolean;
  readonly stopWifi?: boolean;
  readonly persistent?: boolean;
  readonly option: string[];
  readonly canary: number;
  readonly wave: number;
  readonly stopAfterCanary: number;
  readonly stopAfterWave: number;
  readonly at?: number;
}

/** Devices of a wave. @see Rollout in the contract */
const MOST = 1000;
const FLAGS = ['c', 'o', 'n', 'u', 'p', 'k', 'F'];

/** `provdesk upgrade …`: flashing over SSH. A plan is made, looked at, and begun by its name. */
export function addUpgradeCommands(program: Command, line: CommandLine): void {
  const upgrade = program.command('upgrade').description('flash devices over SSH');

  upgrade
    .command('plan [device...]')
    .description('who would get what, and who would not and why; nothing is begun. Devices by name, address, MAC or id')
    .option('--batch', 'all devices that it fits, in place of those named')
    .option('--build <version>', 'the image of this build that fits each device')
    .option('--image <image>', 'this very image, by id, file name or digest')
    .option('--group <group>', 'only devices of this group')
    .option('--location <place>', 'only devices at this place')
    .option('--related-only', 'only devices that had an image of this category before')
    .option('--reinstall', 'also where this build runs already')
    .option('--no-backup', 'do not fetch the configuration first')
    .option('--no-stop-services', 'never stop a service for memory')
    .option('--stop-wifi', 'take the Wi-Fi down for memory; only by wire')
    .option('--persistent', 'wait for devices that are off, and begin when they are seen')
    .option('--option <flag>', `one of sysupgrade’s options: ${FLAGS.join(', ')} (repeatable)`, collectFlag, [])
    .option('--canary <n>', 'so many devices first', parseCount(0, MOST), 1)
    .option('--wave <n>', 'then so many at a time, each wave after the one before', parseCount(1, MOST), 10)
    .option('--stop-after-canary <n>', 'pause at so many failed ones of the first', parseCount(1, MOST), 1)
    .option('--stop-after-wave <n>', 'pause at so many failed ones of a wave', parseCount(1, MOST), 2)
    .option('--at <time>', 'begin then: 2026-11-21T22:00', parseTime)
    .action(async (names: string[], flags: PlanFlags, command: Command) => {
      if (names.length === 0 && !flags.batch) command.error('error: name devices, or ask for --batch');
      if ((flags.image === undefined) === (flags.build === undefined)) command.error('error: give either --build or --image');
      await withEngine(command, line, async (session) => {
        const plan = await session.client.upgrades.plan(await choiceOf(session, names, flags));
        await tellCutShort(session);
        session.output.answer(planDocument(plan), planLines(plan));
      });
    });

  upgrade
    .command('run <plan>')
    .description('begin a plan, and wait for its end; an interrupt cancels what has not begun to flash')
    .option('--no-wait', 'only begin it; needs an engine that goes on running')
    .action(async (plan: string, flags: { wait: boolean }, command: Command) => {
      await withEngine(command, line, async (session) => {
        if (!flags.wait && session.backend.owned) throw new ProvdeskError('upgrade.needs-engine');
        const { batch, operations } = await session.client.upgrades.start({ plan });
        if (flags.wait) line.status = await reportBatch(session, await followBatch(session, batch.id));
        else session.output.answer({ batch, operations: operations.map(operationDocument) }, [begunLine(batch)]);
      });
    });

  upgrade
    .command('status [id]')
    .description('a batch or an operation with its log; without an id, all batches')
    .action(async (id: string | undefined, _flags: object, command: Command) => {
      await withEngine(command, line, async (session) => await showStatus(session, id));
    });

  upgrade
    .command('cancel <id>')
    .description('cancel a batch or an operation that has not begun to flash, and wait until its devices are tidied up')
    .action(async (id: string, _flags: object, command: Command) => {
      await withEngine(command, line, async (session) => {
        line.status = await cancelUpgrade(session, id);
      });
    });

  upgrade
    .command('pause <batch>')
    .description('start no new device of a batch; what runs goes on')
    .action(async (id: string, _flags: object, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const batch = await client.upgrades.pauseBatch({ id });
        output.answer(batch, [batchLine(batch)]);
      });
    });

  upgrade
    .command('resume <batch>')
    .description('go on with a batch that was paused, scheduled or cut short, over what failed, and wait for its end like “run”')
    .option('--at <time>', 'go on then: 2026-11-21T22:00', parseTime)
    .option('--no-wait', 'only go on with it; needs an engine that goes on running')
    .action(async (id: string, { at, wait }: { at?: number; wait: boolean }, command: Command) => {
      await withEngine(command, line, async (session) => {
        if (!wait && session.backend.owned) throw new ProvdeskError('upgrade.needs-engine');
        const batch = await session.client.upgrades.resumeBatch({ id, ...(at === undefined ? {} : { startAt: at }) });
        if (wait) line.status = await reportBatch(session, await followBatch(session, id));
        else session.output.answer(batch, [batchLine(batch)]);
      });
    });

  upgrade
    .command('retry <batch>')
    .description('the failed ones of a batch again, as a new one, and wait for its end')
    .action(async (id: string, _flags: object, command: Command) => {
      await withEngine(command, line, async (session) => {
        const { batch } = await session.client.upgrades.retryFailed({ id });
        line.status = await reportBatch(session, await followBatch(session, batch.id));
      });
    });

  upgrade
    .command('policy')
    .description('get or set how upgrades are carried out, for all of them')
    .option('--at-once <n>', 'devices at the same time', parseCount(1, 100))
    .option('--retries <n>', 'further tries after a failure that may pass', parseCount(0, 20))
    .option('--first-wait <time>', 'before the second try; each further wait is twice as long', parseWait)
    .option('--longest-wait <time>', 'between two tries', parseWait)
    .option('--prepare-within <time>', 'from the first connection to the flash command', parseWait)
    .option('--back-within <time>', 'from the flash command until it is told as not back', parseWait)
    .action(async (flags: Partial<UpgradePolicy>, command: Command) => {
      await withEngine(command, line, async ({ client, output }) => {
        const asked = Object.keys(flags).length === 0;
        const policy = await (asked ? client.upgrades.policy(undefined) : client.upgrades.setPolicy(flags));
        output.answer(policy, policyLines(policy));
      });
    });

  addUpgradeFiles(upgrade, line);
}

async function choiceOf(session: Session, names: readonly string[], flags: PlanFlags) {
  const { canary, wave, stopAfterCanary, stopAfterWave } = flags;
  const devices = flags.batch ? undefined : await Promise.all(names.map(async (name) => (await findDevice(session, name)).id));
  const { image, build, group, location, at } = flags;
  const given = { devices, image, build, group, location, startAt: at };
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    firmwareless: flags.relatedOnly !== true,
    rollout: { canary, wave, stopAfterCanary, stopAfterWave },
    wishes: {
      options: Object.fromEntries(flags.option.map((flag) => [flag, true])),
      reinstall: flags.reinstall ?? false,
      backup: flags.backup,
      mayStopServices: flags.stopServices,
      mayStopWifi: flags.stopWifi ?? false,
      persistent: flags.persistent ?? false,
    },
  };
}

/** With an engine of our own, that was just started, nobody works on what says that it runs. */
async function tellCutShort({ client, output, backend }: Session): Promise<void> {
  for (const { id, state } of backend.owned ? await client.upgrades.batches(undefined) : [])
    if (state === 'running') output.remark(`Batch ${id} was cut short. Go on with it: provdesk upgrade resume ${id}`);
}

async function showStatus(session: Session, id: string | undefined): Promise<void> {
  const { client, output } = session;
  const batches = await client.upgrades.batches(undefined);
  await tellCutShort(session);
  if (id === undefined) {
    output.answer({ batches }, batches.length === 0 ? ['Nothing was ever flashed from here.'] : batches.map(batchLine));
    return;
  }
  const batch = batches.find((known) => known.id === id);
  if (batch) {
    const operations = await client.upgrades.operations({ batch: id });
    output.answer({ ...batch, operations: operations.map(operationDocument) }, [
      batchLine(batch),
      rolloutLine(batch.rollout),
      ...table(['DEVICE', 'STEP', 'RESULT', 'REASON'], operations.map(operationRow)),
    ]);
    return;
  }
  const { operation, log } = await client.upgrades.operation({ id });
  output.answer({ ...operationDocument(operation), log }, [
    operationRow(operation).join('  '),
    ...log.map(({ at, text }) => `${instant(at)}  ${text}`),
  ]);
}

function operationRow(operation: UpgradeOperation): string[] {
  const { deviceName, step, outcome, verdict, failure } = operation;
  const reason = [failure?.message, leftSentence(operation)].filter(Boolean).join(' ');
  return [deviceName, step, [outcome, verdict].filter(Boolean).join(', ') || '–', reason || '–'];
}

function batchLine(batch: UpgradeBatch): string {
  const { id, categoryName, buildVersion, state, startAt, total, succeeded, failed, aborted } = batch;
  const stands = state === 'scheduled' && startAt !== null ? `begins ${instant(startAt)}` : `${state}${whyPaused(batch)}`;
  return `${id}  ${categoryName} ${buildVersion}  ${stands}  ${succeeded} of ${total} succeeded, ${failed + aborted} failed`;
}

function begunLine({ id, startAt }: UpgradeBatch): string {
  return startAt === null ? `Batch ${id} has begun.` : `Batch ${id} begins ${instant(startAt)}.`;
}

function policyLines({ atOnce, retries, firstWait, longestWait, prepareWithin, backWithin }: UpgradePolicy): string[] {
  return [
    `${atOnce} devices at the same time.`,
    `${retries} further tries, after ${durationText(firstWait)} and then twice as long each time, at most ${durationText(longestWait)}.`,
    `Ready to flash within ${durationText(prepareWithin)}, back within ${durationText(backWithin)}.`,
  ];
}

function parseWait(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) throw new InvalidArgumentError('A time like 90s, 10min or 1h.');
  return milliseconds;
}

function collectFlag(flag: string, former: string[]): string[] {
  if (!FLAGS.includes(flag)) throw new InvalidArgumentError(`sysupgrade’s options are ${FLAGS.join(', ')}.`);
  return [...former, flag];
}

/** A whole number within what the contract takes. */
function parseCount(least: number, most: number): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (/^\d+$/.test(text) && count >= least && count <= most) return count;
    throw new InvalidArgumentError(`A whole number from ${least} to ${most}.`);
  };
}

function parseTime(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new InvalidArgumentError('A time like 2026-11-21T22:00.');
  return at;
}
