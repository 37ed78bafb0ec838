import { ActionIcon, Button } from '@mantine/core';
import { IconPencil, IconX } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { Configuration } from '../../../shared/contract/configuration.ts';
import type { Device } from '../../../shared/contract/devices.ts';
import { type Failure, failureOf } from '../../../shared/failures.ts';
import { engine } from '../../client.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { useAction } from '../../components/use-action.ts';
import { followConfiguration, type GivenConfiguration } from '../../mirror/configuration.ts';
import { useWords } from '../../words/words.ts';
import classes from './configuration-part.module.css';
import part from './pane-part.module.css';

const ParameterForm = lazy(() => import('./parameter-form.tsx').then((chunk) => ({ default: chunk.ParameterForm })));

type Given = Configuration['parameters'][number];

/** What somebody has given a device, and the files that come of it. Nothing where nobody can. */
export function ConfigurationPart({ device: { id, vendor } }: { readonly device: Device }) {
  const { t } = useWords();
  const [given, setGiven] = useState<GivenConfiguration>();
  const [failure, setFailure] = useState<Failure>();
  const [typing, setTyping] = useState<Given | 'new'>();
  const add = useRef<HTMLButtonElement>(null);
  const removal = useAction();
  useEffect(
    () =>
      followConfiguration(
        id,
        (told) => {
          setFailure(undefined);
          setGiven(told);
        },
        (error) => setFailure(failureOf(error)),
      ),
    [id],
  );
  if (failure) return <FailureNote failure={failure} />;
  if (!given || (given.parameters.length === 0 && !given.writable)) return null;
  const { parameters, files } = given;
  const begin = (what: Given | 'new') => {
    removal.dismiss();
    setTyping(what);
  };
  // What had the focus is gone.
  const end = () => {
    setTyping(undefined);
    add.current?.focus();
  };
  const remove = async ({ name }: Given) => {
    await engine.devices.configure({ of: { kind: 'device', device: id }, unset: [name] });
    end();
  };
  return (
    <section className={part.part} aria-label={t('devices.configuration')}>
      <header className={classes.top}>
        <h3 className={part.title}>{t('devices.configuration')}</h3>
        {given.writable && (
          <Button ref={add} variant="default" size="compact-xs" onClick={() => begin('new')}>
            {t('devices.parameterAdd')}
          </Button>
        )}
      </header>
      {parameters.length === 0 && !typing && <p className={classes.hint}>{t('devices.parametersNone')}</p>}
      {parameters.length > 0 && <Files files={files} />}
      {parameters.length > 0 && (
        <dl className={classes.parameters} tabIndex={0}>
          {parameters.map((parameter) => (
            <div key={parameter.name} className={classes.parameter}>
              <dt>{parameter.name}</dt>
              <dd>
                <span className={classes.value}>
                  {parameter.value}{' '}
                  {parameter.of === 'vendor' && <span className={classes.whose}>{t('devices.ofVendor', { vendor })}</span>}
                </span>
                {given.writable && (
                  <Actions
                    parameter={parameter}
                    busy={removal.busy}
                    onChange={() => begin(parameter)}
                    onRemove={() => removal.run(() => remove(parameter))}
                  />
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {removal.failure && <FailureNote failure={removal.failure} />}
      {typing && (
        <Suspense fallback={null}>
          <ParameterForm
            key={typing === 'new' ? '' : typing.name}
            device={id}
            vendor={vendor}
            parameter={typing === 'new' ? undefined : typing}
            onClose={end}
          />
        </Suspense>
      )}
    </section>
  );
}

interface ActionsProps {
  readonly parameter: Given;
  readonly busy: boolean;
  readonly onChange: () => void;
  readonly onRemove: () => void;
}

/** A vendor's is not taken away by one click: all devices have it. Its form can. */
function Actions({ parameter: { name, of }, busy, onChange, onRemove }: ActionsProps) {
  const { t } = useWords();
  const change = t('devices.parameterChange', { name });
  const remove = t('devices.parameterRemove', { name });
  return (
    <span className={classes.actions}>
      <ActionIcon variant="subtle" size={21} aria-label={change} title={change} onClick={onChange}>
        <IconPencil size={14} aria-hidden />
      </ActionIcon>
      {of === 'device' && (
        <ActionIcon variant="subtle" size={21} aria-label={remove} title={remove} disabled={busy} onClick={onRemove}>
          <IconX size={14} aria-hidden />
        </ActionIcon>
      )}
    </span>
  );
}

function Files({ files }: Pick<GivenConfiguration, 'files'>) {
  const { t, format } = useWords();
  if (files.length === 0) return <p className={classes.hint}>{t('devices.notRendered')}</p>;
  return (
    <ul className={classes.files}>
      {files.map(({ path, bytes }) => (
        <li key={path}>
          <span className={classes.path}>{path}</span> <span className={classes.hint}>{format.bytes(bytes)}</span>
        </li>
      ))}
    </ul>
  );
}
