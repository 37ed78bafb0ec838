import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { Failure } from '../../../shared/failures.ts';
import { failureOf } from '../../../shared/failures.ts';
import { engine } from '../../client.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { useAction } from '../../components/use-action.ts';
import { measureFile } from '../../hand-over.ts';
import { useWords } from '../../words/words.ts';
import { IconFileCheck } from '@tabler/icons-react';
import { type Draft, type FileRow, toMeasure, withUrl } from './draft.ts';
import { FileSettling } from './file-settling.tsx';
import classes from './new-version.module.css';

interface FilesStepProps {
  readonly draft: Draft;
  readonly rows: readonly FileRow[];
  readonly onChange: (draft: Draft) => void;
  readonly onNext: (draft: Draft) => Promise<void>;
  readonly onBack: () => void;
}

/** Per file a new address or a file that was brought; sizes and digests come from bytes. */
export function FilesStep({ draft, rows, onChange, onNext, onBack }: FilesStepProps) {
  const { t } = useWords();
  const { run, busy, failure } = useAction();
  const [failures, setFailures] = useState<Readonly<Record<string, Failure>>>({});
  const [measuring, setMeasuring] = useState<{ file: FileRow; done: number; total: number }>();
  const without = (id: string) => Object.fromEntries(Object.entries(failures).filter(([file]) => file !== id));

  const bring = async (id: string, file: File) => {
    setFailures(without(id));
    try {
      const { filename, size, sha1sum } = await measureFile(file);
      onChange({ ...draft, contents: { ...draft.contents, [id]: { filename, size, sha1sum } } });
    } catch (error) {
      setFailures({ ...failures, [id]: failureOf(error) });
    }
  };

  /** One after the other: they share one wire. What failed is told beside its file, and the step stays. */
  const next = async () => {
    let settled = draft;
    const bad: Record<string, Failure> = {};
    const wanted = toMeasure(rows, draft);
    for (const [done, file] of wanted.entries()) {
      setMeasuring({ file, done, total: wanted.length });
      try {
        const content = await engine.repo.measureAddress({ url: file.url });
        settled = {
          ...settled,
          urls: { ...settled.urls, [file.id]: file.url },
          contents: { ...settled.contents, [file.id]: content },
        };
        onChange(settled); // What is measured stays, whatever becomes of the others.
      } catch (error) {
        bad[file.id] = failureOf(error);
      }
    }
    setMeasuring(undefined);
    setFailures(bad);
    if (Object.keys(bad).length === 0) await onNext(settled);
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        run(next);
      }}
    >
      <Panel title={t('maintainer.step_files')}>
        {rows.length === 0 ? (
          <EmptyState icon={IconFileCheck} title={t('maintainer.noFiles')} hint={t('maintainer.noFilesHint')} />
        ) : (
          <div className={classes.body}>
            <p className="quiet">{t('maintainer.filesHint')}</p>
            <ul className={classes.files}>
              {rows.map((row) => (
                <FileSettling
                  key={row.id}
                  row={row}
                  url={draft.urls[row.id] ?? row.url}
                  content={draft.contents[row.id]}
                  failure={failures[row.id]}
                  busy={busy}
                  onUrl={(url) => onChange(withUrl(draft, row.id, url))}
                  onBring={(file) => run(() => bring(row.id, file))}
                />
              ))}
            </ul>
            <Checkbox
              label={t('maintainer.download')}
              description={t('maintainer.downloadHint')}
              checked={draft.download}
              disabled={busy}
              onChange={(event) => onChange({ ...draft, download: event.currentTarget.checked })}
            />
          </div>
        )}
        {failure && <FailureNote failure={failure} />}
      </Panel>
      <div className={classes.buttons}>
        <Button type="submit" loading={busy}>
          {t('maintainer.toReview')}
        </Button>
        <Button variant="default" disabled={busy} onClick={onBack}>
          {t('maintainer.stepBack')}
        </Button>
        {measuring && (
          <div className={classes.measuring} aria-live="polite">
            <span className="quiet">
              {t('maintainer.measuring', { file: measuring.file.filename, done: measuring.done + 1, total: measuring.total })}
            </span>
            <ProgressBar label={measuring.file.filename} done={measuring.done} total={measuring.total} />
          </div>
        )}
      </div>
    </form>
  );
}
