import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { TestFetch } from '../../../shared/contract/serving-test.ts';
import { engine } from '../../client.ts';
import { CopyButton } from '../../components/copyable.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { useAction } from '../../components/use-action.ts';
import { useWords } from '../../words/words.ts';
import classes from './self-test.module.css';

/** One file from any server, to see what comes. */
export function FetchForm() {
  const { t } = useWords();
  const [url, setUrl] = useState('');
  const [fetched, setFetched] = useState<TestFetch>();
  const { run, busy, failure } = useAction();
  return (
    <>
      <form
        className={classes.fetch}
        onSubmit={(event) => {
          event.preventDefault();
          setFetched(undefined);
          run(async () => setFetched(await engine.serving.fetch({ url: url.trim() })));
        }}
      >
        <TextInput
          label={t('selfTest.url')}
          placeholder="tftp://192.168.1.5/y000000000108.cfg"
          spellCheck={false}
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={busy || url.trim() === ''}>
          {t('selfTest.fetch')}
        </Button>
      </form>
      {failure && <FailureNote failure={failure} />}
      {fetched && <Fetched fetched={fetched} />}
    </>
  );
}

function Fetched({ fetched: { bytes, milliseconds, sha256, tftp, certificate } }: { readonly fetched: TestFetch }) {
  const { t, format } = useWords();
  const speed = t('common.rate', { bytes: format.bytes((bytes * 1000) / milliseconds) });
  const facts = [format.bytes(bytes), format.duration(milliseconds), speed];
  if (tftp) facts.push(t('selfTest.blocks', { size: tftp.blockSize, window: tftp.windowSize }));
  return (
    <dl className={classes.fetched} role="status">
      <dt>{t('selfTest.came')}</dt>
      <dd>{facts.join(' · ')}</dd>
      <dt>{t('selfTest.sha256')}</dt>
      <dd className={classes.digest}>
        <span className="mono">{sha256}</span>
        <CopyButton text={sha256} what={t('selfTest.sha256')} />
      </dd>
      {certificate !== undefined && (
        <>
          <dt>{t('selfTest.certificate')}</dt>
          <dd className="mono">{certificate}</dd>
        </>
      )}
    </dl>
  );
}
