import { CloseButton } from '@mantine/core';
import { FailureWords } from '../../components/failure-words.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useWords } from '../../words/words.ts';
import classes from './desk-panel.module.css';
import type { Built } from './publish.ts';

/** What became of a build: archives that are in testing now, and plugins that could not be packed. */
export function BuildNote({ built, onClose }: { readonly built: Built; readonly onClose: () => void }) {
  const { t, format } = useWords();
  const { archives, failed } = built;
  const replaced = archives.filter(({ state }) => state === 'replaced').map(({ filename }) => filename);
  const [only] = archives;
  const tone = failed.length === 0 ? 'good' : archives.length === 0 ? 'bad' : 'warn';
  return (
    <div className={classes.built}>
      <div className={classes.builtTop}>
        <StatusMark tone={tone} word={t('maintainer.built', { count: archives.length })} plain />
        {archives.length === 1 && only && (
          <span className="quiet">
            <span className="mono">{only.filename}</span> · {format.bytes(only.size)} · {t(`maintainer.${only.state}`)}
          </span>
        )}
        <CloseButton size={22} aria-label={t('common.close')} onClick={onClose} />
      </div>
      {replaced.length > 0 && <p className={classes.warn}>{t('maintainer.replacedHint', { files: format.list(replaced) })}</p>}
      {failed.map(({ plugin, failure }) => (
        <p key={plugin} className={classes.bad}>
          <FailureWords failure={failure} />
        </p>
      ))}
    </div>
  );
}
