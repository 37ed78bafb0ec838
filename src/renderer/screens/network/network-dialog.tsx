import { Button, Modal } from '@mantine/core';
import { useEffect } from 'react';
import { FailureNote } from '../../components/failure-note.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { closeNetwork, useNetworkOpened } from '../../components/network-opened.ts';
import { loadNetwork, useNetwork } from '../../mirror/network.ts';
import type { Phase } from '../../mirror/phase.ts';
import { useWords } from '../../words/words.ts';
import classes from './network-dialog.module.css';
import { ProxiesForm } from './proxies-form.tsx';
import { SignIns } from './sign-ins.tsx';

/** Through whom downloads go, and as whom. */
export function NetworkDialog() {
  const { t } = useWords();
  const { proxies, credentials } = useNetwork();
  const host = useNetworkOpened((state) => state.host);
  useEffect(loadNetwork, []);
  return (
    <Modal
      opened
      onClose={closeNetwork}
      title={t('network.title')}
      size={680}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <section className={classes.section} aria-labelledby="network-proxies">
        <h2 id="network-proxies" className={classes.title}>
          {t('network.proxies')}
        </h2>
        <p className={classes.hint}>{t('network.proxiesHint')}</p>
        <Loaded phase={proxies.phase}>{proxies.value && <ProxiesForm proxies={proxies.value} />}</Loaded>
      </section>
      <section className={classes.section} aria-labelledby="network-sign-ins">
        <h2 id="network-sign-ins" className={classes.title}>
          {t('network.signIns')}
        </h2>
        <p className={classes.hint}>{t('network.signInsHint')}</p>
        <Loaded phase={credentials.phase}>
          <SignIns credentials={credentials.value} wanted={host} />
        </Loaded>
      </section>
    </Modal>
  );
}

function Loaded({ phase, children }: { readonly phase: Phase; readonly children: React.ReactNode }) {
  const { t } = useWords();
  if (phase.kind === 'loading') return <LoadingState />;
  if (phase.kind === 'ready') return children;
  return (
    <FailureNote failure={phase.failure}>
      <Button variant="default" onClick={loadNetwork}>
        {t('common.retry')}
      </Button>
    </FailureNote>
  );
}
