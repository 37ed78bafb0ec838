import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { PluginSource } from '../../../shared/contract/repo.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { Panel } from '../../components/panel.tsx';
import { useAction } from '../../components/use-action.ts';
import { useWords } from '../../words/words.ts';
import { type Draft, suggestedId, versionGroups } from './draft.ts';
import classes from './new-version.module.css';

interface VersionsStepProps {
  readonly shown: PluginSource;
  readonly draft: Draft;
  readonly onNext: (draft: Draft) => Promise<void>;
}

/** Id and versions, in one place: addresses, names and models follow from them. */
export function VersionsStep({ shown, draft, onNext }: VersionsStepProps) {
  const { t, format } = useWords();
  const [versions, setVersions] = useState(draft.versions);
  const [version, setVersion] = useState(draft.version);
  const suggested = suggestedId(shown.id, versions);
  // The suggestion is followed until somebody writes another id.
  const [ownId, setOwnId] = useState(draft.newId === suggested ? undefined : draft.newId);
  const newId = ownId ?? suggested;
  const { run, busy, failure } = useAction();
  const isSame = newId.trim() === shown.id;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        run(() => onNext({ ...draft, versions, version, newId }));
      }}
    >
      <Panel title={t('maintainer.step_versions')}>
        <div className={classes.body}>
          <p className="quiet">{t('maintainer.versionsHint')}</p>
          <table className={classes.versions}>
            <thead>
              <tr>
                <th scope="col">{t('packages.title')}</th>
                <th scope="col">{t('maintainer.now')}</th>
                <th scope="col">{t('maintainer.next')}</th>
              </tr>
            </thead>
            <tbody>
              {versionGroups(shown).map((group) => (
                <tr key={group.version}>
                  <th scope="row">{format.list([...group.packages])}</th>
                  <td className="mono">{group.version}</td>
                  <td>
                    <TextInput
                      aria-label={t('maintainer.newVersionFor', { version: group.version })}
                      placeholder={t('maintainer.unchanged_version')}
                      spellCheck={false}
                      value={versions[group.version] ?? ''}
                      onChange={(event) => setVersions({ ...versions, [group.version]: event.currentTarget.value })}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <div className={classes.pair}>
            <TextInput
              label={t('maintainer.newId')}
              description={t('maintainer.newIdHint')}
              spellCheck={false}
              value={newId}
              onChange={(event) => setOwnId(event.currentTarget.value)}
            />
            <TextInput
              label={t('maintainer.pluginVersion')}
              description={t('maintainer.pluginVersionHint', { version: shown.version })}
              spellCheck={false}
              value={version}
              onChange={(event) => setVersion(event.currentTarget.value)}
            />
          </div>
          {failure && <FailureNote failure={failure} />}
        </div>
      </Panel>
      <div className={classes.buttons}>
        <Button type="submit" loading={busy} disabled={isSame || newId.trim() === '' || version.trim() === ''}>
          {t('maintainer.toFiles')}
        </Button>
        {isSame && <span className="quiet">{t('maintainer.needsId')}</span>}
      </div>
    </form>
  );
}
