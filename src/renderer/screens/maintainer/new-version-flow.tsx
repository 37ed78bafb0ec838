import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { NewVersion, PluginSource } from '../../../shared/contract/repo.ts';
import { engine } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { failed, loading, type Phase, ready } from '../../mirror/phase.ts';
import { formatRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { carriedOver, type Draft, emptyDraft, type FileRow, fileRows, wishOf } from './draft.ts';
import { FilesStep } from './files-step.tsx';
import classes from './new-version.module.css';
import { PublishStep } from './publish-step.tsx';
import { ReviewStep } from './review-step.tsx';
import { VersionsStep } from './versions-step.tsx';

interface NewVersionFlowProps {
  readonly id: string;
  readonly source: string;
  readonly testing: string | null;
}

const steps = ['versions', 'files', 'review', 'publish'] as const;
type Step = (typeof steps)[number];

/** A new firmware version from an existing plugin, step by step. Nothing is written before the last one. */
export function NewVersionFlow({ id, source, testing }: NewVersionFlowProps) {
  const { t } = useWords();
  const [state, setState] = useState<{ phase: Phase; shown?: PluginSource }>({ phase: loading });
  useEffect(() => {
    let wanted = true;
    engine.repo.show({ source, id }).then(
      (shown) => wanted && setState({ phase: ready, shown }),
      (error: unknown) => wanted && setState({ phase: failed(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [source, id]);
  const { phase, shown } = state;
  return (
    <div className={classes.flow}>
      <div className={classes.top}>
        <Button
          component="a"
          href={formatRoute({ screen: 'maintainer', subject: undefined })}
          variant="subtle"
          leftSection={<IconArrowLeft size={15} aria-hidden />}
        >
          {t('maintainer.back')}
        </Button>
        <h2 className={classes.title}>{t('maintainer.newVersionTitle', { id })}</h2>
      </div>
      {phase.kind === 'failed' ? (
        <FailureNote failure={phase.failure} />
      ) : shown ? (
        <Steps shown={shown} source={source} testing={testing} />
      ) : (
        <LoadingState />
      )}
    </div>
  );
}

interface StepsProps {
  readonly shown: PluginSource;
  readonly source: string;
  readonly testing: string | null;
}

function Steps({ shown, source, testing }: StepsProps) {
  const { t } = useWords();
  const [step, setStep] = useState<Step>('versions');
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(shown));
  const [rows, setRows] = useState<readonly FileRow[]>([]);
  const [preview, setPreview] = useState<NewVersion>();
  const settleVersions = async (settled: Draft) => {
    // Addresses as the versions alone make them.
    const first = await engine.repo.previewNewVersion(wishOf(source, shown, { ...settled, urls: {}, contents: {} }));
    const found = fileRows(shown, first);
    setDraft(carriedOver(draft, settled, found));
    setRows(found);
    setStep('files');
  };
  const settleFiles = async (settled: Draft) => {
    setDraft(settled);
    setPreview(await engine.repo.previewNewVersion(wishOf(source, shown, settled)));
    setStep('review');
  };
  return (
    <>
      <ol className={classes.steps} aria-label={t('maintainer.steps')}>
        {steps.map((name, index) => (
          <li key={name} className={classes.step} aria-current={name === step ? 'step' : undefined}>
            <span className={classes.number}>{index + 1}</span>
            {t(`maintainer.step_${name}`)}
          </li>
        ))}
      </ol>
      {step === 'versions' && <VersionsStep shown={shown} draft={draft} onNext={settleVersions} />}
      {step === 'files' && (
        <FilesStep draft={draft} rows={rows} onNext={settleFiles} onBack={() => setStep('versions')} onChange={setDraft} />
      )}
      {step === 'review' && preview && (
        <ReviewStep preview={preview} testing={testing} onBack={() => setStep('files')} onConfirm={() => setStep('publish')} />
      )}
      {step === 'publish' && testing !== null && (
        <PublishStep wish={wishOf(source, shown, draft)} testing={testing} onBack={() => setStep('review')} />
      )}
    </>
  );
}
