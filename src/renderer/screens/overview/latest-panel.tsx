import { useMemo } from 'react';
import { OutcomeMark } from '../../components/outcome-mark.tsx';
import { Panel } from '../../components/panel.tsx';
import { useJournal } from '../../mirror/journal.ts';
import { formatRoute } from '../../route.ts';
import { useWords } from '../../words/words.ts';
import classes from './latest-panel.module.css';

const SHOWN = 6;

/** Who asked for what, at a glance. */
export function LatestPanel() {
  const { t, format } = useWords();
  const entries = useJournal((mirror) => mirror.entries);
  const requests = useMemo(() => entries.filter((entry) => entry.kind === 'request').slice(0, SHOWN), [entries]);
  const link = <a href={formatRoute({ screen: 'journal', subject: undefined })}>{t('latest.openJournal')}</a>;
  return (
    <Panel title={t('latest.title')} actions={requests.length > 0 && link} flush>
      {requests.length === 0 ? (
        <p className={classes.empty}>{t('latest.empty')}</p>
      ) : (
        <ul>
          {requests.map((request) => (
            <li key={request.seq} className={classes.request}>
              <span className={classes.time}>{format.moment(request.at)}</span>
              <span className={classes.who}>{request.mac ?? request.ip}</span>
              <span className={classes.path} title={request.path}>
                {request.path}
              </span>
              <OutcomeMark outcome={request.outcome} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
