import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { type Failure, failureOf, ProvdeskError } from '../../../shared/failures.ts';
import { engine } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { Panel } from '../../components/panel.tsx';
import { StatusMark, type Tone, waitingIcon } from '../../components/status-mark.tsx';
import { loadChannel, loadSource } from '../../mirror/desk.ts';
import { formatRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import type { wishOf } from './draft.ts';
import classes from './new-version.module.css';

interface PublishStepProps {
  readonly wish: ReturnType<typeof wishOf>;
  readonly testing: string;
  readonly onBack: () => void;
}

const stages = ['folder', 'archive', 'index'] as const;
type Stage = (typeof stages)[number];

interface State {
  /** Where each written thing lies, once it does. */
  readonly written: Readonly<Partial<Record<Stage, string>>>;
  readonly running: boolean;
  readonly failure?: Failure;
}

const notBegun: State = { written: {}, running: true };

/** Writes the folder, its archive and testing's index, in this order. What was written stays; trying again goes on from there. */
export function PublishStep({ wish, testing, onBack }: PublishStepProps) {
  const { t } = useWords();
  const [state, setState] = useState<State>(notBegun);
  const begun = useRef(false);
  const { written, running, failure } = state;

  const go = async () => {
    let reached = written;
    setState({ written: reached, running: true });
    const reach = (stage: Stage, where: string) => {
      reached = { ...reached, [stage]: where };
      setState({ written: reached, running: true });
    };
    try {
      if (reached.folder === undefined) reach('folder', (await engine.repo.newVersion(wish)).dir);
      const { archives, failed } = await engine.repo.build({ source: reached.folder ?? '', out: testing });
      const [archive] = archives;
      if (!archive)
        throw failed[0] ? ProvdeskError.of(failed[0].failure) : new ProvdeskError('repo.no-plugins', { path: testing });
      reach('archive', archive.filename);
      const { plugins } = await engine.repo.index({ dir: testing });
      reach('index', t('maintainer.offers', { count: plugins.length }));
      setState({ written: reached, running: false });
    } catch (error) {
      setState({ written: reached, running: false, failure: failureOf(error) });
    } finally {
      await Promise.all([loadSource(), loadChannel('testing')]);
    }
  };

  // Confirmed before: begins once, however often React mounts it.
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void go();
  });

  const isDone = written.index !== undefined;
  const current = stages.find((stage) => written[stage] === undefined);
  const toneOf = (stage: Stage): Tone => {
    if (written[stage] !== undefined) return 'good';
    if (stage !== current) return 'neutral';
    return failure ? 'bad' : 'busy';
  };
  const wordOf = (tone: Tone) =>
    t(
      tone === 'good'
        ? 'maintainer.stageDone'
        : tone === 'bad'
          ? 'operation.failed'
          : tone === 'busy'
            ? 'operation.running'
            : 'queue.waiting',
    );

  return (
    <>
      <Panel title={t(isDone ? 'maintainer.published' : 'maintainer.publishing', { id: wish.newId, version: wish.version })}>
        <div className={classes.body}>
          <ul className={classes.stages} aria-live="polite">
            {stages.map((stage) => {
              const tone = toneOf(stage);
              return (
                <li key={stage} className={classes.stage}>
                  <StatusMark tone={tone} word={wordOf(tone)} plain {...(tone === 'neutral' ? { icon: waitingIcon } : {})} />
                  <span>{t(`maintainer.stage_${stage}`)}</span>
                  <span className="mono quiet">{written[stage]}</span>
                </li>
              );
            })}
          </ul>
          {failure && (
            <FailureNote failure={failure}>
              <Button variant="default" onClick={() => void go()}>
                {t('common.retry')}
              </Button>
            </FailureNote>
          )}
          {failure && written.folder !== undefined && <p className="quiet">{t('maintainer.partHint')}</p>}
          {isDone && <p className="quiet">{t('maintainer.publishedHint')}</p>}
        </div>
      </Panel>
      <div className={classes.buttons}>
        {failure && written.folder === undefined && (
          <Button variant="default" onClick={onBack}>
            {t('maintainer.stepBack')}
          </Button>
        )}
        <Button
          component="a"
          variant={isDone ? 'filled' : 'default'}
          href={formatRoute({ screen: 'maintainer', subject: undefined })}
          data-disabled={running || undefined}
        >
          {t('maintainer.toPlugins')}
        </Button>
      </div>
    </>
  );
}
