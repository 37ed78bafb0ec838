import type { Evidence } from '../../../shared/contract/upgrades.ts';
import { evidenceRows } from '../../components/evidence-rows.ts';
import { useWords } from '../../words/words.ts';
import classes from './operation-view.module.css';

interface EvidenceTableProps {
  readonly before: Evidence | null;
  readonly after: Evidence | null;
}

/** What the device said of itself before the flash and after it: the verdict rests on this alone. */
export function EvidenceTable({ before, after }: EvidenceTableProps) {
  const words = useWords();
  const { t } = words;
  return (
    <table className={classes.evidence}>
      <colgroup>
        <col />
        <col />
        <col />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{t('flash.evidence')}</span>
          </th>
          <th scope="col">{t('flash.before')}</th>
          <th scope="col">{t('flash.after')}</th>
        </tr>
      </thead>
      <tbody>
        {evidenceRows(words).map(({ name, told, exact }, row) => {
          const [was, is] = [before && told(before), after && told(after)];
          const changed = was !== null && is !== null && was !== is;
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className={was !== null && exact ? classes.exact : undefined}>
                {was ?? (row === 0 ? t('flash.notYet') : '–')}
              </td>
              <td className={is !== null && exact ? classes.exact : undefined} data-changed={changed || undefined}>
                {is ?? (row === 0 ? t('flash.notYet') : '–')}
                {changed && <span className="visually-hidden"> ({t('flash.changed')})</span>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
