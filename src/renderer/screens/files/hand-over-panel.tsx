import { IconFileDownload } from '@tabler/icons-react';
import { FilePicker } from '../../components/file-picker.tsx';
import { Panel } from '../../components/panel.tsx';
import { takeFiles } from '../../mirror/handed-files.ts';
import { useWords } from '../../words/words.ts';
import classes from './hand-over-panel.module.css';

/** The picker, and that files may be dropped anywhere. */
export function HandOverPanel() {
  const { t } = useWords();
  return (
    <Panel title={t('files.bring')}>
      <div className={classes.zone}>
        <IconFileDownload size={26} stroke={1.5} aria-hidden className={classes.icon} />
        <p className={classes.hint}>{t('files.bringHint')}</p>
        <FilePicker multiple size="sm" onPick={(files) => takeFiles(files)}>
          {t('files.choose')}
        </FilePicker>
      </div>
    </Panel>
  );
}
