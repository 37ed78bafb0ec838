import { Button, Modal } from '@mantine/core';
import { FailureNote } from '../../components/failure-note.tsx';
import { closeSelfTest, runSelfTest, useSelfTest } from '../../mirror/self-test.ts';
import { useServing } from '../../mirror/serving.ts';
import { goTo } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import { ChecksTable } from './checks-table.tsx';
import { FetchForm } from './fetch-form.tsx';
import classes from './self-test.module.css';
import { TestSummary } from './test-summary.tsx';

/** Whether phones can fetch, before one is plugged in; and what any server gives. */
export function SelfTestDialog() {
  const { t } = useWords();
  const { test, busy, failure } = useSelfTest();
  const serving = useServing((mirror) => (mirror.status?.listeners.length ?? 0) > 0);
  const toOverview = () => {
    closeSelfTest();
    goTo('overview');
  };
  return (
    <Modal
      opened
      onClose={closeSelfTest}
      title={t('selfTest.title')}
      size={720}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <section className={classes.section} aria-label={t('selfTest.title')}>
        <p className={classes.hint}>{t('selfTest.hint')}</p>
        {failure && <FailureNote failure={failure} />}
        {test && <TestSummary test={test} />}
        {test && <ChecksTable test={test} />}
        {!serving && !test && <p>{t('selfTest.notServing')}</p>}
        <div className={classes.buttons}>
          {serving ? (
            <Button onClick={runSelfTest} disabled={busy} data-autofocus>
              {t(test ? 'selfTest.again' : 'selfTest.run')}
            </Button>
          ) : (
            <Button onClick={toOverview} data-autofocus>
              {t('live.toOverview')}
            </Button>
          )}
        </div>
      </section>
      <section className={classes.section} aria-labelledby="test-fetch">
        <h2 id="test-fetch" className={classes.title}>
          {t('selfTest.fetchTitle')}
        </h2>
        <p className={classes.hint}>{t('selfTest.fetchHint')}</p>
        <FetchForm />
      </section>
    </Modal>
  );
}
