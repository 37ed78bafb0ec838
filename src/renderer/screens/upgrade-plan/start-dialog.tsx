import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { UpgradePlan } from '../../../shared/contract/upgrades.ts';
import { engine } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import form from '../../components/form.module.css';
import { useAction } from '../../components/use-action.ts';
import { takeUpgrades } from '../../mirror/upgrades.ts';
import { goTo } from '../../route.ts';
import { type Speech, useWords } from '../../words/words.ts';
import { type PlanDraft, type Risk, risksOf } from './plan-draft.ts';
import classes from './plan-view.module.css';

interface StartDialogProps {
  readonly plan: UpgradePlan;
  readonly draft: PlanDraft;
  readonly onReload: () => void;
  readonly onClose: () => void;
}

/** The last word before devices are flashed: each risk wants its own yes, and force the number of devices as well. */
export function StartDialog({ plan, draft, onReload, onClose }: StartDialogProps) {
  const { t, format } = useWords();
  const [shown] = useState({ plan, draft }); // What was read is what is begun, whatever the plan behind becomes.
  const [accepted, setAccepted] = useState<ReadonlySet<Risk['kind']>>(new Set());
  const [typed, setTyped] = useState('');
  const { run, busy, failure } = useAction();
  const { planned, id } = shown.plan;
  const count = planned.length;
  const risks = risksOf(shown.draft, shown.plan);
  const forced = risks.some(({ kind }) => kind === 'force');
  const agreed = risks.every(({ kind }) => accepted.has(kind)) && (!forced || typed.trim() === String(count));
  const first = planned.filter(({ wave }) => wave === 0).length;
  const later = shown.draft.when === 'at';
  const target = planned[0]?.image;
  const start = async () => {
    const { batch, operations } = await engine.upgrades.start({ plan: id });
    takeUpgrades(operations, [batch]);
    onClose();
    goTo('upgrades', batch.id);
  };
  const accept = (kind: Risk['kind'], yes: boolean) => {
    const next = new Set(accepted);
    if (yes) next.add(kind);
    else next.delete(kind);
    setAccepted(next);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('rollout.confirmTitle', { count })}
      size={560}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={form.form}>
        <p>{t('rollout.confirmText', { what: target ? `${target.categoryName} ${target.buildVersion}` : '' })}</p>
        {first > 0 && first < count && <p>{t('rollout.confirmFirst', { count: first })}</p>}
        {later && <p>{t('rollout.confirmAt', { when: format.moment(Date.parse(shown.draft.at)) })}</p>}
        {risks.length > 0 && (
          <ul className={classes.risks}>
            {risks.map((risk) => (
              <li key={risk.kind} className={classes.risk}>
                <Checkbox
                  size="xs"
                  label={riskText(risk, t)}
                  checked={accepted.has(risk.kind)}
                  onChange={(event) => accept(risk.kind, event.currentTarget.checked)}
                />
              </li>
            ))}
          </ul>
        )}
        {forced && (
          <TextInput
            inputMode="numeric"
            label={t('rollout.typeCount', { count })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        {failure && (
          <FailureNote failure={failure}>
            {failure.code.startsWith('upgrade.plan-') && (
              <Button
                variant="default"
                onClick={() => {
                  onReload();
                  onClose();
                }}
              >
                {t('rollout.planAgain')}
              </Button>
            )}
          </FailureNote>
        )}
        <div className={form.buttons}>
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common.cancel')}
          </Button>
          <Button color={risks.length > 0 ? 'red.8' : 'indigo'} loading={busy} disabled={!agreed} onClick={() => run(start)}>
            {t(later ? 'rollout.scheduleDo' : 'rollout.confirmDo', { count })}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function riskText(risk: Risk, t: Speech['t']): string {
  return risk.kind === 'downgrade' ? t('rollout.risk_downgrade', { count: risk.devices }) : t(`rollout.risk_${risk.kind}`);
}
