import { useEffect } from 'react';
import { FailureNote } from '../../components/failure-note.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { useLink } from '../../mirror/link.ts';
import { loadDesk, useDesk } from '../../mirror/desk.ts';
import { useRoute } from '../../route.ts';
import { Button } from '@mantine/core';
import { useWords } from '../../words/words.ts';
import { DeskPanel } from './desk-panel.tsx';
import { FoldersPanel } from './folders-panel.tsx';
import classes from './maintainer-screen.module.css';
import { NewVersionFlow } from './new-version-flow.tsx';

/** Plugins on their way from a folder of sources to the channels that others install from. */
export function MaintainerScreen() {
  const { t } = useWords();
  const subject = useRoute((route) => route.subject);
  const isOnline = useLink(({ state }) => state === 'online');
  const { phase, folders } = useDesk();
  useEffect(() => {
    if (isOnline) void loadDesk();
  }, [isOnline]);
  if (phase.kind === 'loading') return <LoadingState />;
  if (phase.kind === 'failed') {
    return (
      <div className={classes.screen}>
        <FailureNote failure={phase.failure}>
          <Button variant="default" onClick={() => void loadDesk()}>
            {t('common.retry')}
          </Button>
        </FailureNote>
      </div>
    );
  }
  if (subject !== undefined && folders.source !== null) {
    return <NewVersionFlow key={subject} id={subject} source={folders.source} testing={folders.testing} />;
  }
  return (
    <div className={classes.screen}>
      <FoldersPanel />
      <DeskPanel />
    </div>
  );
}
