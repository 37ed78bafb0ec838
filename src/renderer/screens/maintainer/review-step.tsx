import { Button } from '@mantine/core';
import type { NewVersion } from '../../../shared/contract/repo.ts';
import { ChangePart } from '../../components/change-part.tsx';
import { Panel } from '../../components/panel.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useWords } from '../../words/words.ts';
import classes from './new-version.module.css';

interface ReviewStepProps {
  readonly preview: NewVersion;
  readonly testing: string | null;
  readonly onBack: () => void;
  readonly onConfirm: () => void;
}

/** What will be written, and what stays for its author: the last look before anything is. */
export function ReviewStep({ preview, testing, onBack, onConfirm }: ReviewStepProps) {
  const { t, format } = useWords();
  const { plugin, version, dir, packages, files, open, leftovers, problems } = preview;
  return (
    <>
      <Panel
        title={`${plugin} ${version}`}
        actions={
          open.length > 0 ? (
            <StatusMark tone="warn" word={t('maintainer.openCount', { count: open.length })} plain />
          ) : (
            <StatusMark tone="good" word={t('maintainer.nothingOpen')} plain />
          )
        }
      >
        <div className={classes.body}>
          <ChangePart
            title={t('upgrade.changed', { count: packages.length })}
            lines={packages.map((one) => ({ id: one.id, what: t('upgrade.fromTo', one) }))}
          />
          <ChangePart
            title={t('maintainer.changedFiles', { count: files.length })}
            lines={files.map(({ id, filename, size, measured }) => ({
              id,
              what: filename,
              aside: measured ? format.bytes(size) : t('maintainer.openMark'),
            }))}
          />
          <ChangePart
            title={t('maintainer.open')}
            lines={open.map(({ file, reason }) => ({ id: file, what: t(`maintainer.open_${reason}`) }))}
          />
          <ChangePart
            title={t('maintainer.leftovers', { count: leftovers.length })}
            lines={leftovers.map(({ file, line, text }) => ({
              id: `${file}:${line}`,
              what: t('maintainer.stillHolds', { text }),
            }))}
          />
          <ChangePart
            title={t('maintainer.warnings', { count: problems.length })}
            lines={problems.map(({ file, line, reason }) => ({ id: `${file}:${line}`, what: reason }))}
          />
          {testing !== null && (
            <dl className={classes.written}>
              <dt>{t('maintainer.willWrite')}</dt>
              <dd className="mono">{dir}</dd>
              <dd className="mono">{archivePath(testing, plugin, version)}</dd>
              <dd className="mono">{inFolder(testing, 'plugins.db')}</dd>
            </dl>
          )}
        </div>
      </Panel>
      <div className={classes.buttons}>
        <Button disabled={testing === null} onClick={onConfirm}>
          {t('maintainer.publishDo')}
        </Button>
        <Button variant="default" onClick={onBack}>
          {t('maintainer.stepBack')}
        </Button>
        {testing === null && <span className="quiet">{t('maintainer.needsTesting')}</span>}
      </div>
    </>
  );
}

/** As `repo.build` names it. */
function archivePath(testing: string, plugin: string, version: string): string {
  return inFolder(testing, `${plugin.replaceAll('_', '-')}-${version}.tar.gz`);
}

function inFolder(dir: string, name: string): string {
  return `${dir.replace(/[\\/]+$/, '')}${dir.includes('\\') ? '\\' : '/'}${name}`;
}
