import { ProvdeskError } from '../../../shared/failures.ts';
import { afterRestart } from '../../domain/upgrade/steps.ts';
import type { UpgradeRecord } from './upgrade-record.ts';

/** Puts an operation that Provdesk's end cut short where it goes on from, or gives it up. @throws ProvdeskError `store.*`: then it stands as it stood, unsaid */
export function takeUp(record: UpgradeRecord, now: number): void {
  const { step, deviceName } = record.operation;
  const then = afterRestart(record.operation);
  switch (then.kind) {
    case 'stays':
      return;
    case 'begins-again':
      record.step('queued', { attempt: then.attempt, cutShort: then.cutShort });
      return record.log(`Provdesk was ended at “${step}”: it begins again, nothing was flashed`);
    case 'watches':
      record.step('rebooting');
      return record.log('Provdesk was ended after the flash command: the device is asked how it went');
    case 'gives-up': {
      const { failure } = new ProvdeskError('upgrade.cut-short', { device: deviceName, count: then.cutShort });
      const { cutShort } = then;
      record.step('done', { outcome: 'failed', failure, finishedAt: now, pending: false, dueAt: null, cutShort });
      return record.log(failure.message);
    }
  }
  then satisfies never;
}
