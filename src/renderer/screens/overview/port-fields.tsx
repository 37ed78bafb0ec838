import { Checkbox, TextInput } from '@mantine/core';
import { useWords } from '../../words/words.ts';
import { parsePorts, protocols, type ServeForm } from './serve-form.ts';
import fieldset from '../../components/fieldset.module.css';
import classes from './port-fields.module.css';

interface PortFieldsProps {
  readonly form: ServeForm;
  readonly onChange: (form: ServeForm) => void;
}

export function PortFields({ form, onChange }: PortFieldsProps) {
  const { t } = useWords();
  return (
    <fieldset className={fieldset.fieldset}>
      <legend className={fieldset.legend}>{t('serving.protocols')}</legend>
      <div className={classes.pair}>
        {protocols.map((protocol) => {
          const wrong = form.on[protocol] && parsePorts(form.ports[protocol]) === undefined;
          return (
            <div key={protocol} className={classes.protocol}>
              <Checkbox
                size="xs"
                label={protocol.toUpperCase()}
                checked={form.on[protocol]}
                onChange={(event) => onChange({ ...form, on: { ...form.on, [protocol]: event.currentTarget.checked } })}
              />
              <TextInput
                aria-label={t('serving.port', { protocol: protocol.toUpperCase() })}
                inputMode="numeric"
                disabled={!form.on[protocol]}
                error={wrong && t('serving.portWrong')}
                value={form.ports[protocol]}
                onChange={(event) => onChange({ ...form, ports: { ...form.ports, [protocol]: event.currentTarget.value } })}
              />
            </div>
          );
        })}
      </div>
      <p className={classes.hint}>{t('serving.portHint')}</p>
    </fieldset>
  );
}
