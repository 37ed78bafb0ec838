import { useEffect, useState } from 'react';
import type { Device } from '../../../shared/contract/devices.ts';
import { type Failure, failureOf } from '../../../shared/failures.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { followConfiguration, type GivenConfiguration } from '../../mirror/configuration.ts';
import { useWords } from '../../words/words.ts';
import classes from './configuration-part.module.css';

/** What somebody has given a device, and the files that come of it. Nothing where nobody has. */
export function ConfigurationPart({ device: { id, vendor } }: { readonly device: Device }) {
  const { t } = useWords();
  const [given, setGiven] = useState<GivenConfiguration>();
  const [failure, setFailure] = useState<Failure>();
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
  if (!given || given.parameters.length === 0) return null;
  return (
    <section className={classes.part} aria-label={t('devices.configuration')}>
      <h3 className={classes.title}>{t('devices.configuration')}</h3>
      <Files files={given.files} />
      <dl className={classes.parameters} tabIndex={0}>
        {given.parameters.map(({ name, value, of }) => (
          <div key={name} className={classes.parameter}>
            <dt>{name}</dt>
            <dd>
              {value}
              {of === 'vendor' && <span className={classes.whose}>{t('devices.ofVendor', { vendor })}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
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
