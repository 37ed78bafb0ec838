import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { chooseFolder } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { Panel } from '../../components/panel.tsx';
import { useAction } from '../../components/use-action.ts';
import { type FolderName, setFolder, useDesk } from '../../mirror/desk.ts';
import { useWords } from '../../words/words.ts';
import classes from './folders-panel.module.css';

const names: readonly FolderName[] = ['source', 'testing', 'stable', 'archive'];

/** Where the sources and the channels lie: chosen with the system's dialog on the desktop, typed in a browser. */
export function FoldersPanel() {
  const { t } = useWords();
  return (
    <Panel title={t('maintainer.folders')}>
      <div className={classes.folders}>
        {names.map((name) => (
          <FolderField key={name} name={name} />
        ))}
      </div>
    </Panel>
  );
}

function FolderField({ name }: { readonly name: FolderName }) {
  const { t } = useWords();
  const kept = useDesk(({ folders }) => folders[name]) ?? '';
  const [typed, setTyped] = useState<string>();
  const { run, busy, failure } = useAction();
  const path = (typed ?? kept).trim();
  const save = async (chosen: string) => {
    await setFolder(name, chosen === '' ? null : chosen);
    setTyped(undefined);
  };
  const choose = async () => {
    const chosen = await chooseFolder?.();
    if (chosen !== undefined) await save(chosen);
  };
  return (
    <form
      className={classes.folder}
      onSubmit={(event) => {
        event.preventDefault();
        run(() => save(path));
      }}
    >
      <TextInput
        className={classes.path}
        label={t(`maintainer.${name}`)}
        placeholder={t('maintainer.pathHint')}
        spellCheck={false}
        value={typed ?? kept}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {chooseFolder && (
        <Button
          variant="default"
          loading={busy}
          aria-label={t('maintainer.chooseOne', { what: t(`maintainer.${name}`) })}
          onClick={() => run(choose)}
        >
          {t('maintainer.choose')}
        </Button>
      )}
      {(!chooseFolder || path !== kept) && (
        <Button
          type="submit"
          variant="default"
          loading={busy}
          disabled={path === kept}
          aria-label={t('maintainer.useOne', { what: t(`maintainer.${name}`) })}
        >
          {t('maintainer.use')}
        </Button>
      )}
      {failure && (
        <div className={classes.failure}>
          <FailureNote failure={failure} />
        </div>
      )}
    </form>
  );
}
