import { Button } from '@mantine/core';
import { IconArrowLeft, IconFileDownload } from '@tabler/icons-react';
import { useId } from 'react';
import type { UpgradeBatch, UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { leftOnDevice } from '../../../shared/values/left-on-device.ts';
import { flagsOf } from '../../../shared/values/flash-options.ts';
import { isPastNoReturn } from '../../../shared/values/no-return.ts';
import { engine } from '../../client.ts';
import details from '../../components/details.module.css';
import { type Fact, FactList } from '../../components/fact-list.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { useAction } from '../../components/use-action.ts';
import { takeUpgrades, uploadSpeed } from '../../mirror/upgrades.ts';
import { formatRoute, goTo } from '../../route.ts';
import { saveBytes } from '../../save-text.ts';
import { useWords } from '../../words/words.ts';
import { batchTitle } from './batch-words.ts';
import { EvidenceTable } from './evidence-table.tsx';
import { shareOf, toneOf } from './operation-state.ts';
import classes from './operation-view.module.css';
import { OperationMark } from './operations-grid.tsx';
import { Transcript } from './transcript.tsx';

interface OperationViewProps {
  readonly batch: UpgradeBatch;
  readonly operation: UpgradeOperation;
}

/** One device of an upgrade: how far it is, what it proved before and after, and every word that was said. */
export function OperationView({ batch, operation }: OperationViewProps) {
  const words = useWords();
  const { t, format } = words;
  const { deviceName, device, step, sent, image, verdict, failure, watching } = operation;
  const speed = uploadSpeed(operation);
  const left = leftOnDevice(operation, t('flash.leftImage'));
  const reason = useId();
  const back = () => goTo('upgrades', batch.id);
  return (
    <article
      className={details.details}
      aria-label={deviceName}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) back();
      }}
    >
      <header className={details.heading}>
        <div className={details.top}>
          <Button variant="default" leftSection={<IconArrowLeft size={15} aria-hidden />} onClick={back}>
            {t('flash.back')}
          </Button>
          <h1 className={details.title}>{deviceName}</h1>
          <OperationMark operation={operation} plain={false} />
          <span className={details.space} />
          <a href={formatRoute({ screen: 'devices', subject: device })}>{t('flash.openDevice')}</a>
          {operation.backup && <SaveBackup id={operation.id} />}
          {step !== 'done' && <CancelOne operation={operation} reason={reason} />}
        </div>
        <ProgressBar label={deviceName} done={shareOf(operation)} total={1} tone={toneOf(operation)} />
        <p className={details.told} aria-live="polite">
          {batchTitle(batch, words)}
          {step === 'uploading' && ` · ${t('common.ofBytes', { done: format.bytes(sent), total: format.bytes(image.size) })}`}
          {speed !== undefined && ` · ${t('common.rate', { bytes: format.bytes(speed) })}`}
          {step === 'done' && verdict !== null && ` · ${t(`flash.verdictHint_${verdict}`)}`}
          {watching && ` · ${t('flash.watching')}`}
        </p>
        {isPastNoReturn(step) && (
          <p id={reason} className={classes.reason}>
            {t('flash.noReturn')}
          </p>
        )}
        {failure && <FailureNote failure={failure} />}
        {step === 'done' && left.length > 0 && <p className={classes.reason}>{t('flash.left', { what: left.join(', ') })}</p>}
      </header>
      <div className={classes.body}>
        <section className={classes.part} aria-label={t('flash.evidence')}>
          <h2 className={classes.partTitle}>{t('flash.evidence')}</h2>
          <EvidenceTable before={operation.before} after={operation.after} />
          <Facts operation={operation} />
        </section>
        <Transcript operation={operation} />
      </div>
    </article>
  );
}

/** Its configuration from before the flash, as a file. */
function SaveBackup({ id }: Pick<UpgradeOperation, 'id'>) {
  const { t } = useWords();
  const { run, busy, failure } = useAction();
  const save = async () => {
    const { name, base64 } = await engine.upgrades.backup({ id });
    saveBytes(name, 'application/gzip', base64);
  };
  return (
    <>
      <Button
        variant="default"
        loading={busy}
        title={t('flash.saveBackupHint')}
        leftSection={<IconFileDownload size={15} aria-hidden />}
        onClick={() => run(save)}
      >
        {t('flash.saveBackup')}
      </Button>
      {failure && <FailureNote failure={failure} />}
    </>
  );
}

/** Greyed once there is no way back. @prop reason id of the sentence that says so */
function CancelOne({ operation, reason }: { readonly operation: UpgradeOperation; readonly reason: string }) {
  const { t } = useWords();
  const { run, busy, failure } = useAction();
  const { id, step, cancelRequested } = operation;
  const late = isPastNoReturn(step);
  const cancel = async () => takeUpgrades([await engine.upgrades.cancel({ id })], []);
  return (
    <>
      <Button
        variant="default"
        loading={busy}
        disabled={late || cancelRequested}
        aria-describedby={late ? reason : undefined}
        onClick={() => run(cancel)}
      >
        {t(cancelRequested ? 'flash.cancelling' : 'flash.cancel')}
      </Button>
      {failure && <FailureNote failure={failure} />}
    </>
  );
}

function Facts({ operation }: { readonly operation: UpgradeOperation }) {
  const { t, format } = useWords();
  const { image, wishes, backup, way, commandSentAt, attempt } = operation;
  const facts: Fact[] = [
    [t('flash.image'), image.name],
    [t('flash.digest'), image.sha256],
    [t('flash.options'), flagsOf(wishes.options) || t('flash.noOptions')],
    [t('flash.way'), way],
    [t('flash.commandSent'), commandSentAt === null ? null : format.moment(commandSentAt)],
    [t('flash.backup'), backup && `${format.bytes(backup.size)}, SHA-256 ${backup.sha256}`],
    [t('flash.tries'), attempt > 0 ? format.count(attempt) : null],
  ];
  return <FactList facts={facts} way="lines" className={classes.facts} />;
}
