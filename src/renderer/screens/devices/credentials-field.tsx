import { ActionIcon, Button, Checkbox } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useEffect } from 'react';
import fieldset from '../../components/fieldset.module.css';
import { followCredentials, useCredentials } from '../../mirror/credentials.ts';
import { useWords } from '../../words/words.ts';
import classes from './credentials-field.module.css';
import { moved } from './device-form.ts';

interface CredentialsFieldProps {
  /** Ids, in the order in which they are tried. */
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  /** Somebody wants to add one, or look at all of them. */
  readonly onManage: () => void;
}

/** Those that are tried come first, in their order; the others below. */
export function CredentialsField({ chosen, onChange, onManage }: CredentialsFieldProps) {
  const { t } = useWords();
  const { credentials } = useCredentials();
  useEffect(followCredentials, []);
  const known = chosen.flatMap((id) => credentials.find((each) => each.id === id) ?? []);
  const ordered = [...known, ...credentials.filter(({ id }) => !chosen.includes(id))];
  return (
    <fieldset className={fieldset.fieldset}>
      <legend className={fieldset.legend}>{t('ssh.credentials')}</legend>
      {credentials.length === 0 ? (
        <p className={classes.hint}>{t('ssh.credentialsNone')}</p>
      ) : (
        <ul className={classes.list}>
          {ordered.map(({ id, name, kind, username }) => {
            const place = chosen.indexOf(id);
            return (
              <li key={id} className={classes.one}>
                <Checkbox
                  size="xs"
                  aria-label={t('ssh.chosen', { name })}
                  label={`${place >= 0 ? `${place + 1}. ` : ''}${name} · ${username} · ${t(`ssh.kind_${kind}`)}`}
                  checked={place >= 0}
                  onChange={(event) =>
                    onChange(event.currentTarget.checked ? [...chosen, id] : chosen.filter((other) => other !== id))
                  }
                />
                {place >= 0 && chosen.length > 1 && (
                  <span className={classes.order}>
                    <ActionIcon
                      variant="subtle"
                      size={24}
                      disabled={place === 0}
                      aria-label={t('ssh.earlier', { name })}
                      onClick={() => onChange(moved(chosen, id, -1))}
                    >
                      <IconArrowUp size={14} aria-hidden />
                    </ActionIcon>
                    <ActionIcon
                      variant="subtle"
                      size={24}
                      disabled={place === chosen.length - 1}
                      aria-label={t('ssh.later', { name })}
                      onClick={() => onChange(moved(chosen, id, 1))}
                    >
                      <IconArrowDown size={14} aria-hidden />
                    </ActionIcon>
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      )}
      <div className={classes.foot}>
        <span className={classes.hint}>{t('ssh.credentialsHint')}</span>
        <Button variant="default" size="compact-xs" onClick={onManage}>
          {t('ssh.credentialsManage')}
        </Button>
      </div>
    </fieldset>
  );
}
