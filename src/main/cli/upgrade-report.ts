import type { UpgradeBatch, UpgradeOperation } from '../../shared/contract/upgrades.ts';
import { listen } from '../../shared/contract/client.ts';
import { instant } from '../../shared/text.ts';
import { leftSentence } from '../../shared/values/left-on-device.ts';
import { EXIT } from './exit.ts';
import { repeat } from './follow-operation.ts';
import { failureDocument, failureLine, type Output } from './output.ts';
import type { Session } from './program.ts';

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Shows how a batch goes until it has ended or paused. An interrupt cancels what has not begun to flash, and waits for the rest. */
export async function followBatch(session: Session, id: string): Promise<UpgradeBatch> {
  const cancel = () => {
    session.client.upgrades.cancelBatch({ id }).catch(() => undefined); // It ended in the meantime: that end is shown.
  };
  for (const signal of ENDING) process.on(signal, cancel);
  try {
    return await followUpgrades(session, id, (operations, batches) => {
      const batch = batches.find((one) => one.id === id);
      const waiting = operations.some(({ step }) => step !== 'done' && step !== 'queued');
      return batch && (batch.finishedAt !== null || (batch.state === 'paused' && !waiting)) ? batch : undefined;
    });
  } finally {
    for (const signal of ENDING) process.off(signal, cancel);
  }
}

/** Shows the operations of a batch until there is an answer: it is asked for with every change. */
export async function followUpgrades<T>(
  { client, backend, output }: Session,
  batch: string,
  answerOf: (operations: readonly UpgradeOperation[], batches: readonly UpgradeBatch[]) => T | undefined,
): Promise<T> {
  const known = new Map<string, UpgradeOperation>();
  let unsubscribe = () => {};
  let stopAsking = () => {};
  try {
    return await new Promise<T>((resolve, reject) => {
      const hear = (changed: readonly UpgradeOperation[], batches: readonly UpgradeBatch[]) => {
        for (const operation of changed) if (operation.batch === batch) known.set(operation.id, operation);
        const operations = [...known.values()];
        show(output, operations);
        const answer = answerOf(operations, batches);
        if (answer !== undefined) resolve(answer);
      };
      unsubscribe = listen(backend, 'upgrades.changed', (news) => hear(news.operations, news.batches));
      const ask = async () => hear(await client.upgrades.operations({ batch }), await client.upgrades.batches(undefined));
      const askSafely = () => void ask().catch(reject);
      askSafely();
      stopAsking = repeat(askSafely);
    });
  } finally {
    unsubscribe();
    stopAsking();
    output.remark('');
  }
}

/** Each device that is being worked on: its step, and how far the upload is. */
function show(output: Output, operations: readonly UpgradeOperation[]): void {
  const running = operations.filter(({ step }) => step !== 'queued' && step !== 'done');
  const done = operations.filter(({ step }) => step === 'done').length;
  const line = running.map(({ deviceName, step, sent, image }) =>
    step === 'uploading' ? `${deviceName} ${Math.floor((100 * sent) / image.size)} %` : `${deviceName} ${step}`,
  );
  const devices = running.map(({ id, deviceName, step, sent, image, attempt }) => ({
    operation: id,
    device: deviceName,
    step,
    sent,
    total: image.size,
    attempt,
  }));
  output.progress(
    { progress: { done, total: operations.length, running: devices } },
    `${done}/${operations.length}  ${line.join('  ')}`.slice(0, 120),
  );
}

/** Tells how it ended. 0 all succeeded · 3 some · 1 none. */
export async function reportBatch({ client, output }: Session, batch: UpgradeBatch): Promise<number> {
  const operations = await client.upgrades.operations({ batch: batch.id });
  const failed = operations.filter(({ outcome }) => outcome !== 'success');
  const status = failed.length === 0 ? EXIT.done : failed.length < operations.length ? EXIT.partly : EXIT.failed;
  const reason = status === EXIT.failed ? failed.find(({ failure }) => failure)?.failure : undefined;
  output.answer(
    {
      ...batch,
      batch: batch.id,
      operations: operations.map(operationDocument),
      ...(reason ? { failure: failureDocument(reason) } : {}),
    },
    [
      ...operations.map(lineOf),
      `${batch.succeeded} of ${batch.total} succeeded${batch.state === 'paused' ? `; paused${whyPaused(batch)}. Go on: provdesk upgrade resume ${batch.id}` : '.'}`,
    ],
  );
  return status;
}

/** ` (…)`, to stand behind “paused”; nothing where a person paused it. */
export function whyPaused({ pausedFor }: Pick<UpgradeBatch, 'pausedFor'>): string {
  if (!pausedFor) return '';
  if ('missed' in pausedFor) return ` (it missed its time, ${instant(pausedFor.missed)})`;
  if ('unproved' in pausedFor) return ' (no first device shows that this build works: nothing is proved)';
  return ` (${pausedFor.failed} failed in ${pausedFor.wave === 0 ? 'the first wave' : `wave ${pausedFor.wave}`})`;
}

export function lineOf(operation: UpgradeOperation): string {
  const { deviceName, outcome, verdict, failure, before, after, step } = operation;
  if (failure) return [failureLine(deviceName, failure), leftSentence(operation)].filter(Boolean).join(' ');
  if (outcome !== 'success') return `${deviceName}: ${outcome ?? step}`;
  if (verdict === 'same-build')
    return `${deviceName}: it has restarted with the build that it ran before; nothing proves that it was flashed`;
  return verdict === 'not-needed'
    ? `${deviceName}: it ran this build already`
    : `${deviceName}: ${before?.description ?? '–'} → ${after?.description ?? '–'}`;
}

export function operationDocument(operation: UpgradeOperation): object {
  const { step, sent, image, failure, ...rest } = operation;
  const progress = { sent, total: image.size };
  return {
    ...rest,
    image,
    step,
    state: rest.outcome ?? step,
    progress,
    ...(failure ? { failure: failureDocument(failure) } : {}),
  };
}
