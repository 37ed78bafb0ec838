import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react';
import { useDevices } from '../../mirror/devices.ts';
import { usePlugins } from '../../mirror/plugins.ts';
import { useServing } from '../../mirror/serving.ts';
import { formatRoute, type Screen } from '../../route.ts';
import { Panel } from '../../components/panel.tsx';
import { useWords } from '../../words/words.ts';
import { doneSteps, type Step, steps } from './next-steps.ts';
import classes from './next-steps-panel.module.css';

const hints = {
  server: 'next.serverHint',
  install: 'next.installHint',
  packages: 'next.packagesHint',
  serve: 'next.serveHint',
  phones: 'next.phonesHint',
} as const satisfies Record<Step, string>;
const wheres: Partial<Record<Step, Screen>> = { server: 'plugins', install: 'plugins', packages: 'plugins' };

/** Leads through the main job once, then is gone. */
export function NextStepsPanel() {
  const { t } = useWords();
  const { phase, server, catalogue } = usePlugins();
  const listeners = useServing((mirror) => mirror.status?.listeners.length);
  const devices = useDevices((mirror) => (mirror.phase.kind === 'ready' ? mirror.byId.size : undefined));
  if (phase.kind !== 'ready' || listeners === undefined || devices === undefined) return null;

  const done = doneSteps({ server: server.url, catalogue, listeners, devices });
  if (done.size === steps.length) return null;
  const next = steps.find((step) => !done.has(step));
  const subject = catalogue.find((plugin) => plugin.installedVersion !== undefined)?.id;
  return (
    <Panel title={t('next.title')} actions={t('next.progress', { done: done.size, total: steps.length })}>
      <ol className={classes.steps}>
        {steps.map((step) => {
          const where = wheres[step];
          const isDone = done.has(step);
          const Icon = isDone ? IconCircleCheckFilled : IconCircle;
          return (
            <li
              key={step}
              className={classes.step}
              data-done={isDone || undefined}
              aria-current={step === next ? 'step' : undefined}
            >
              <Icon size={18} aria-hidden className={classes.icon} />
              <div>
                <p className={classes.name}>
                  {t(`next.${step}`)}
                  {isDone && <span className="visually-hidden"> ({t('next.done')})</span>}
                </p>
                {step === next && (
                  <p className={classes.hint}>
                    {t(hints[step])}{' '}
                    {where && (
                      <a href={formatRoute({ screen: where, subject: step === 'packages' ? subject : undefined })}>
                        {t('next.doNow')}
                      </a>
                    )}
                  </p>
                )}
              </div>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
