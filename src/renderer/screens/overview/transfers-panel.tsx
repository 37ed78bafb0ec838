import type { ServingStatus } from '../../../shared/contract/serving.ts';
import { Panel } from '../../components/panel.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { formatRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import classes from './transfers-panel.module.css';

/** On one screen without scrolling; the rest is counted. */
const MOST_SHOWN = 12;

export function TransfersPanel({ status }: { readonly status: ServingStatus }) {
  const { t, format } = useWords();
  const shown = status.transfers.slice(0, MOST_SHOWN);
  const hidden = status.activeTransfers - shown.length;
  return (
    <Panel
      title={t('transfers.title')}
      actions={
        <>
          {status.activeTransfers > 0 && format.count(status.activeTransfers)}
          <a href={formatRoute({ screen: 'transfers', subject: undefined })}>{t('transfers.all')}</a>
        </>
      }
      flush
    >
      {shown.length === 0 ? (
        <div className={classes.empty}>
          <p>{t('transfers.empty')}</p>
          <p className="quiet">{t('transfers.emptyHint')}</p>
        </div>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('transfers.who')}</th>
              <th scope="col">{t('transfers.file')}</th>
              <th scope="col">{t('transfers.protocol')}</th>
              <th scope="col">{t('transfers.progress')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ id, ip, path, protocol, sent, total }) => (
              <tr key={id}>
                <td className="mono">{ip}</td>
                <td className={classes.path} title={path}>
                  {path}
                </td>
                <td>{protocol.toUpperCase()}</td>
                <td>
                  <ProgressBar label={path} done={sent} total={total} />
                  <span className={classes.bytes}>
                    {t('common.ofBytes', { done: format.bytes(sent), total: format.bytes(total) })}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {hidden > 0 && <p className={classes.more}>{t('transfers.more', { count: hidden })}</p>}
    </Panel>
  );
}
