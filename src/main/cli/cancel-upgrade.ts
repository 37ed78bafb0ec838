import type { UpgradeOperation } from '../../shared/contract/upgrades.ts';
import { ProvdeskError } from '../../shared/failures.ts';
import { isPastNoReturn } from '../../shared/values/no-return.ts';
import { EXIT } from './exit.ts';
import { counted, failureDocument, failureLine } from './output.ts';
import type { Session } from './program.ts';
import { followUpgrades, lineOf, operationDocument } from './upgrade-report.ts';

/** The engine seeks a device three times, half a minute each, to tidy it up. In milliseconds. */
const DEADLINE = 180_000;

/**
 * Cancels a batch or an operation, waits until what was begun on its devices is undone, and tells how it went.
 *
 * @returns 0 all of it is cancelled · 3 some was told to flash by then, or something is left on a device
 * @throws ProvdeskError `upgrade.unknown`, `upgrade.not-running`, `upgrade.batch-ended`, `upgrade.past-no-return`: nothing is done
 */
export async function cancelUpgrade(session: Session, id: string): Promise<number> {
  const { client, output, backend } = session;
  const batchNow = async () => (await client.upgrades.batches(undefined)).find((known) => known.id === id);
  if (!(await batchNow())) {
    const { batch: of } = await client.upgrades.cancel({ id });
    if (of !== null) await undone(session, of, [id]);
    const { operation } = await client.upgrades.operation({ id });
    output.answer(operationDocument(operation), [lineOf(operation)]);
    return statusOf([operation]);
  }
  const before = await client.upgrades.operations({ batch: id });
  const open = before.filter(({ step }) => step !== 'done').map((operation) => operation.id);
  await client.upgrades.cancelBatch({ id });
  await undone(session, id, open);
  const operations = await client.upgrades.operations({ batch: id });
  const touched = operations.filter((operation) => open.includes(operation.id));
  const cancelled = touched.filter(({ outcome }) => outcome === 'cancelled').length;
  const flashing = touched.some(({ step }) => isPastNoReturn(step));
  output.answer({ ...(await batchNow()), batch: id, operations: operations.map(documentOf) }, [
    ...touched.map(lineNow),
    `${counted(cancelled, 'device')} cancelled.`,
    ...(flashing && backend.owned ? [`See how the others come back: provdesk upgrade resume ${id}`] : []),
  ]);
  return statusOf(touched);
}

/** Waits until none of these that can be cancelled is at work; no longer than any device may take. */
async function undone(session: Session, batch: string, ids: readonly string[]): Promise<void> {
  const over = performance.now() + DEADLINE;
  await followUpgrades(session, batch, (operations) => {
    const asked = operations.filter(({ id }) => ids.includes(id));
    const working = asked.some(({ step }) => step !== 'done' && !isPastNoReturn(step));
    return (asked.length === ids.length && !working) || performance.now() > over ? true : undefined;
  });
}

function statusOf(touched: readonly UpgradeOperation[]): number {
  return touched.every(({ outcome, untidy }) => outcome === 'cancelled' && !untidy) ? EXIT.done : EXIT.partly;
}

function lineNow(operation: UpgradeOperation): string {
  const refused = refusalOf(operation);
  return refused ? failureLine(operation.deviceName, refused) : lineOf(operation);
}

function documentOf(operation: UpgradeOperation): object {
  const refused = refusalOf(operation);
  return { ...operationDocument(operation), ...(refused ? { failure: failureDocument(refused) } : {}) };
}

/** Why it goes on although it was to be cancelled. */
function refusalOf({ step, deviceName }: UpgradeOperation) {
  return isPastNoReturn(step) ? new ProvdeskError('upgrade.past-no-return', { device: deviceName }).failure : undefined;
}
