import { Button } from '@mantine/core';
import { FailureNote } from '../../components/failure-note.tsx';
import { FailureWords } from '../../components/failure-words.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { StatusMark, type Tone, waitingIcon } from '../../components/status-mark.tsx';
import { useAction } from '../../components/use-action.ts';
import { installArchive } from '../../hand-over.ts';
import { forgetHandedFiles, type HandedFile, isMoving, useHandedFiles } from '../../mirror/handed-files.ts';
import { goTo } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { isArchiveName } from './archive-name.ts';
import classes from './handed-panel.module.css';
import { MatchedPackage } from './matched-package.tsx';

const tones: Record<HandedFile['state'], Tone> = { waiting: 'neutral', sending: 'busy', matched: 'good', refused: 'bad' };
/** More than one reads; the counts are of all. */
const MOST_SHOWN = 200;

/** What became of each file that was handed over in this window. */
export function HandedPanel() {
  const { t, format } = useWords();
  const { files, leftOut } = useHandedFiles();
  if (files.length === 0 && leftOut === 0) return null;
  const matched = files.filter(({ state }) => state === 'matched').length;
  const refused = files.filter(({ state }) => state === 'refused').length;
  const moving = files.length - matched - refused;
  const counts = [
    moving > 0 && t('files.moving', { count: moving }),
    t('files.matchedCount', { count: matched }),
    refused > 0 && t('files.refusedCount', { count: refused }),
  ];
  return (
    <Panel
      title={t('files.handed')}
      actions={
        <>
          <span aria-live="polite">{counts.filter(Boolean).join(' · ')}</span>
          <Button variant="subtle" disabled={moving === files.length} onClick={forgetHandedFiles}>
            {t('files.forget')}
          </Button>
        </>
      }
      flush
    >
      <ul>
        {files.slice(0, MOST_SHOWN).map((file) => (
          <HandedRow key={file.id} handed={file} />
        ))}
      </ul>
      {files.length > MOST_SHOWN && (
        <p className={classes.more}>{t('files.more', { count: files.length - MOST_SHOWN, shown: format.count(MOST_SHOWN) })}</p>
      )}
      {leftOut > 0 && <p className={classes.more}>{t('files.leftOut', { count: leftOut })}</p>}
    </Panel>
  );
}

function HandedRow({ handed }: { readonly handed: HandedFile }) {
  const { t, format } = useWords();
  const { file, state, sent, matched, failure } = handed;
  return (
    <li className={classes.row}>
      <p className={classes.name}>
        <span className={classes.file} title={file.name}>
          {file.name}
        </span>
        <span className={classes.size}>{format.bytes(file.size)}</span>
      </p>
      <StatusMark tone={tones[state]} word={t(`files.${state}`)} plain {...(state === 'waiting' ? { icon: waitingIcon } : {})} />
      {isMoving(handed) && sent > 0 && (
        <div className={classes.wide}>
          <ProgressBar label={file.name} done={sent} total={file.size} />
        </div>
      )}
      {matched.length > 0 && (
        <ul className={classes.wide}>
          {matched.map((match) => (
            <MatchedPackage key={`${match.plugin} ${match.package} ${match.file}`} match={match} />
          ))}
        </ul>
      )}
      {failure && (
        <p className={classes.why}>
          <FailureWords failure={failure} />
        </p>
      )}
      {failure?.code === 'files.not-wanted' && isArchiveName(file.name) && <InstallAsPlugin file={file} />}
    </li>
  );
}

/** A plugin's archive is no firmware; but it may well be what was meant. */
function InstallAsPlugin({ file }: { readonly file: File }) {
  const { t } = useWords();
  const { run, busy, failure } = useAction();
  const install = async () => goTo('queue', await installArchive(file));
  return (
    <div className={classes.wide}>
      <Button variant="default" loading={busy} onClick={() => run(install)}>
        {t('files.installAsPlugin')}
      </Button>
      {failure && <FailureNote failure={failure} />}
    </div>
  );
}
