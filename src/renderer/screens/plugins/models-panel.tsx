import type { Capability } from '../../../shared/contract/plugins.ts';
import { Panel } from '../../components/panel.tsx';
import { useWords } from '../../words/words.ts';
import classes from './packages-table.module.css';

/** What the plugin says it knows. A field it is silent about stays empty: unknown, never no. */
export function ModelsPanel({ capabilities }: { readonly capabilities: readonly Capability[] }) {
  const { t, format } = useWords();
  const models = new Set(capabilities.map(({ vendor, model }) => `${vendor} ${model}`)).size;
  return (
    <Panel title={t('plugins.modelsTitle')} actions={models > 0 && t('plugins.models', { count: models })} flush>
      {capabilities.length === 0 ? (
        <p className="quiet" style={{ padding: '14px 16px' }}>
          {t('plugins.noModels')}
        </p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('plugins.model')}</th>
              <th scope="col">{t('plugins.vendor')}</th>
              <th scope="col">{t('plugins.firmware')}</th>
              <th scope="col">{t('plugins.type')}</th>
              <th scope="col" className={classes.end}>
                {t('plugins.lines')}
              </th>
            </tr>
          </thead>
          <tbody>
            {capabilities.map(({ vendor, model, version, type, lines }) => (
              <tr key={`${vendor} ${model} ${version}`}>
                <th scope="row">{model}</th>
                <td>{vendor}</td>
                <td>{version}</td>
                <td>{type}</td>
                <td className={classes.end}>{lines !== undefined && format.count(lines)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
