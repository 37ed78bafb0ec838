import { Button, TextInput } from '@mantine/core';
import { IconRefresh, IconServer } from '@tabler/icons-react';
import { useState } from 'react';
import { engine } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { useAction } from '../../components/use-action.ts';
import { loadPlugins, usePlugins } from '../../mirror/plugins.ts';
import { useWords } from '../../words/words.ts';
import classes from './server-bar.module.css';

/** Where plugins come from, and when they were last asked for. */
export function ServerBar() {
  const { t, format } = useWords();
  const server = usePlugins((mirror) => mirror.server);
  const [typed, setTyped] = useState<string>();
  const { run, busy, failure } = useAction();
  const url = typed ?? server.url ?? '';
  const update = async () => {
    try {
      if (url.trim() !== server.url) await engine.plugins.setServer({ url: url.trim() });
      setTyped(undefined);
      await engine.plugins.update();
    } finally {
      await loadPlugins();
    }
  };
  return (
    <div className={classes.bar}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          run(update);
        }}
      >
        <TextInput
          className={classes.url}
          aria-label={t('plugins.server')}
          placeholder={t('plugins.serverPlaceholder')}
          leftSection={<IconServer size={15} aria-hidden />}
          spellCheck={false}
          value={url}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant={server.url === null ? 'filled' : 'default'}
          disabled={url.trim() === ''}
          loading={busy}
          leftSection={<IconRefresh size={15} aria-hidden />}
        >
          {t('plugins.update')}
        </Button>
        <span className={classes.when}>
          {server.updatedAt === null
            ? t('plugins.neverUpdated')
            : t('plugins.updatedAt', { when: format.moment(server.updatedAt) })}
        </span>
      </form>
      {failure && <FailureNote failure={failure} />}
    </div>
  );
}
