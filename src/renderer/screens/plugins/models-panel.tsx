import { Button, Checkbox } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { Capability } from '../../../shared/contract/plugins.ts';
import { Panel } from '../../components/panel.tsx';
import tables from '../../components/table.module.css';
import { useWords } from '../../words/words.ts';
import classes from './models-panel.module.css';

interface ModelsPanelProps {
  readonly capabilities: readonly Capability[];
  /** Absent where nothing can be installed now. */
  readonly onInstall: ((models: ReadonlySet<string>) => void) | undefined;
}

/** What the plugin says it knows. A field it is silent about stays empty: unknown, never no. */
export function ModelsPanel({ capabilities, onInstall }: ModelsPanelProps) {
  const { t, format } = useWords();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (model: string) => {
    const next = new Set(chosen);
    if (!next.delete(model)) next.add(model);
    setChosen(next);
  };
  const models = new Set(capabilities.map(({ vendor, model }) => `${vendor} ${model}`)).size;
  const actions = models > 0 && (
    <>
      {t('plugins.models', { count: models })}
      {chosen.size > 0 && (
        <Button disabled={!onInstall} leftSection={<IconDownload size={15} aria-hidden />} onClick={() => onInstall?.(chosen)}>
          {t('plan.forModels', { count: chosen.size })}
        </Button>
      )}
    </>
  );
  return (
    <Panel title={t('plugins.modelsTitle')} actions={actions} flush>
      {capabilities.length === 0 ? (
        <p className="quiet" style={{ padding: '14px 16px' }}>
          {t('plugins.noModels')}
        </p>
      ) : (
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">{t('plugins.model')}</th>
              <th scope="col">{t('plugins.vendor')}</th>
              <th scope="col">{t('plugins.firmware')}</th>
              <th scope="col">{t('plugins.type')}</th>
              <th scope="col" className={tables.end}>
                {t('plugins.lines')}
              </th>
            </tr>
          </thead>
          <tbody>
            {capabilities.map(({ vendor, model, version, type, lines }) => (
              <tr key={`${vendor} ${model} ${version}`}>
                <th scope="row">
                  <label className={classes.model}>
                    <Checkbox
                      size="xs"
                      aria-label={model}
                      disabled={!onInstall}
                      checked={chosen.has(model)}
                      onChange={() => toggle(model)}
                    />
                    {model}
                  </label>
                </th>
                <td>{vendor}</td>
                <td>{version}</td>
                <td>{type}</td>
                <td className={tables.end}>{lines !== undefined && format.count(lines)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
