import { Button, Modal } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { PackageScope } from '../../../shared/contract/operations.ts';
import { engine } from '../../client.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { focusNow } from '../../components/focus-now.ts';
import { LoadingState } from '../../components/loading-state.tsx';
import { scopeText } from '../../components/operation-words.ts';
import { useAction } from '../../components/use-action.ts';
import { usePlugins } from '../../mirror/plugins.ts';
import { goTo } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import dialog from '../../components/dialog-parts.module.css';
import classes from './install-plan-dialog.module.css';
import { MissingPlugins } from './missing-plugins.tsx';
import { missingPlugins, planFacts } from './plan-facts.ts';
import { PlanView } from './plan-view.tsx';
import { useInstallPlan } from './use-install-plan.ts';

interface InstallPlanDialogProps {
  /** What to install; undefined where the dialog is closed. The same object for as long as it is open. */
  readonly scope: PackageScope | undefined;
  readonly onClose: () => void;
}

/** What an installation would do, before it is begun: how much, what is missing, whether it fits. Then one button. */
export function InstallPlanDialog({ scope, onClose }: InstallPlanDialogProps) {
  const words = useWords();
  const { t } = words;
  return (
    <Modal
      opened={scope !== undefined}
      onClose={onClose}
      title={scope && t('plan.title', { what: scopeText(scope, words) })}
      size={720}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {scope && <Plan scope={scope} onClose={onClose} />}
    </Modal>
  );
}

function Plan({ scope, onClose }: { readonly scope: PackageScope; readonly onClose: () => void }) {
  const { t } = useWords();
  const { phase, plan, reload } = useInstallPlan(scope);
  const catalogue = usePlugins((mirror) => mirror.catalogue);
  const { run, busy, failure } = useAction();
  const absent = missingPlugins(catalogue, scope);
  const facts = plan && planFacts(plan);
  const install = async () => {
    const { operation } = await engine.packages.installAll(scope);
    onClose();
    // A plugin's own page shows its installation; every other one is followed in the queue.
    if (scope.plugin === undefined) goTo('queue', operation);
  };
  return (
    <div className={dialog.body}>
      {absent.length > 0 && <MissingPlugins plugins={absent} />}
      {phase.kind === 'loading' ? (
        <LoadingState />
      ) : phase.kind === 'failed' ? (
        <FailureNote failure={phase.failure}>
          <Button variant="default" onClick={reload}>
            {t('common.retry')}
          </Button>
        </FailureNote>
      ) : plan && facts && (facts.obstacle !== 'nothing' || plan.unreadable.length > 0) ? (
        <PlanView plan={plan} facts={facts} />
      ) : absent.length === 0 ? (
        <div className={classes.nothing}>
          <EmptyState icon={IconCircleCheck} title={t('plan.nothing')} hint={t('plan.nothingHint')} />
        </div>
      ) : null}
      {failure && <FailureNote failure={failure} />}
      <div className={dialog.buttons}>
        {facts && facts.obstacle !== undefined && facts.obstacle !== 'nothing' && (
          <p className={classes.obstacle}>{t(`plan.${facts.obstacle}`)}</p>
        )}
        <Button variant="default" onClick={onClose}>
          {t(facts?.obstacle === 'nothing' ? 'common.close' : 'common.cancel')}
        </Button>
        {facts?.obstacle !== 'nothing' && (
          <Button
            key={facts ? 'ready' : 'waiting'}
            ref={focusNow}
            data-autofocus
            loading={busy}
            disabled={!facts || facts.obstacle !== undefined}
            onClick={() => run(install)}
          >
            {facts ? t('plan.install', { count: facts.ready.length }) : t('packages.installAll')}
          </Button>
        )}
      </div>
    </div>
  );
}
