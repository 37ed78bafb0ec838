import { Button } from '@mantine/core';
import type { Failure } from '../../shared/failures.ts';
import { useWords } from '../words/words.ts';
import { openNetwork } from './network-opened.ts';

/** Leads to where a sign-in or a proxy is set, for failures that want one. */
export function NetworkRemedy({ failure }: { readonly failure: Failure }) {
  const { t } = useWords();
  const { code, facts } = failure;
  const host = String(facts.proxy ?? facts.host ?? '');
  if (/^source\.(proxy-)?sign-in-(needed|refused)$/.test(code))
    return (
      <Button variant="default" size="compact-xs" onClick={() => openNetwork(host)}>
        {t('network.signInAt', { host })}
      </Button>
    );
  if (!code.startsWith('source.proxy-')) return null;
  return (
    <Button variant="default" size="compact-xs" onClick={() => openNetwork()}>
      {t('network.openProxies')}
    </Button>
  );
}
