import { IconFileZip } from '@tabler/icons-react';
import { FailureNote } from '../../components/failure-note.tsx';
import { FilePicker } from '../../components/file-picker.tsx';
import { useAction } from '../../components/use-action.ts';
import { installArchive } from '../../hand-over.ts';
import { goTo } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { archiveEndings } from '../files/archive-name.ts';

/** A plugin's archive from this machine, without any server. */
export function InstallFromFile() {
  const { t } = useWords();
  const { run, busy, failure } = useAction();
  const install = async (file: File) => goTo('queue', await installArchive(file));
  return (
    <>
      <FilePicker
        variant="default"
        loading={busy}
        leftSection={<IconFileZip size={15} aria-hidden />}
        accept={archiveEndings}
        onPick={([file]) => file && run(() => install(file))}
      >
        {t('plugins.fromFile')}
      </FilePicker>
      {failure && <FailureNote failure={failure} />}
    </>
  );
}
